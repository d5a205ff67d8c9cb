import { knownSlug } from '#server/checks.ts';
import type { TextContent } from '#lib/document/blocks.ts';
import { contentHash } from '#lib/document/hash.ts';
import { MedskickError } from '#server/errors.ts';
import type { Actor } from '#server/permissions/actor.ts';
import { authorize } from '#server/permissions/can.ts';
import type { DocumentsDeps } from './deps.ts';
import { contentOf } from './living.ts';
import { maskTitle, maskWords } from './mask.ts';
import { documentBySlug, maskableNumber, maskableVersion, maskableVersionsOf } from './queries.ts';
import type { DocumentAddress, MaskableView, OtherPlaces } from './types.ts';

export async function maskable(
	deps: DocumentsDeps,
	actor: Actor,
	address: DocumentAddress & { number: number }
): Promise<MaskableView> {
	const document = await documentBySlug(
		deps.database,
		knownSlug(address.dialogueSlug),
		knownSlug(address.documentSlug)
	);
	if (!document) throw new MedskickError('not_found');
	authorize(actor, 'version.mask', { dialogueId: document.dialogue_id });
	const { number } = address;
	const valid = Number.isInteger(number) && number > 0 && number <= 2_147_483_647;
	const row = valid ? await maskableNumber(deps.database, document.id, number) : undefined;
	if (!row) throw new MedskickError('not_found');
	const { id: versionId, title, content, content_hash } = row;
	return { versionId, number, title, content, contentHash: content_hash, notes: document.text_kind === 'notes' };
}

/** Masking is per version; whoever masks words should know where else they stand. */
export async function otherPlaces(
	deps: DocumentsDeps,
	actor: Actor,
	versionId: string,
	words: readonly string[]
): Promise<OtherPlaces> {
	const version = await maskableVersion(deps.database, versionId);
	if (!version) throw new MedskickError('not_found');
	authorize(actor, 'version.mask', { dialogueId: version.dialogue_id });
	const all = await maskableVersionsOf(deps.database, version.document_id);
	const living = contentOf((await deps.readText(version.document_id, deps.database)).state);
	return {
		versions: all.flatMap((row) =>
			row.id !== versionId && holds(row.title, row.content, words) ? [row.number ?? 0] : []
		),
		living: holds(version.document_title, living, words)
	};
}

const holds = (title: string, content: TextContent, words: readonly string[]): boolean =>
	contentHash(maskTitle(title, words), maskWords(content, words, [])) !== contentHash(title, content);
