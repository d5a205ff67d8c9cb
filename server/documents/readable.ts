import { sql } from 'kysely';
import type { TextContent } from '#lib/document/blocks.ts';
import { leaves } from '#lib/document/outline.ts';
import { storedContent } from '#lib/document/schema.ts';
import type { Database } from '#server/database/database.ts';
import { maskWords } from './mask.ts';
import { masksOf } from './masked-anchors.ts';
import { tells } from './masked-words.ts';

/**
 * Texts that points were made on, by version, for showing what stands around a point: numbered versions and those
 * frozen when a text was shared. Whoever may not read masked words (`unmasked` false) gets the masked copy of a version
 * that has one, and in all others of its document without the blocks that tell of what is masked there.
 */
export async function readableTexts(
	db: Database,
	versionIds: readonly string[],
	unmasked: boolean
): Promise<Map<string, TextContent>> {
	const rows = await db
		.selectFrom('document_version as version')
		.leftJoinLateral(
			(eb) =>
				eb
					.selectFrom('version_mask')
					.select('version_mask.content')
					.whereRef('version_mask.version_id', '=', 'version.id')
					.orderBy('masked_at', 'desc')
					.orderBy('version_mask.id', 'desc')
					.limit(1)
					.as('mask'),
			(join) => join.onTrue()
		)
		.select(['version.id', 'version.document_id', 'version.content', 'mask.content as masked'])
		.where('version.id', '=', sql<string>`any(${versionIds}::uuid[])`)
		.execute();
	const without = unmasked ? new Map() : await hidersOf(db, new Set(rows.map((row) => row.document_id)));
	return new Map(
		rows.map((row) => {
			const content = storedContent(unmasked ? row.content : (row.masked ?? row.content));
			return [row.id, without.get(row.document_id)?.(content) ?? content];
		})
	);
}

type Hide = (content: TextContent) => TextContent;

/** How to take the telling blocks out of a text of each document; no entry where nothing is masked. */
async function hidersOf(db: Database, documentIds: ReadonlySet<string>): Promise<Map<string, Hide>> {
	const hiders = new Map<string, Hide>();
	for (const documentId of documentIds) {
		const masks = await masksOf(db, documentId);
		if (masks.length === 0) continue;
		hiders.set(documentId, (content) => {
			const telling = leaves(content).filter(({ plain }) => masks.some((mask) => tells(plain, mask)));
			return maskWords(
				content,
				[],
				telling.map((leaf) => leaf.blockId)
			);
		});
	}
	return hiders;
}
