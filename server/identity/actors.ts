import { type Kysely, type Selectable, sql } from 'kysely';
import type { Account, DB, DialogueRole } from '#server/database/schema.ts';
import { type Person, ROLES, type Role, type RoleGrant } from '#server/permissions/actor.ts';

const isRole = (value: string): value is Role => ROLES.some((role) => role === value);

type RoleRow = Pick<Selectable<DialogueRole>, 'dialogue_id' | 'role' | 'area_ids' | 'organisation_id'>;

/** The roles of an account beside its row, so that who asks is one question to the database. */
const rolesOfAccount = sql<RoleRow[]>`coalesce((select json_agg(json_build_object(
	'dialogue_id', dialogue_id, 'role', role, 'area_ids', area_ids, 'organisation_id', organisation_id
) order by granted_at) from dialogue_role where account_id = account.id), '[]')`;

/** The person behind an account, with every role; null where the account is disabled or does not exist. */
export async function loadPerson(db: Kysely<DB>, accountId: string): Promise<Person | null> {
	const row = await db
		.selectFrom('account')
		.selectAll()
		.select(rolesOfAccount.as('roles'))
		.where('id', '=', accountId)
		.executeTakeFirst();
	return row === undefined ? null : presentPerson(row);
}

/** A session with the person whose it is, null for a disabled account; undefined where there is no such session. */
export async function loadSession(db: Kysely<DB>, idHash: string) {
	const row = await db
		.selectFrom('session')
		.innerJoin('account', 'account.id', 'session.account_id')
		.selectAll('account')
		.select(['session.id_hash', 'session.account_id', 'session.expires_at', rolesOfAccount.as('roles')])
		.where('session.id_hash', '=', idHash)
		.executeTakeFirst();
	return row && { ...row, person: presentPerson(row) };
}

type AccountRow = Selectable<Account> & { roles: RoleRow[] };

function presentPerson(row: AccountRow): Person | null {
	if (row.disabled_at !== null) return null;
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
		roles: row.roles.flatMap(grantOf)
	};
}

const grantOf = ({ dialogue_id, role, area_ids, organisation_id }: RoleRow): RoleGrant[] =>
	isRole(role) ? [{ dialogueId: dialogue_id, role, areaIds: area_ids, organisationId: organisation_id }] : [];

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
	for (const row of rows) roles.set(row.account_id, [...(roles.get(row.account_id) ?? []), ...grantOf(row)]);
	return roles;
}
