import { type Selectable, sql, type SqlBool } from 'kysely';
import * as Y from 'yjs';
import type { Anchor } from '#lib/document/anchor.ts';
import type { TextContent } from '#lib/document/blocks.ts';
import { type Resolution, resolveAll } from '#lib/document/resolve.ts';
import { storedContent } from '#lib/document/schema.ts';
import type { Database } from '#server/database/database.ts';
import type { DB } from '#server/database/schema.ts';

/** `epoch` is the history that the relative positions belong to. */
export type AnchorRow = Selectable<DB['point_anchor']> & { epoch: string };

/** Anchors with the history that they were made in. */
export const selectAnchors = (db: Database) =>
	db
		.selectFrom('point_anchor')
		.innerJoin('document_version as made_on', 'made_on.id', 'point_anchor.version_id')
		.selectAll('point_anchor')
		.select(sql<string>`coalesce(point_anchor.living_epoch, made_on.epoch)`.as('epoch'));

/**
 * The anchor that a row keeps. In another history than its own a relative position names other characters, or none:
 * there it is left out, and quotes decide.
 */
function anchorOf(row: AnchorRow, epoch: string | null): Anchor {
	const repeats = { inBlock: row.repeats_in_block, inText: row.repeats_in_text, alike: row.repeats_alike };
	if (row.scope === 'whole' || row.block_id === null) return { scope: 'whole' };
	if (row.scope === 'section') return { scope: 'section', sectionId: row.block_id, exact: row.exact, repeats };
	if (row.scope === 'block' || row.start_offset === null || row.end_offset === null) {
		return { scope: 'block', blockId: row.block_id, exact: row.exact, repeats };
	}
	return {
		scope: 'words',
		blockId: row.block_id,
		start: row.start_offset,
		end: row.end_offset,
		exact: row.exact,
		prefix: row.prefix,
		suffix: row.suffix,
		repeats,
		relStart: row.epoch === epoch ? row.rel_start : null,
		relEnd: row.epoch === epoch ? row.rel_end : null
	};
}

/** A text's Yjs state and the history it belongs to. */
export type YjsState = { state: Uint8Array; epoch: string };

/** Where points stand in a text right now, without keeping the answer: living texts and masked copies. */
export function placesIn(
	rows: readonly AnchorRow[],
	content: TextContent,
	yjs: YjsState | null
): Map<string, Resolution> {
	const doc = yjs === null ? null : new Y.Doc();
	if (doc !== null && yjs !== null) Y.applyUpdate(doc, yjs.state);
	const anchors = rows.map((row) => anchorOf(row, yjs?.epoch ?? null));
	const places = resolveAll(anchors, content, doc);
	doc?.destroy();
	return new Map(rows.flatMap((row, index) => (places[index] === undefined ? [] : [[row.point_id, places[index]]])));
}

/**
 * A version (`shown`) shows the points that were made on it or before it. The latest published one also shows those made since,
 * while the text was shared live: until the next is published there is no other page for them.
 */
export const standsOn = (
	madeOn: 'made_on' | 'earlier'
) => sql<SqlBool>`(${sql.ref(`${madeOn}.ordinal`)} <= shown.ordinal
	or not exists (select 1 from document_version newer where newer.document_id = shown.document_id
		and newer.kind = 'published' and newer.ordinal > shown.ordinal))`;

/**
 * Points made on an earlier version of the same document, or while the text was shared live, whose place in this
 * version nobody has looked for yet.
 */
const unresolved = (db: Database, version: { versionId: string; documentId: string }): Promise<AnchorRow[]> =>
	selectAnchors(db)
		.innerJoin('document_version as shown', (join) => join.on('shown.id', '=', version.versionId))
		.leftJoin('anchor_place', (join) =>
			join
				.onRef('anchor_place.point_id', '=', 'point_anchor.point_id')
				.on('anchor_place.version_id', '=', version.versionId)
		)
		.where('made_on.document_id', '=', version.documentId)
		.where(standsOn('made_on'))
		.where((eb) =>
			eb.or([
				eb('point_anchor.version_id', '<>', version.versionId),
				eb('point_anchor.living_sequence', 'is not', null)
			])
		)
		.where('point_anchor.scope', '<>', 'whole')
		.where('anchor_place.point_id', 'is', null)
		.execute();

/** Finds and keeps the places that are missing in a frozen version. Places in a frozen text never change, so once is enough. */
export async function ensurePlaces(db: Database, version: { versionId: string; documentId: string }): Promise<void> {
	const rows = await unresolved(db, version);
	if (rows.length === 0) return;
	const frozen = await db
		.selectFrom('document_version')
		.select(['content', 'yjs_state', 'epoch'])
		.where('id', '=', version.versionId)
		.executeTakeFirstOrThrow();
	const places = placesIn(rows, storedContent(frozen.content), { state: frozen.yjs_state, epoch: frozen.epoch });
	const found = [...places].map(([pointId, place]) => ({
		point_id: pointId,
		version_id: version.versionId,
		state: place.state,
		block_id: place.state === 'removed' ? null : place.blockId,
		start_offset: place.state === 'removed' ? null : place.start,
		end_offset: place.state === 'removed' ? null : place.end
	}));
	await db
		.insertInto('anchor_place')
		.values(found)
		.onConflict((conflict) => conflict.doNothing())
		.execute();
}

/** The job after publishing: every point's place in the new version. */
export async function resolvePlaces(db: Database, versionId: string): Promise<void> {
	const version = await db
		.selectFrom('document_version')
		.select('document_id')
		.where('id', '=', versionId)
		.executeTakeFirst();
	if (version !== undefined) await ensurePlaces(db, { versionId, documentId: version.document_id });
}
