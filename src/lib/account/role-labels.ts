import { m } from '#lib/paraglide/messages.js';

const LABELS: Record<string, () => string> = {
	host: m.account_role_host,
	case_officer: m.account_role_case_officer,
	process_lead: m.account_role_process_lead,
	communicator: m.account_role_communicator,
	registrar: m.account_role_registrar,
	reviewer: m.account_role_reviewer,
	admin: m.account_role_admin
};

/** A role in the reader's language (domain §2.12). */
export const roleLabel = (role: string): string => LABELS[role]?.() ?? role;

/** Roles for a `<select>`; without `reviewer`, which needs an organisation, unless asked for. */
export const roleChoices = (withReviewer: boolean): { value: string; label: string }[] =>
	Object.keys(LABELS)
		.filter((role) => role !== 'admin' && (withReviewer || role !== 'reviewer'))
		.map((value) => ({ value, label: roleLabel(value) }));

/** Whether somebody can sign in, and has done so. */
export function accountState({ disabled, verified }: { disabled: boolean; verified: boolean }): string {
	if (disabled) return m.account_system_accounts_disabled();
	return verified ? m.account_system_accounts_verified() : m.account_system_accounts_invited();
}
