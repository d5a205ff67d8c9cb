import { type RawBuilder, type SqlBool, sql } from 'kysely';
import type { ConsolidationFilter } from '#lib/protocol/consolidation.ts';
import type { Database } from '#server/database/database.ts';
import { shownTitle } from '#server/documents/visibility.ts';
import { type Actor, hasRole } from '#server/permissions/actor.ts';
import { judged, selectPoints, whereMatches } from '#server/submissions/queries.ts';
import { whereVisible } from '#server/submissions/visibility.ts';

/** The outcome that counts: the published assessment's, or `pending` where there is none yet. */
const OUTCOME = sql<string>`coalesce(assessment.outcome, 'pending')`;

/** '' for what belongs to no area. */
const AREA = sql<string>`coalesce(priority_area.code, '')`;

/** As Postgres can take it: no NUL, no half characters, at most 200 characters. */
const searchable = (words: string): string => words.toWellFormed().replaceAll('\u0000', '').trim().slice(0, 200);

/** Nobody but the registrar learns what a protected sender is, not even by counting or filtering (domain K-02). */
const organisationType = (viewer: Actor, dialogueId: string) =>
	viewer.kind === 'system' || hasRole(viewer, dialogueId, 'registrar')
		? sql<string>`submission.sender_organisation_type`
		: sql<string>`case when submission.protected_identity then '' else submission.sender_organisation_type end`;

/** The filter as one condition over point, submission, assessment and area. Codes come from lists, words are bound. */
function matches(viewer: Actor, dialogueId: string, filter: ConsolidationFilter) {
	const among = (value: RawBuilder<unknown>, values: readonly string[]) =>
		values.length === 0 ? sql<SqlBool>`true` : sql<SqlBool>`${value} = any(${values}::text[])`;
	const words = searchable(filter.words);
	const conditions = [
		sql<SqlBool>`point.dialogue_id = ${dialogueId}::uuid and not point.staff_reply`,
		among(sql`point.kind`, filter.kinds),
		among(organisationType(viewer, dialogueId), filter.organisationTypes),
		among(sql`point.status`, filter.statuses),
		among(OUTCOME, filter.outcomes),
		among(AREA, filter.areas),
		among(sql`consultation.slug`, filter.consultations),
		among(sql`document.slug`, filter.documents),
		filter.late ? sql<SqlBool>`submission.is_late` : sql<SqlBool>`true`,
		words === '' ? sql<SqlBool>`true` : whereMatches(viewer, words)
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
		.leftJoin('document_version as changed', 'changed.id', 'assessment.change_version_id')
		.leftJoin('document as changed_document', 'changed_document.id', 'changed.document_id')
		.where(matches(viewer, dialogueId, filter))
		.select([
			'submission.priority_area_id',
			'changed.number as changed_number',
			'changed_document.slug as changed_slug',
			'assessment.change_block_id as changed_block',
			shownTitle(viewer).as('document_title'),
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
			AREA.as('area'),
			OUTCOME.as('outcome'),
			organisationType(viewer, dialogueId).as('organisation_type'),
			'point.kind',
			eb.fn.countAll<number>().as('points')
		])
		.groupBy([AREA, OUTCOME, organisationType(viewer, dialogueId), 'point.kind'])
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

/** Every position there has been on a point, newest first, with who took it. For those who may read drafts only. */
export const assessmentRows = (db: Database, pointId: string) =>
	db
		.selectFrom('assessment')
		.leftJoin('account', 'account.id', 'assessment.assessed_by')
		.leftJoin('document_version', 'document_version.id', 'assessment.change_version_id')
		.leftJoin('document', 'document.id', 'document_version.document_id')
		.selectAll('assessment')
		.select(['account.name', 'document_version.number', 'document.slug'])
		.where('assessment.point_id', '=', pointId)
		.orderBy('assessment.assessed_at', 'desc')
		.orderBy('assessment.id', 'desc')
		.execute();

export type AssessmentRow = Awaited<ReturnType<typeof assessmentRows>>[number];

/** How far the assessing has come, over every point that the viewer may see. */
export const progressRow = (db: Database, viewer: Actor, dialogueId: string) =>
	judged(db)
		.leftJoin('assessment as published', (join) =>
			join
				.onRef('published.point_id', '=', 'point.id')
				.on('published.is_current', '=', true)
				.on('published.state', '=', 'published')
		)
		.leftJoin('assessment as draft', (join) =>
			join.onRef('draft.point_id', '=', 'point.id').on('draft.is_current', '=', true).on('draft.state', '=', 'draft')
		)
		.where(whereVisible(viewer))
		.where('point.dialogue_id', '=', dialogueId)
		.where('point.staff_reply', '=', false)
		.select((eb) => [
			eb.fn.countAll<number>().as('points'),
			sql<number>`count(*) filter (where coalesce(published.outcome, 'pending') <> 'pending')`.as('assessed'),
			sql<number>`count(*) filter (where draft.id is not null)`.as('drafts')
		])
		.executeTakeFirstOrThrow();
