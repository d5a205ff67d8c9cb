import { m } from '#lib/paraglide/messages.js';
import type { Outcome, PointKind, PointStatus, ReportReason } from '#lib/protocol/vocabulary.ts';

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

export const REPORT_LABELS: Record<ReportReason, () => string> = {
	personal_data: m.report_reason_personal_data,
	offensive: m.report_reason_offensive,
	off_topic: m.report_reason_off_topic,
	security: m.report_reason_security,
	other: m.report_reason_other
};

/** Kinds of point for a `<select>`. */
export const kindChoices = (kinds: readonly PointKind[]): { value: PointKind; label: string }[] =>
	kinds.map((value) => ({ value, label: KIND_LABELS[value]() }));
