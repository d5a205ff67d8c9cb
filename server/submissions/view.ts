import type { Actor } from '#server/permissions/actor.ts';
import { accountIdOf } from '#server/permissions/actor.ts';
import type { AssessmentView, PlaceView, PointView, SenderView } from '#lib/protocol/points.ts';
import type { Outcome, PointKind, PointStatus } from '#lib/protocol/vocabulary.ts';
import { writtenApart } from '#server/written.ts';
import { type PointFacts, type Sight, sightOf } from './visibility.ts';

/** A point with all that its presentation needs, as `queries.ts` reads it. Never leaves the server. */
export type PointRow = PointFacts & {
	id: string;
	submission_id: string;
	document_id: string | null;
	parent_id: string | null;
	kind: string;
	revision: number;
	created_at: Date;
	changed_at: Date;
	original_text: string;
	masked_text: string | null;
	language: string;
	reference: string;
	received_at: Date;
	written_at: Date | null;
	is_late: boolean;
	channel: string;
	submission_kind: string;
	staff_reply: boolean;
	anonymous: boolean;
	sender_name: string;
	sender_organisation_name: string;
	sender_organisation_type: string;
	sender_count: number;
	names_private_persons: boolean;
	agreements: number;
	agreed_by_viewer: boolean;
	replies: number;
	scope: string | null;
	made_on_version_id: string | null;
	section_label: string | null;
	quote: string | null;
	block_id: string | null;
	start_offset: number | null;
	end_offset: number | null;
	place_state: string | null;
	assessment_outcome: string | null;
	assessment_text: string | null;
	assessment_target: string | null;
	assessment_change: string | null;
	assessment_language: string | null;
};

const mayReadSender = (sight: Sight, row: PointRow): boolean =>
	sight === 'registrar' || sight === 'author' || (sight === 'staff' && !row.protected_identity);

/** Who sent it, as this viewer may know it (domain R-09: organisations are named, private persons are not). */
export function presentSender(sight: Sight, row: PointRow): SenderView {
	const common = { organisationType: row.sender_organisation_type, count: row.sender_count };
	if (row.staff_reply) return { ...common, kind: 'region', name: '' };
	if (row.protected_identity && sight !== 'registrar')
		return { kind: 'omitted', organisationType: '', count: row.sender_count, name: '' };
	if (row.sender_count > 1) return { ...common, kind: 'group', name: '' };
	if (row.submission_kind === 'meeting_note') return { ...common, kind: 'meeting', name: '' };
	// publication is judged for each submission, and may leave out an organisation too.
	if (row.publication === 'anonymous' && row.sender_organisation_name !== '' && !mayReadSender(sight, row))
		return { ...common, kind: 'anonymous', name: '' };
	if (row.sender_organisation_name !== '') {
		const person = mayReadSender(sight, row) && row.sender_name !== '' ? row.sender_name : undefined;
		return { ...common, kind: 'organisation', name: row.sender_organisation_name, person };
	}
	if (row.anonymous) return { ...common, kind: 'anonymous', name: '' };
	const named = mayReadSender(sight, row) || row.names_private_persons;
	return { ...common, kind: 'private_person', name: named ? row.sender_name : '' };
}

function presentPlace(row: PointRow): PlaceView | null {
	if (row.scope === null) return null;
	return {
		scope: row.scope as PlaceView['scope'],
		blockId: row.block_id,
		start: row.start_offset,
		end: row.end_offset,
		// A place that has not been looked for yet is not claimed to be right (invariant 6).
		state: (row.place_state ?? 'changed') as PlaceView['state'],
		quote: row.quote ?? '',
		sectionLabel: row.section_label ?? '',
		versionId: row.made_on_version_id
	};
}

function presentAssessment(row: PointRow): AssessmentView | null {
	if (row.assessment_outcome === null) return null;
	return {
		outcome: row.assessment_outcome as Outcome,
		text: row.assessment_text ?? '',
		target: row.assessment_target ?? '',
		changeReference: row.assessment_change ?? '',
		language: row.assessment_language ?? 'sv'
	};
}

/** The point as this viewer may see it, or null. The text is the masked one for everybody who may not read the original. */
export function presentPoint(viewer: Actor, row: PointRow): PointView | null {
	const sight = sightOf(viewer, row);
	if (sight === 'none') return null;
	const original = sight !== 'public';
	const own = row.account_id !== null && row.account_id === accountIdOf(viewer);
	return {
		id: row.id,
		documentId: row.document_id,
		parentId: row.parent_id,
		kind: row.kind as PointKind,
		status: row.status as PointStatus,
		text: original ? row.original_text : (row.masked_text ?? row.original_text),
		publicText: original && row.masked_text !== null ? row.masked_text : undefined,
		masked: row.mask_id !== null,
		language: row.language,
		sender: presentSender(sight, row),
		place: presentPlace(row),
		createdAt: row.created_at.toISOString(),
		changedAt: row.changed_at.toISOString(),
		receivedAt: row.received_at.toISOString(),
		// What was said at a meeting has its own time, written down by others.
		writtenAt: row.channel === 'web' ? writtenApart(row.written_at, row.received_at) : undefined,
		corrected: row.revision > 1,
		late: row.is_late,
		spoken: row.channel === 'meeting',
		own,
		reference: original ? row.reference : undefined,
		agreements: row.agreements,
		agreed: row.agreed_by_viewer,
		replies: row.replies,
		assessment: presentAssessment(row)
	};
}

/** What stands in the place of a point that is gone while replies to it remain: that it was there, nothing more. */
export function tombstone(row: {
	id: string;
	document_id: string | null;
	status: string;
	created_at: Date;
}): PointView {
	const at = row.created_at.toISOString();
	return {
		id: row.id,
		documentId: row.document_id,
		parentId: null,
		kind: 'other',
		status: row.status === 'withdrawn' ? 'withdrawn' : 'unpublished',
		text: '',
		masked: false,
		language: 'sv',
		sender: { kind: 'omitted', name: '', organisationType: '', count: 1 },
		place: null,
		createdAt: at,
		changedAt: at,
		receivedAt: at,
		corrected: false,
		late: false,
		spoken: false,
		own: false,
		agreements: 0,
		agreed: false,
		replies: 0,
		assessment: null,
		tombstone: true
	};
}
