import { m } from '#lib/paraglide/messages.js';
import type { PointKind } from '#lib/protocol/vocabulary.ts';
import type { ModerationMode, OpenTo } from '#server/consultations/vocabulary.ts';

/** By role code; roles that the list does not know are shown by their code. */
export const ROLE_LABELS: Readonly<Record<string, (() => string) | undefined>> = {
	host: m.account_role_host,
	case_officer: m.account_role_case_officer,
	process_lead: m.account_role_process_lead,
	communicator: m.account_role_communicator,
	registrar: m.account_role_registrar,
	reviewer: m.account_role_reviewer
};

export const POINT_KIND_LABELS: Record<PointKind, () => string> = {
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

export const MODERATION_MODE_LABELS: Record<ModerationMode, { label: () => string; hint: () => string }> = {
	open: { label: m.workspace_mode_open, hint: m.workspace_mode_open_hint },
	hold_first: { label: m.workspace_mode_hold_first, hint: m.workspace_mode_hold_first_hint },
	hold_all: { label: m.workspace_mode_hold_all, hint: m.workspace_mode_hold_all_hint }
};

export const OPEN_TO_LABELS: Record<OpenTo, { label: () => string; hint?: () => string }> = {
	public: { label: m.workspace_open_to_public },
	link: { label: m.workspace_open_to_link, hint: m.workspace_open_to_link_hint },
	invited: { label: m.workspace_open_to_invited, hint: m.workspace_open_to_invited_hint }
};
