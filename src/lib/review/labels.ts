import { organisationTypeLabel } from '#lib/account/index.ts';
import { m } from '#lib/paraglide/messages.js';
import type { SenderView } from '#lib/protocol/points.ts';
import type { Outcome, PointKind, PointStatus } from '#lib/protocol/vocabulary.ts';

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

export const STATUS_LABELS: Record<PointStatus, () => string> = {
	held: m.point_status_held,
	published: m.point_status_published,
	declined: m.point_status_declined,
	unpublished: m.point_status_unpublished,
	withdrawn: m.point_status_withdrawn
};

/** '' stands for senders whose kind the viewer may not know (domain K-02). */
export const organisationLabel = (type: string): string =>
	type === '' ? m.review_no_organisation() : organisationTypeLabel(type);

/** Who sent a point, as it is shown: organisations are named, private persons are not unless the region does so. */
export function senderLabel(sender: SenderView): string {
	switch (sender.kind) {
		case 'organisation':
			return sender.person === undefined
				? sender.name
				: m.review_sender_person({ person: sender.person, name: sender.name });
		case 'private_person':
			return sender.name || m.review_sender_private();
		case 'anonymous':
			return m.review_sender_anonymous();
		case 'group':
			return m.review_sender_group({ count: sender.count });
		case 'meeting':
			return m.review_sender_meeting();
		case 'omitted':
			return m.review_sender_omitted();
		case 'region':
			return m.review_sender_region();
	}
}
