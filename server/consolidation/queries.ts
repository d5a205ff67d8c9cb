import { type SqlBool, sql } from 'kysely';
import type { ConsolidationFilter } from '#lib/protocol/consolidation.ts';
import type { Database } from '#server/database/database.ts';
import type { Actor } from '#server/permissions/actor.ts';
import { judged, selectPoints, whereMatches } from '#server/submissions/queries.ts';
import { whereVisible } from '#server/submissions/visibility.ts';

/** The outcome that counts: the published assessment's, or `pending` where there is none yet. */
const OUTCOME = sql<string>`coalesce(assessment.outcome, 'pending')`;

/** The filter as one condition over point, submission, assessment and area. Codes come from lists, words are bound. */
function matches(viewer: Actor, dialogueId: string, filter: ConsolidationFilter) {
	const among = (column: ReturnType<typeof sql.ref>, values: readonly string[]) =>
		values.length === 0 ? sql<SqlBool>`true` : sql<SqlBool>`${column} = any(${values}::text[])`;
	const conditions = [
		sql<SqlBool>`point.dialogue_id = ${dialogueId}::uuid and not point.staff_reply`,
		among(sql.ref('point.kind'), filter.kinds),
		among(sql.ref('submission.sender_organisation_type'), filter.organisationTypes),
		among(sql.ref('point.status'), filter.statuses),
		filter.outcomes.length === 0 ? sql<SqlBool>`true` : sql<SqlBool>`${OUTCOME} = any(${filter.outcomes}::text[])`,
		filter.areas.length === 0
			? sql<SqlBool>`true`
			: sql<SqlBool>`coalesce(priority_area.code, '') = any(${filter.areas}::text[])`,
		filter.consultations.length === 0
			? sql<SqlBool>`true`
			: sql<SqlBool>`consultation.slug = any(${filter.consultations}::text[])`,
		filter.documents.length === 0 ? sql<SqlBool>`true` : sql<SqlBool>`document.slug = any(${filter.documents}::text[])`,
		filter.late ? sql<SqlBool>`submission.is_late` : sql<SqlBool>`true`,
		filter.words === '' ? sql<SqlBool>`true` : whereMatches(viewer, filter.words)
	];
	return sql<SqlBool>`(${sql.join(conditions, sql` and `)})`;
}

/** One page of points in the text's and the record's order; each point exactly once. */
export const consolidatedRows = (db: Database, viewer: Actor, dialogueId: string, filter: ConsolidationFilter) =>
	selectPoints(db, viewer, null)
		.leftJoin('document', 'document.id', 'point.document_id')
		.leftJoin('consultation', 'consultation.id', 'submission.consultation_id')
		.leftJoin('priority_area', 'priority_area.id', 'submission.priority_area_id')
		.leftJoin('assessment as draft', (join) =>
			join.onRef('draft.point_id', '=', 'point.id').on('draft.is_current', '=', true).on('draft.state', '=', 'draft')
		)
		.where(matches(viewer, dialogueId, filter))
		.select([
			'document.title as document_title',
			'document.slug as document_slug',
			'consultation.title as consultation_title',
			'priority_area.code as area_code',
			'priority_area.name as area_name',
			'submission.record_number',
			'draft.outcome as draft_outcome',
			'draft.text as draft_text',
			'draft.target as draft_target',
			'draft.change_reference as draft_change',
			'draft.language as draft_language'
		])
		.orderBy('priority_area.ordinal', (order) => order.asc().nullsLast())
		.orderBy('submission.received_at')
		.orderBy('submission.id')
		.orderBy('point.ordinal');

/** Every visible point that the filter lets through, as little of it as counting takes. */
const counted = (db: Database, viewer: Actor, dialogueId: string, filter: ConsolidationFilter) =>
	judged(db)
		.innerJoin('point_revision', (join) =>
			join.onRef('point_revision.point_id', '=', 'point.id').onRef('point_revision.number', '=', 'point.revision')
		)
		.leftJoin('point_mask', 'point_mask.id', 'point.mask_id')
		.leftJoin('document', 'document.id', 'point.document_id')
		.leftJoin('consultation', 'consultation.id', 'submission.consultation_id')
		.leftJoin('priority_area', 'priority_area.id', 'submission.priority_area_id')
		.leftJoin('assessment', (join) =>
			join
				.onRef('assessment.point_id', '=', 'point.id')
				.on('assessment.is_current', '=', true)
				.on('assessment.state', '=', 'published')
		)
		.where(whereVisible(viewer))
		.where(matches(viewer, dialogueId, filter));

export type CountRow = { area: string; outcome: string; organisation_type: string; kind: string; points: number };

/** Points by area, outcome, kind of organisation and kind of point: what every figure and matrix is added up from. */
export const countRows = (
	db: Database,
	viewer: Actor,
	dialogueId: string,
	filter: ConsolidationFilter
): Promise<CountRow[]> =>
	counted(db, viewer, dialogueId, filter)
		.select((eb) => [
			sql<string>`coalesce(priority_area.code, '')`.as('area'),
			OUTCOME.as('outcome'),
			'submission.sender_organisation_type as organisation_type',
			'point.kind',
			eb.fn.countAll<number>().as('points')
		])
		.groupBy([sql`coalesce(priority_area.code, '')`, OUTCOME, 'submission.sender_organisation_type', 'point.kind'])
		.execute();

export const countSubmissions = (db: Database, viewer: Actor, dialogueId: string, filter: ConsolidationFilter) =>
	db
		.selectFrom(
			counted(db, viewer, dialogueId, filter)
				.select(['submission.id', 'submission.sender_count'])
				.distinct()
				.as('found')
		)
		.select((eb) => [
			eb.fn.countAll<number>().as('submissions'),
			sql<number>`coalesce(sum(found.sender_count), 0)::bigint`.as('senders')
		])
		.executeTakeFirstOrThrow();

export type ConsolidatedRow = Awaited<ReturnType<ReturnType<typeof consolidatedRows>['execute']>>[number];
