import { type ExpressionBuilder, sql } from 'kysely';
import type { TextContent } from '#lib/document/blocks.ts';
import { leaves } from '#lib/document/outline.ts';
import type { PointView } from '#lib/protocol/points.ts';
import type { PlacePoints, PointFilter, PointMark, PointsOnVersion } from '#lib/protocol/reading.ts';
import type { Database } from '#server/database/database.ts';
import type { DB } from '#server/database/schema.ts';
import { accountIdOf, type Actor } from '#server/permissions/actor.ts';
import type { Resolution } from '#lib/document/resolve.ts';
import { ensurePlaces, placesIn, selectAnchors, standsOn, type YjsState } from './places.ts';
import { inVersion, judged, placeState, selectPoints, whereMatches } from './queries.ts';
import { presentPoint, tombstone } from './view.ts';
import { whereVisible } from './visibility.ts';

/**
 * The text in view; `content` as the viewer may read it. `otherThanKept`: it is not the frozen text itself but its
 * masked copy, or the living text (then with its Yjs state), so places are found anew and not kept.
 */
export type VersionInView = {
	documentId: string;
	versionId: string;
	content: TextContent;
	otherThanKept?: { yjs: YjsState | null } | undefined;
};

/** How many points of a place come with the page; the rest is a link away. */
const PER_PLACE = 3;
const REPLIES_SHOWN = 20;

type IndexRow = {
	id: string;
	scope: string | null;
	block_id: string | null;
	start_offset: number | null;
	end_offset: number | null;
	place_state: string | null;
	visible: boolean;
	status: string;
	document_id: string | null;
	created_at: Date;
};

/** Everything about the points of a version that the reading page shows at first. */
export async function onVersion(
	db: Database,
	viewer: Actor,
	version: VersionInView,
	options: { filter?: PointFilter; perPlace?: number } = {}
): Promise<PointsOnVersion> {
	const index = await readPlacedIndex(db, viewer, version, options.filter ?? {});
	const byPlace = groupByPlace(index, version.content);
	const perPlace = options.perPlace ?? PER_PLACE;
	const shown = [...byPlace.values()].flatMap((rows) => rows.slice(0, perPlace));
	const { points, replies } = await readShown(db, viewer, version.versionId, shown);
	return {
		total: index.filter((row) => row.visible).length,
		places: Object.fromEntries([...byPlace].map(([place, rows]) => [place, placePoints(rows, points, 0, perPlace)])),
		sections: sectionCounts(byPlace, version.content),
		marks: index.flatMap(mark),
		replies
	};
}

/** One page of the points at one place (a block id, `whole` or `gone`), with their replies. */
export async function atPlace(
	db: Database,
	viewer: Actor,
	version: VersionInView,
	options: { place: string; page: number; perPage: number; filter?: PointFilter }
): Promise<PlacePoints & { replies: Record<string, PointView[]> }> {
	const index = await readIndex(db, viewer, version, options.filter ?? {});
	const rows = groupByPlace(index, version.content).get(options.place) ?? [];
	const from = (options.page - 1) * options.perPage;
	const shown = rows.slice(from, from + options.perPage);
	const { points, replies } = await readShown(db, viewer, version.versionId, shown);
	return { ...placePoints(rows, points, from, options.perPage), replies };
}

/** Which place a point stands at, and on which page of it; null if not in sight. */
export async function whereStands(
	db: Database,
	viewer: Actor,
	version: VersionInView,
	options: { pointId: string; perPage: number; filter?: PointFilter }
): Promise<{ place: string; page: number } | null> {
	const index = await readPlacedIndex(db, viewer, version, options.filter ?? {});
	for (const [place, rows] of groupByPlace(index, version.content)) {
		const at = rows.findIndex((row) => row.id === options.pointId);
		if (at >= 0) return { place, page: Math.floor(at / options.perPage) + 1 };
	}
	return null;
}

/** The index; in a frozen text with every place found, which is looked for once and then kept. */
async function readPlacedIndex(
	db: Database,
	viewer: Actor,
	version: VersionInView,
	filter: PointFilter
): Promise<IndexRow[]> {
	const index = await readIndex(db, viewer, version, filter);
	const missing = index.some((row) => row.place_state === null);
	if (version.otherThanKept !== undefined || !missing) return index;
	await ensurePlaces(db, version);
	return readIndex(db, viewer, version, filter);
}

/** Where each point stands, without its text: cheap enough for thousands. Made on this version or an earlier one. */
async function readIndex(
	db: Database,
	viewer: Actor,
	version: VersionInView,
	filter: PointFilter
): Promise<IndexRow[]> {
	const rows = await readKeptIndex(db, viewer, version, filter);
	if (version.otherThanKept === undefined || rows.length === 0) return rows;
	const anchors = await selectAnchors(db)
		.where(
			'point_anchor.point_id',
			'in',
			rows.map((row) => row.id)
		)
		.execute();
	const places = placesIn(anchors, version.content, version.otherThanKept.yjs);
	return rows.map((row) => ({ ...row, ...placeColumns(places.get(row.id)) }));
}

function placeColumns(place: Resolution | undefined) {
	if (place === undefined || place.state === 'removed')
		return { place_state: 'removed', block_id: null, start_offset: null, end_offset: null };
	return { place_state: place.state, block_id: place.blockId, start_offset: place.start, end_offset: place.end };
}

async function readKeptIndex(
	db: Database,
	viewer: Actor,
	version: VersionInView,
	filter: PointFilter
): Promise<IndexRow[]> {
	const visible = whereVisible(viewer);
	let query = judged(db)
		.innerJoin('point_anchor', 'point_anchor.point_id', 'point.id')
		.leftJoin('anchor_place', (join) =>
			join.onRef('anchor_place.point_id', '=', 'point.id').on('anchor_place.version_id', '=', version.versionId)
		)
		.where('point.document_id', '=', version.documentId)
		.where('point.parent_id', 'is', null)
		.where('point_anchor.version_id', 'in', shownWith(db, version))
		.where((eb) => eb.or([visible, leavesTombstone(viewer)]));
	if (filter.kind !== undefined) query = query.where('point.kind', '=', filter.kind).where(visible);
	if (filter.organisationType !== undefined) {
		query = query.where('submission.sender_organisation_type', '=', filter.organisationType).where(visible);
	}
	if (filter.mine === true) query = query.where('submission.account_id', '=', accountIdOf(viewer));
	const words = filter.words ?? '';
	if (words !== '') query = query.where((eb) => eb.exists(matching(eb, viewer, words))).where(visible);
	if (filter.answered === true) {
		query = query.where((eb) =>
			eb.exists(
				eb
					.selectFrom('assessment')
					.select('assessment.id')
					.whereRef('assessment.point_id', '=', 'point.id')
					.where('assessment.is_current', '=', true)
					.where('assessment.state', '=', 'published')
			)
		);
	}
	return query
		.select([
			'point.id',
			'point.status',
			'point.document_id',
			'point.created_at',
			'point_anchor.scope',
			visible.$castTo<boolean>().as('visible'),
			inVersion<string | null>('block_id', version.versionId).as('block_id'),
			inVersion<number | null>('start_offset', version.versionId).as('start_offset'),
			inVersion<number | null>('end_offset', version.versionId).as('end_offset'),
			placeState(version.versionId).as('place_state')
		])
		.orderBy('start_offset', (order) => order.asc().nullsLast())
		.orderBy('point.created_at')
		.orderBy('point.id')
		.execute();
}

/** The versions whose points are shown on the one in view. */
const shownWith = (db: Database, version: VersionInView) =>
	db
		.selectFrom('document_version as earlier')
		.innerJoin('document_version as shown', 'shown.document_id', 'earlier.document_id')
		.where('shown.id', '=', version.versionId)
		.where(standsOn('earlier'))
		.select('earlier.id');

const matching = (eb: ExpressionBuilder<DB, 'point' | 'submission'>, viewer: Actor, words: string) =>
	eb
		.selectFrom('point_revision')
		.leftJoin('point_mask', (join) => join.onRef('point_mask.id', '=', 'point.mask_id'))
		.whereRef('point_revision.point_id', '=', 'point.id')
		.whereRef('point_revision.number', '=', 'point.revision')
		.where(whereMatches(viewer, words))
		.select('point_revision.number');

/** Gone itself, but an answer to it that the viewer may see hangs on it. */
const leavesTombstone = (
	viewer: Actor
) => sql<boolean>`(point.status in ('declined', 'unpublished', 'withdrawn') and exists (
	select 1 from point reply join submission replied on replied.id = reply.submission_id
	where reply.parent_id = point.id and ${whereVisible(viewer, { point: 'reply', submission: 'replied', dialogue: 'dialogue' })}))`;

function groupByPlace(index: readonly IndexRow[], content: TextContent): Map<string, IndexRow[]> {
	const known = new Set(leaves(content).map((leaf) => leaf.blockId));
	const groups = new Map<string, IndexRow[]>();
	for (const row of index) {
		const place = placeOf(row, known);
		const group = groups.get(place);
		if (group === undefined) groups.set(place, [row]);
		else group.push(row);
	}
	return groups;
}

function placeOf(row: IndexRow, known: ReadonlySet<string>): string {
	if (row.scope === 'whole') return 'whole';
	return row.place_state !== 'removed' && row.block_id !== null && known.has(row.block_id) ? row.block_id : 'gone';
}

function placePoints(
	rows: readonly IndexRow[],
	points: Map<string, PointView>,
	from: number,
	count: number
): PlacePoints {
	const shown = rows.slice(from, from + count).flatMap((row) => points.get(row.id) ?? []);
	return { count: rows.filter((row) => row.visible).length, points: shown };
}

function sectionCounts(groups: Map<string, IndexRow[]>, content: TextContent): Record<string, number> {
	const counts: Record<string, number> = {};
	for (const leaf of leaves(content)) {
		const here = groups.get(leaf.blockId)?.filter((row) => row.visible).length ?? 0;
		if (here > 0) counts[leaf.sectionId ?? ''] = (counts[leaf.sectionId ?? ''] ?? 0) + here;
	}
	return counts;
}

function mark(row: IndexRow): PointMark[] {
	if (!row.visible || row.scope !== 'words' || row.place_state === 'removed') return [];
	if (row.block_id === null || row.start_offset === null || row.end_offset === null) return [];
	return [{ pointId: row.id, blockId: row.block_id, start: row.start_offset, end: row.end_offset }];
}

type Shown = { points: Map<string, PointView>; replies: Record<string, PointView[]> };

/** The points of these rows as the viewer may see them, and their first replies: one statement for both. */
async function readShown(db: Database, viewer: Actor, versionId: string, rows: readonly IndexRow[]): Promise<Shown> {
	const shown: Shown = { points: new Map(), replies: {} };
	if (rows.length === 0) return shown;
	const placed = new Map(rows.map((row) => [row.id, row]));
	for (const row of rows) if (!row.visible) shown.points.set(row.id, tombstone(row));
	const visible = rows.filter((row) => row.visible).map((row) => row.id);
	const found = await selectPoints(db, viewer, versionId)
		.where(sql<boolean>`(point.id = any(${visible}::uuid[]) or point.parent_id = any(${[...placed.keys()]}::uuid[]))`)
		.orderBy('point.created_at')
		.execute();
	for (const row of found) {
		const here = placed.get(row.id);
		const view = presentPoint(viewer, here === undefined ? row : { ...row, ...placePart(here) });
		if (view?.parentId) addReply(shown.replies, view.parentId, view);
		else if (view !== null) shown.points.set(row.id, view);
	}
	return shown;
}

function addReply(replies: Shown['replies'], parentId: string, view: PointView): void {
	const list = (replies[parentId] ??= []);
	if (list.length < REPLIES_SHOWN) list.push(view);
}

const placePart = ({ block_id, start_offset, end_offset, place_state }: IndexRow) => ({
	block_id,
	start_offset,
	end_offset,
	place_state
});
