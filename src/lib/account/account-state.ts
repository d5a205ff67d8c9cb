import { m } from '#lib/paraglide/messages.js';

/** Whether somebody can sign in, and has done so. */
export function accountState({ disabled, verified }: { disabled: boolean; verified: boolean }): string {
	if (disabled) return m.account_system_accounts_disabled();
	return verified ? m.account_system_accounts_verified() : m.account_system_accounts_invited();
}
