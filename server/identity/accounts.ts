import { sql } from 'kysely';
import { isId } from '#server/database/ids.ts';
import { transact, type By, type Change } from '#server/database/transaction.ts';
import { MedskickError, refuse } from '#server/errors.ts';
import { accountIdOf } from '#server/permissions/actor.ts';
import { authorize } from '#server/permissions/can.ts';
import { accountByEmail, endSessionsOf, insertAccount } from './queries.ts';
import { parseNewAccount, parseProfile } from './parse.ts';
import type { IdentityParts } from './parts.ts';
import type { NewAccount, ProfileInput } from './types.ts';

const ADMINISTRATORS = 7_263_354;

/** Accounts belong to the installation: whoever manages the region manages them. */
export const authorizeAccounts = (by: By): void => authorize(by.actor, 'region.manage', null);

/** The account, locked until the change is done. */
async function accountToChange(change: Change, accountId: string) {
	const row = isId(accountId)
		? await change.db.selectFrom('account').selectAll().where('id', '=', accountId).forUpdate().executeTakeFirst()
		: undefined;
	if (row === undefined) throw new MedskickError('not_found');
	return row;
}

const event = (action: string, accountId: string) => ({
	action,
	objectType: 'account',
	objectId: accountId,
	dialogueId: null
});

/** One's own name and organisation. What one has already sent keeps the sender it was sent with. */
export async function updateProfile(parts: IdentityParts, by: By, input: ProfileInput): Promise<void> {
	const accountId = accountIdOf(by.actor);
	if (accountId === null) throw new MedskickError('not_signed_in');
	const profile = parseProfile(input);
	await transact(parts, by, async (change) => {
		const { name, organisation_name, organisation_type } = await accountToChange(change, accountId);
		const row = {
			name: profile.name,
			organisation_name: profile.organisationName,
			organisation_type: profile.organisationType
		};
		await change.db.updateTable('account').set(row).where('id', '=', accountId).execute();
		const before = { name, organisation_name, organisation_type };
		await change.audit({ ...event('account.update', accountId), before, after: row });
	});
}

/** An account for somebody who has not signed in yet. Signing in by that address makes it theirs. */
export async function createAccount(parts: IdentityParts, by: By, input: NewAccount): Promise<string> {
	authorizeAccounts(by);
	const account = parseNewAccount(input);
	return transact(parts, by, async (change) => {
		if ((await accountByEmail(change.db, account.email)) !== undefined) {
			refuse(
				'rule_broken',
				'Det finns redan ett konto med den e-postadressen.',
				'There is already an account with that e-mail address.',
				'email'
			);
		}
		const id = await insertAccount(change.db, parts.clock, account);
		await change.audit({ ...event('account.create', id), after: account });
		return id;
	});
}

/** The account may no longer sign in, and whoever is signed in with it is out at once. What it has done stays. */
export async function disableAccount(parts: IdentityParts, by: By, accountId: string): Promise<void> {
	authorizeAccounts(by);
	await transact(parts, by, async (change) => {
		await lockAdministrators(change);
		const account = await accountToChange(change, accountId);
		if (account.is_admin) await refuseLastAdministrator(change, accountId);
		const disabled = { disabled_at: parts.clock.real(), return_secret_hash: null };
		await change.db.updateTable('account').set(disabled).where('id', '=', accountId).execute();
		await endSessionsOf(change.db, accountId);
		await change.audit(event('account.disable', accountId));
	});
	parts.onSignedOut({ accountId });
}

export async function enableAccount(parts: IdentityParts, by: By, accountId: string): Promise<void> {
	authorizeAccounts(by);
	await transact(parts, by, async (change) => {
		const account = await accountToChange(change, accountId);
		// A guest without an address was merged into another account; it has nobody to come back.
		if (account.email === null) throw new MedskickError('not_found');
		await change.db.updateTable('account').set({ disabled_at: null }).where('id', '=', accountId).execute();
		await change.audit(event('account.enable', accountId));
	});
}

/** Makes somebody an administrator, or no longer one. Only a verified address can be; one must remain. */
export async function setAdministrator(
	parts: IdentityParts,
	by: By,
	accountId: string,
	isAdmin: boolean
): Promise<void> {
	authorizeAccounts(by);
	await transact(parts, by, async (change) => {
		await lockAdministrators(change);
		const account = await accountToChange(change, accountId);
		if (isAdmin && (account.verified_at === null || account.disabled_at !== null)) {
			refuse(
				'rule_broken',
				'Den som ska bli systemförvaltare behöver logga in en första gång.',
				'Whoever is to become an administrator needs to sign in a first time.'
			);
		}
		if (!isAdmin && account.is_admin) await refuseLastAdministrator(change, accountId);
		await change.db.updateTable('account').set({ is_admin: isAdmin }).where('id', '=', accountId).execute();
		await change.audit({
			...event('account.set_administrator', accountId),
			before: account.is_admin,
			after: isAdmin
		});
	});
	parts.onAccessChanged(accountId);
}

const lockAdministrators = (change: Change) => sql`select pg_advisory_xact_lock(${ADMINISTRATORS})`.execute(change.db);

async function refuseLastAdministrator(change: Change, accountId: string): Promise<void> {
	const another = await change.db
		.selectFrom('account')
		.select('id')
		.where('is_admin', '=', true)
		.where('disabled_at', 'is', null)
		.where('id', '<>', accountId)
		.limit(1)
		.executeTakeFirst();
	if (another !== undefined) return;
	refuse(
		'rule_broken',
		'Det måste finnas minst en systemförvaltare. Utse en till först.',
		'There must be at least one administrator. Appoint another one first.'
	);
}
