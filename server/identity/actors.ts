import type { Kysely } from 'kysely';
import type { DB } from '#server/database/schema.ts';
import { ROLES, type Person, type Role, type RoleGrant } from '#server/permissions/actor.ts';

const isRole = (value: string): value is Role => ROLES.some((role) => role === value);

/** The person behind an account, with every role; null where the account is disabled or does not exist. */
export async function loadPerson(db: Kysely<DB>, accountId: string): Promise<Person | null> {
	const row = await db
		.selectFrom('account')
		.selectAll()
		.where('id', '=', accountId)
		.where('disabled_at', 'is', null)
		.executeTakeFirst();
	if (row === undefined) return null;
	return {
		kind: 'person',
		accountId: row.id,
		verified: row.verified_at !== null,
		isAdmin: row.is_admin,
		name: row.name,
		email: row.email,
		organisationId: row.organisation_id,
		organisationName: row.organisation_name,
		organisationType: row.organisation_type,
		roles: await loadRoles(db, [row.id]).then((roles) => roles.get(row.id) ?? [])
	};
}

/** The roles of several accounts, by account id. */
export async function loadRoles(db: Kysely<DB>, accountIds: readonly string[]): Promise<Map<string, RoleGrant[]>> {
	const roles = new Map<string, RoleGrant[]>();
	if (accountIds.length === 0) return roles;
	const rows = await db
		.selectFrom('dialogue_role')
		.selectAll()
		.where('account_id', 'in', accountIds)
		.orderBy('granted_at')
		.execute();
	for (const { account_id, dialogue_id, role, area_ids, organisation_id } of rows) {
		if (!isRole(role)) continue;
		const grant = { dialogueId: dialogue_id, role, areaIds: area_ids, organisationId: organisation_id };
		roles.set(account_id, [...(roles.get(account_id) ?? []), grant]);
	}
	return roles;
}
