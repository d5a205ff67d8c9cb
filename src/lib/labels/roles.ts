import { m } from '#lib/paraglide/messages.js';

const LABELS: Readonly<Record<string, (() => string) | undefined>> = {
	host: m.account_role_host,
	case_officer: m.account_role_case_officer,
	process_lead: m.account_role_process_lead,
	communicator: m.account_role_communicator,
	registrar: m.account_role_registrar,
	reviewer: m.account_role_reviewer,
	admin: m.account_role_admin
};

/** A role in the reader's language (domain §2.12); a code of later date is shown as it is. */
export const roleLabel = (role: string): string => LABELS[role]?.() ?? role;

/** Roles in a dialogue for a `<select>`; without `reviewer`, which needs an organisation, unless asked for. */
export const roleChoices = (withReviewer: boolean): { value: string; label: string }[] =>
	Object.keys(LABELS)
		.filter((role) => role !== 'admin' && (withReviewer || role !== 'reviewer'))
		.map((value) => ({ value, label: roleLabel(value) }));
