import { isId } from '#server/database/ids.ts';
import { transact, type By, type Change } from '#server/database/transaction.ts';
import { MedskickError, refuse } from '#server/errors.ts';
import { ROLES, type Role } from '#server/permissions/actor.ts';
import { authorize } from '#server/permissions/can.ts';
import { accountByEmail, insertAccount } from './queries.ts';
import { parseNewAccount } from './parse.ts';
import type { IdentityParts } from './parts.ts';
import type { GrantInput, InviteInput } from './types.ts';

type Grant = Omit<GrantInput, 'accountId'>;

/** Gives somebody a role in a dialogue; given again, it replaces the areas and the organisation. */
export async function grantRole(parts: IdentityParts, by: By, input: GrantInput): Promise<void> {
	authorize(by.actor, 'dialogue.grant_role', { dialogueId: input.dialogueId });
	await transact(parts, by, async (change) => {
		const known = isId(input.accountId) && (await mayHoldRole(change, input.accountId));
		if (!known) throw new MedskickError('not_found');
		await grant(parts, change, input.accountId, input);
	});
	parts.onAccessChanged(input.accountId);
}

/** Gives a role to whoever has the address, with or without an account so far. */
export async function inviteToRole(parts: IdentityParts, by: By, input: InviteInput): Promise<string> {
	authorize(by.actor, 'dialogue.grant_role', { dialogueId: input.dialogueId });
	const invited = parseNewAccount(input);
	const accountId = await transact(parts, by, async (change) => {
		const known = await accountByEmail(change.db, invited.email);
		if (known !== undefined && known.disabled_at !== null) {
			refuse('rule_broken', 'Kontot är avstängt.', 'The account is disabled.', 'email');
		}
		const id = known?.id ?? (await insertAccount(change.db, parts.clock, invited));
		if (known === undefined) {
			await change.audit({ action: 'account.create', objectType: 'account', objectId: id, dialogueId: null });
		}
		await grant(parts, change, id, input);
		return id;
	});
	parts.onAccessChanged(accountId);
	return accountId;
}

/** Takes a role away. Whoever did not have it: `not_found`. */
export async function revokeRole(
	parts: IdentityParts,
	by: By,
	input: { dialogueId: string; accountId: string; role: Role }
): Promise<void> {
	authorize(by.actor, 'dialogue.grant_role', { dialogueId: input.dialogueId });
	if (!isId(input.dialogueId) || !isId(input.accountId)) throw new MedskickError('not_found');
	if (!ROLES.includes(input.role)) throw new MedskickError('not_found');
	await transact(parts, by, async (change) => {
		const taken = await change.db
			.deleteFrom('dialogue_role')
			.where('dialogue_id', '=', input.dialogueId)
			.where('account_id', '=', input.accountId)
			.where('role', '=', input.role)
			.returning('role')
			.executeTakeFirst();
		if (taken === undefined) throw new MedskickError('not_found');
		await change.audit({ ...event('role.revoke', input, input.accountId), before: input.role });
	});
	parts.onAccessChanged(input.accountId);
}

const event = (action: string, { dialogueId }: { dialogueId: string }, accountId: string) => ({
	action,
	objectType: 'account',
	objectId: accountId,
	dialogueId
});

/** Guests have no address, and without one nobody can tell who would hold the role. */
async function mayHoldRole(change: Change, accountId: string): Promise<boolean> {
	const account = await change.db
		.selectFrom('account')
		.select('id')
		.where('id', '=', accountId)
		.where('email', 'is not', null)
		.where('disabled_at', 'is', null)
		.executeTakeFirst();
	return account !== undefined;
}

async function grant(parts: IdentityParts, change: Change, accountId: string, input: Grant): Promise<void> {
	if (!ROLES.some((role) => role === input.role)) {
		refuse('bad_input', 'Välj en roll.', 'Choose a role.', 'role');
	}
	if (!(await dialogueExists(change, input.dialogueId))) throw new MedskickError('not_found');
	const areaIds = input.role === 'case_officer' ? await checkAreas(change, input) : null;
	const organisationId = input.role === 'reviewer' ? await checkOrganisation(change, input) : null;
	const row = { area_ids: areaIds, organisation_id: organisationId, granted_at: parts.clock.real() };
	await change.db
		.insertInto('dialogue_role')
		.values({ dialogue_id: input.dialogueId, account_id: accountId, role: input.role, ...row })
		.onConflict((conflict) => conflict.columns(['dialogue_id', 'account_id', 'role']).doUpdateSet(row))
		.execute();
	const after = { role: input.role, areaIds, organisationId };
	await change.audit({ ...event('role.grant', input, accountId), after });
}

async function dialogueExists(change: Change, id: string): Promise<boolean> {
	if (!isId(id)) return false;
	const row = await change.db.selectFrom('dialogue').select('id').where('id', '=', id).executeTakeFirst();
	return row !== undefined;
}

/** null or none is every area. */
async function checkAreas(change: Change, input: Grant): Promise<string[] | null> {
	const wanted = [...new Set(input.areaIds ?? [])];
	if (wanted.length === 0) return null;
	const found = wanted.every(isId)
		? await change.db
				.selectFrom('priority_area')
				.select('id')
				.where('dialogue_id', '=', input.dialogueId)
				.where('id', 'in', wanted)
				.execute()
		: [];
	if (found.length === wanted.length) return wanted;
	return refuse('bad_input', 'Välj områden som hör till dialogen.', 'Choose areas of this dialogue.', 'areaIds');
}

/** A reviewer always reviews for an organisation. */
async function checkOrganisation(change: Change, input: Grant): Promise<string> {
	const id = input.organisationId;
	const found = isId(id)
		? await change.db.selectFrom('organisation').select('id').where('id', '=', id).executeTakeFirst()
		: undefined;
	if (found !== undefined) return found.id;
	return refuse(
		'bad_input',
		'Välj vilken organisation granskaren företräder.',
		'Choose which organisation the reviewer represents.',
		'organisationId'
	);
}
