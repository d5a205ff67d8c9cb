import { sql, type Transaction } from 'kysely';
import type { Database } from '#server/database/database.ts';
import type { DB } from '#server/database/schema.ts';
import { type MaskedWords, maskedWords, tells } from './masked-words.ts';

type Anchor = { point_id: string; version_id: string; exact: string; section_label: string; living: boolean };
type Mask = MaskedWords & { id: string; versionId: string; plain: string };

const PARTS = ['exact', 'section_label'] as const;

/** What has been masked in the versions of a document, the latest mask of each. */
export async function masksOf(db: Database, documentId: string): Promise<Mask[]> {
	const rows = await db
		.selectFrom('version_mask as mask')
		.innerJoin('document_version as version', 'version.id', 'mask.version_id')
		.where('version.document_id', '=', documentId)
		.distinctOn('mask.version_id')
		.orderBy('mask.version_id')
		.orderBy('mask.masked_at', 'desc')
		.orderBy('mask.id', 'desc')
		.select(['mask.id', 'mask.version_id', 'mask.plain_text as plain', 'version.plain_text as original'])
		.select(['mask.title', 'version.title as original_title'])
		.execute();
	return rows.map((row) => ({
		id: row.id,
		versionId: row.version_id,
		plain: row.plain,
		...maskedWords(`${row.original_title}\n${row.original}`, `${row.title}\n${row.plain}`)
	}));
}

/**
 * From now on nobody is told what the anchors of the document's points keep of masked words, whichever version they
 * were made on. Called where a mask is made, under `lockAnchors`.
 */
export async function markAnchors(db: Transaction<DB>, documentId: string): Promise<void> {
	const anchors = await db
		.selectFrom('point_anchor')
		.innerJoin('document_version as made_on', 'made_on.id', 'point_anchor.version_id')
		.where('made_on.document_id', '=', documentId)
		.select(['point_id', 'version_id', 'exact', 'section_label'])
		.select((eb) => eb('living_sequence', 'is not', null).$castTo<boolean>().as('living'))
		.execute();
	await mark(db, anchors, await masksOf(db, documentId));
}

/** The same for an anchor that is just being kept. */
export async function markNewAnchor(db: Transaction<DB>, documentId: string, anchor: Anchor): Promise<void> {
	await lockAnchors(db, documentId, 'shared');
	await mark(db, [anchor], await masksOf(db, documentId));
}

/**
 * Points and masks of one document that are made at the same moment see each other: points wait for a mask, not for
 * each other. Held until commit; what is read afterwards is what the other has written.
 */
export async function lockAnchors(db: Transaction<DB>, documentId: string, how: 'shared' | 'alone'): Promise<void> {
	const key = sql`hashtextextended(${`anchors ${documentId}`}, 0)`;
	await (
		how === 'shared' ? sql`select pg_advisory_xact_lock_shared(${key})` : sql`select pg_advisory_xact_lock(${key})`
	).execute(db);
}

async function mark(db: Transaction<DB>, anchors: readonly Anchor[], masks: readonly Mask[]): Promise<void> {
	const found = anchors.flatMap((anchor) =>
		PARTS.flatMap((part) => {
			const mask = masks.find((one) => isHidden(anchor, part, one));
			return mask === undefined ? [] : [{ point_id: anchor.point_id, part, mask_id: mask.id }];
		})
	);
	for (let from = 0; from < found.length; from += BATCH)
		await db
			.insertInto('masked_anchor')
			.values(found.slice(from, from + BATCH))
			.onConflict((conflict) => conflict.doNothing())
			.execute();
}

const BATCH = 1000;

/** What was quoted from the masked version itself must stand in what is left of it, word for word. */
function isHidden(anchor: Anchor, part: (typeof PARTS)[number], mask: Mask): boolean {
	const quote = anchor[part];
	if (quote === '') return false;
	if (anchor.version_id === mask.versionId && !anchor.living && !mask.plain.includes(quote)) return true;
	return tells(quote, mask);
}
