import { m } from '#lib/paraglide/messages.js';
import type { SenderView } from '#lib/protocol/points.ts';
import type { Outcome, PointKind, ReportReason } from '#lib/protocol/vocabulary.ts';
import { excerpt } from '#lib/ui/format.ts';
import type { PlaceName } from './places.ts';

/** The words for the codes of domain §2.9, in the language of the page. */
export const KIND_LABELS: Record<PointKind, () => string> = {
	support: m.point_kind_support,
	objection: m.point_kind_objection,
	change: m.point_kind_change,
	addition: m.point_kind_addition,
	deletion: m.point_kind_deletion,
	fact: m.point_kind_fact,
	proofreading: m.point_kind_proofreading,
	question: m.point_kind_question,
	proposal_action: m.point_kind_proposal_action,
	offer: m.point_kind_offer,
	experience: m.point_kind_experience,
	call_design: m.point_kind_call_design,
	other: m.point_kind_other
};

export const OUTCOME_LABELS: Record<Outcome, () => string> = {
	pending: m.outcome_pending,
	accepted: m.outcome_accepted,
	partially_accepted: m.outcome_partially_accepted,
	already_covered: m.outcome_already_covered,
	not_accepted: m.outcome_not_accepted,
	noted: m.outcome_noted,
	answered: m.outcome_answered,
	carried_forward: m.outcome_carried_forward,
	out_of_scope: m.outcome_out_of_scope
};

export const REPORT_LABELS: Record<ReportReason, () => string> = {
	personal_data: m.report_reason_personal_data,
	offensive: m.report_reason_offensive,
	off_topic: m.report_reason_off_topic,
	security: m.report_reason_security,
	other: m.report_reason_other
};

export const kindChoices = (kinds: readonly PointKind[]) =>
	kinds.map((value) => ({ value, label: KIND_LABELS[value]() }));

/** Who sent a point, as it is shown: organisations are named, private persons are not unless the region does so. */
export function senderLabel(sender: SenderView, region: string): string {
	switch (sender.kind) {
		case 'organisation':
			return sender.person === undefined
				? sender.name
				: m.reading_sender_person({ person: sender.person, name: sender.name });
		case 'private_person':
			return sender.name || m.reading_sender_private();
		case 'anonymous':
			return m.reading_sender_anonymous();
		case 'group':
			return m.reading_sender_group({ count: sender.count });
		case 'meeting':
			return m.reading_sender_meeting();
		case 'omitted':
			return m.reading_sender_omitted();
		case 'region':
			return region;
	}
}

const CELL_EXCERPT = 30;

function sectionLabel({ section, twin }: PlaceName): string {
	if (section === '') return m.reading_place_beginning();
	return twin > 1 ? m.reading_place_twin({ section, twin }) : section;
}

/** A place in words, unique on the page: *Nuläge, stycke 2*. */
export function placeLabel(place: PlaceName | undefined): string {
	if (place === undefined) return m.reading_place_whole();
	const [section, ordinal] = [sectionLabel(place), place.ordinal];
	if (place.what === 'section') return m.reading_place_section({ section });
	if (place.what === 'table') return m.reading_place_table({ section, ordinal });
	if (place.what === 'image') return m.reading_place_image({ section, ordinal });
	if (place.tableId !== null) return m.reading_place_cell({ section, text: excerpt(place.plain, CELL_EXCERPT) });
	return m.reading_place_paragraph({ section, ordinal });
}
