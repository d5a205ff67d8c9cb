import { type RawBuilder, sql, type SqlBool } from 'kysely';
import { oldestFirst, type Queue, type QueueItem, type QueueRows } from '#lib/protocol/desk.ts';
import type { Clock } from '#server/clock.ts';
import type { Database } from '#server/database/database.ts';
import { pageOffset } from '#server/database/paging.ts';
import type { Actor } from '#server/permissions/actor.ts';
import { authorize } from '#server/permissions/can.ts';
import { selectPoints, whereMatches } from '#server/submissions/queries.ts';
import { presentPoint } from '#server/submissions/view.ts';
import type { Openings } from './openings.ts';
import { searchWords } from './words.ts';

export type QueueFilter = {
	queue: Queue;
	words?: string;
	consultationId?: string;
	documentId?: string;
	mine?: boolean;
	page?: number;
};
export type QueuePage = { items: QueueItem[]; total: number; counts: Record<Queue, number> };

export const PER_PAGE = 50;

/** The newest masking of the revision in force waits for a second person. */
const maskWaits = sql<boolean>`exists (select 1 from point_mask waiting where waiting.point_id = point.id
	and waiting.revision = point.revision and waiting.approved_at is null and waiting.withdrawn_at is null
	and not exists (select 1 from point_mask later where later.point_id = point.id and later.withdrawn_at is null
		and (later.masked_at, later.id) > (waiting.masked_at, waiting.id)))`;
const openReports = sql<number>`(select count(*) from point_report where point_report.point_id = point.id and handled_at is null)`;

const IN_QUEUE: Record<Queue, RawBuilder<SqlBool>> = {
	waiting: sql<SqlBool>`(point.status = 'held' and not point.security_review and not ${maskWaits})`,
	attention: sql<SqlBool>`(${openReports} > 0 or (${maskWaits} and point.status = 'held'))`,
	security: sql<SqlBool>`point.security_review`,
	published: sql<SqlBool>`point.status = 'published'`,
	declined: sql<SqlBool>`point.status in ('declined', 'unpublished', 'withdrawn')`,
	all: sql<SqlBool>`true`
};

const deskRows = (db: Database, viewer: Actor, dialogueId: string) =>
	selectPoints(db, viewer, null)
		.leftJoin('document', 'document.id', 'point.document_id')
		.leftJoin('consultation', 'consultation.id', 'submission.consultation_id')
		.leftJoin('priority_area', 'priority_area.id', 'submission.priority_area_id')
		.leftJoin('account as assignee', 'assignee.id', 'point.assigned_to')
		.where('point.dialogue_id', '=', dialogueId)
		.where('point.staff_reply', '=', false)
		.select([
			'document.title as document_title',
			'document.slug as document_slug',
			'consultation.title as consultation_title',
			'priority_area.code as area_code',
			'point.assigned_to',
			'assignee.name as assignee_name',
			maskWaits.as('mask_waits'),
			openReports.as('reports'),
			sql<number>`(select count(*) from internal_note where internal_note.point_id = point.id)`.as('notes')
		]);

export type DeskRow = Awaited<ReturnType<ReturnType<typeof deskRows>['execute']>>[number];

type Deps = { database: Database; clock: Clock; openings: Openings };

/** One page of a queue, oldest first where something waits, newest first elsewhere. Errors: `forbidden`. */
export async function queuePage(
	deps: Deps,
	viewer: Actor,
	dialogueId: string,
	filter: QueueFilter
): Promise<QueuePage> {
	authorize(viewer, 'desk.read', { dialogueId });
	const query = filtered(deskRows(deps.database, viewer, dialogueId), viewer, filter);
	const order = oldestFirst(filter.queue) ? 'asc' : 'desc';
	const [rows, found, counts] = await Promise.all([
		query
			.orderBy('point.changed_at', order)
			.orderBy('point.id', order)
			.limit(PER_PAGE)
			.offset(pageOffset(filter.page, PER_PAGE))
			.execute(),
		query
			.clearSelect()
			.select((eb) => eb.fn.countAll<number>().as('count'))
			.executeTakeFirstOrThrow(),
		queueCounts(deps.database, dialogueId)
	]);
	const items = rows.flatMap((row) => presentItem(viewer, row, deps.clock.now(), deps.openings) ?? []);
	return { items, total: Number(found.count), counts };
}

/**
 * Rows of a queue by id, after news of them: as the queue has them now, or null for what it does not hold (any more).
 * Errors: `forbidden`.
 */
export async function queueRows(
	deps: Deps,
	viewer: Actor,
	dialogueId: string,
	filter: QueueFilter,
	ids: readonly string[]
): Promise<QueueRows> {
	authorize(viewer, 'desk.read', { dialogueId });
	const query = filtered(deskRows(deps.database, viewer, dialogueId), viewer, filter);
	const [rows, counts] = await Promise.all([
		query.where('point.id', '=', sql<string>`any(${ids}::uuid[])`).execute(),
		queueCounts(deps.database, dialogueId)
	]);
	const found = new Map(rows.map((row) => [row.id, presentItem(viewer, row, deps.clock.now(), deps.openings)]));
	return { rows: ids.map((id) => ({ id, item: found.get(id) ?? null })), counts };
}

function filtered(query: ReturnType<typeof deskRows>, viewer: Actor, filter: QueueFilter) {
	let found = query.where(IN_QUEUE[filter.queue]);
	const words = searchWords(filter.words);
	if (words !== '') found = found.where(whereMatches(viewer, words));
	if (filter.consultationId) found = found.where('submission.consultation_id', '=', filter.consultationId);
	if (filter.documentId) found = found.where('point.document_id', '=', filter.documentId);
	if (filter.mine && viewer.kind === 'person') found = found.where('point.assigned_to', '=', viewer.accountId);
	return found;
}

/** How much each queue holds. For those whom `desk.read` lets in only. */
export async function queueCounts(db: Database, dialogueId: string): Promise<Record<Queue, number>> {
	const count = (queue: Queue) => sql<number>`count(*) filter (where ${IN_QUEUE[queue]})`.as(queue);
	return db
		.selectFrom('point')
		.where('point.dialogue_id', '=', dialogueId)
		.where('point.staff_reply', '=', false)
		.select([
			count('waiting'),
			count('attention'),
			count('security'),
			count('published'),
			count('declined'),
			count('all')
		])
		.executeTakeFirstOrThrow();
}

export const deskRow = (db: Database, viewer: Actor, dialogueId: string, pointId: string) =>
	deskRows(db, viewer, dialogueId).where('point.id', '=', pointId).executeTakeFirst();

export function presentItem(viewer: Actor, row: DeskRow, now: Date, openings: Openings): QueueItem | null {
	const point = presentPoint(viewer, row);
	if (point === null) return null;
	return {
		point,
		documentTitle: row.document_title ?? '',
		documentSlug: row.document_slug,
		consultationTitle: row.consultation_title ?? '',
		areaCode: row.area_code ?? '',
		waitingMinutes:
			row.status === 'held' ? Math.max(0, Math.floor((now.getTime() - row.changed_at.getTime()) / 60_000)) : null,
		reports: row.reports,
		notes: row.notes,
		assignedTo: row.assigned_to === null ? null : { accountId: row.assigned_to, name: row.assignee_name ?? '' },
		maskWaits: row.mask_waits,
		securityReview: row.security_review,
		openedBy: openings.of(row.id, viewer)
	};
}
