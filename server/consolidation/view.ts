import type {
	AssessablePoint,
	AssessmentEntry,
	ChangePlace,
	ConsolidatedFigures,
	ConsolidatedPoint,
	Matrix
} from '#lib/protocol/consolidation.ts';
import type { Channel, Outcome, SubmissionKind } from '#lib/protocol/vocabulary.ts';
import type { Actor } from '#server/permissions/actor.ts';
import { can } from '#server/permissions/can.ts';
import { presentPoint } from '#server/submissions/view.ts';
import { sightOf } from '#server/submissions/visibility.ts';
import type { AssessmentRow, ConsolidatedRow, CountRow } from './rows.ts';

/** One line of the consolidated inputs, or null for whoever may not see the point. */
export function presentConsolidated(viewer: Actor, row: ConsolidatedRow): ConsolidatedPoint | null {
	const point = presentPoint(viewer, row);
	if (point === null) return null;
	const mayReadDraft = can(viewer, 'assessment.read_draft', { dialogueId: row.dialogue_id });
	return {
		point,
		areaCode: row.area_code ?? '',
		areaName: row.area_name ?? '',
		documentTitle: row.document_title ?? '',
		documentSlug: row.document_slug,
		consultationTitle: row.consultation_title ?? '',
		submissionKind: row.submission_kind as SubmissionKind,
		channel: row.channel as Channel,
		recordNumber: sightOf(viewer, row) === 'public' ? '' : row.record_number,
		change: changePlace(row.changed_slug, row.changed_number, row.changed_block),
		draft:
			mayReadDraft && row.draft_outcome !== null
				? {
						outcome: row.draft_outcome as Outcome,
						text: row.draft_text ?? '',
						target: row.draft_target ?? '',
						changeReference: row.draft_change ?? '',
						language: row.draft_language ?? 'sv'
					}
				: null
	};
}

const changePlace = (slug: string | null, version: number | null, blockId: string | null): ChangePlace | null =>
	slug === null || version === null ? null : { documentSlug: slug, version, blockId };

/** As `presentConsolidated`, for those who assess. */
export function presentAssessable(viewer: Actor, row: ConsolidatedRow): AssessablePoint | null {
	const shown = presentConsolidated(viewer, row);
	if (shown === null) return null;
	const thing = {
		dialogueId: row.dialogue_id,
		areaId: row.priority_area_id,
		authorId: row.account_id,
		status: row.status,
		protectedIdentity: row.protected_identity
	};
	return { ...shown, mayAssess: can(viewer, 'point.assess', thing) };
}

export const presentAssessment = (row: AssessmentRow): AssessmentEntry => ({
	id: row.id,
	outcome: row.outcome as Outcome,
	text: row.text,
	target: row.target,
	changeReference: row.change_reference,
	language: row.language,
	state: row.state === 'published' ? 'published' : 'draft',
	current: row.is_current,
	at: row.assessed_at.toISOString(),
	by: row.name ?? '',
	change: changePlace(row.slug, row.number, row.change_block_id),
	changeVersionId: row.change_version_id
});

/** All figures from the same rows, so that they cannot disagree. */
export function presentFigures(
	rows: readonly CountRow[],
	totals: { submissions: number; senders: number }
): ConsolidatedFigures {
	return {
		points: rows.reduce((sum, row) => sum + row.points, 0),
		submissions: totals.submissions,
		senders: totals.senders,
		byOutcome: addUp(rows, (row) => row.outcome),
		byKind: addUp(rows, (row) => row.kind),
		byOrganisationType: addUp(rows, (row) => row.organisation_type),
		areaByOutcome: matrix(rows, (row) => row.outcome),
		areaByOrganisationType: matrix(rows, (row) => row.organisation_type)
	};
}

function addUp(rows: readonly CountRow[], key: (row: CountRow) => string): Record<string, number> {
	const sums: Record<string, number> = {};
	for (const row of rows) sums[key(row)] = (sums[key(row)] ?? 0) + row.points;
	return sums;
}

function matrix(rows: readonly CountRow[], column: (row: CountRow) => string): Matrix {
	const counts: Matrix['counts'] = {};
	for (const row of rows) {
		const line = (counts[row.area] ??= {});
		line[column(row)] = (line[column(row)] ?? 0) + row.points;
	}
	return { rows: Object.keys(counts), columns: [...new Set(rows.map(column))], counts };
}
