import { contentHash } from '#lib/document/hash.ts';
import type { TextContent } from '#lib/document/blocks.ts';
import { documentPlain } from '#lib/document/plain.ts';
import { newId } from '#server/database/ids.ts';
import type { Change } from '#server/database/transaction.ts';
import { lastOrdinal } from './queries.ts';
import type { LivingState } from './types.ts';

/** A version about to be kept for ever. `number` is null for what was frozen because a text was shared or unshared. */
export type Freezing = {
	documentId: string;
	kind: 'published' | 'share_opened' | 'share_closed';
	number: number | null;
	label: string;
	stage: string;
	title: string;
	note: string;
	content: TextContent;
	living: LivingState;
	at: Date;
	accountId: string | null;
};

/** Writes the row; the caller holds the document's lock, so ordinals follow each other. */
export async function freeze(change: Change, version: Freezing): Promise<{ versionId: string; contentHash: string }> {
	const versionId = newId();
	const hash = contentHash(version.title, version.content);
	await change.db
		.insertInto('document_version')
		.values({
			id: versionId,
			document_id: version.documentId,
			ordinal: (await lastOrdinal(change.db, version.documentId)) + 1,
			number: version.number,
			label: version.label,
			kind: version.kind,
			stage: version.stage,
			title: version.title,
			content: JSON.stringify(version.content),
			plain_text: documentPlain(version.content),
			yjs_state: Buffer.from(version.living.state),
			epoch: version.living.epoch,
			sequence: version.living.sequence,
			content_hash: hash,
			note: version.note,
			published_at: version.at,
			published_by: version.accountId
		})
		.execute();
	return { versionId, contentHash: hash };
}
