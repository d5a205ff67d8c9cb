import { sql, type Expression, type SqlBool } from 'kysely';
import { isId } from '#server/database/ids.ts';
import type { By } from '#server/database/transaction.ts';
import { MedskickError } from '#server/errors.ts';
import type { RoleGrant } from '#server/permissions/actor.ts';
import { authorize } from '#server/permissions/can.ts';
import { loadRoles } from './actors.ts';
import { authorizeAccounts } from './accounts.ts';
import type { IdentityParts } from './parts.ts';
import type { AccountView } from './types.ts';

const PAGE = 50;

type Row = {
	id: string;
	name: string;
	email: string | null;
	organisation_name: string;
	organisation_type: string;
	verified_at: Date | null;
	is_admin: boolean;
	disabled_at: Date | null;
	created_at: Date;
};

const view = (row: Row, roles: RoleGrant[]): AccountView => ({
	id: row.id,
	name: row.name,
	email: row.email ?? '',
	organisationName: row.organisation_name,
	organisationType: row.organisation_type,
	verified: row.verified_at !== null,
	isAdmin: row.is_admin,
	disabled: row.disabled_at !== null,
	createdAt: row.created_at,
	roles
});

async function withRoles(parts: IdentityParts, rows: Row[]): Promise<AccountView[]> {
	const roles = await loadRoles(
		parts.database,
		rows.map((row) => row.id)
	);
	return rows.map((row) => view(row, roles.get(row.id) ?? []));
}

/** Accounts with an address. Guests are not listed: who took part is not the administrator's to read (domain §2.12). */
export async function accounts(
	parts: IdentityParts,
	by: By,
	filter: { search?: string; page?: number } = {}
): Promise<{ accounts: AccountView[]; total: number }> {
	authorizeAccounts(by);
	const words = `%${(filter.search ?? '')
		.slice(0, 100)
		.replace(/[\\%_]/g, '\\$&')
		.replaceAll('\0', '')}%`;
	const matches: Expression<SqlBool> = sql`(name ilike ${words} or email::text ilike ${words})`;
	const found = parts.database.selectFrom('account').where('email', 'is not', null).where(matches);
	const total = await found.select((eb) => eb.fn.countAll<number>().as('count')).executeTakeFirstOrThrow();
	const page = Math.min(Math.max(1, Math.trunc(filter.page ?? 1) || 1), 10_000);
	const rows = await found
		.selectAll()
		.orderBy('name')
		.orderBy('id')
		.limit(PAGE)
		.offset((page - 1) * PAGE)
		.execute();
	return { accounts: await withRoles(parts, rows), total: total.count };
}

export async function account(parts: IdentityParts, by: By, accountId: string): Promise<AccountView> {
	authorizeAccounts(by);
	const row = isId(accountId)
		? await parts.database
				.selectFrom('account')
				.selectAll()
				.where('id', '=', accountId)
				.where('email', 'is not', null)
				.executeTakeFirst()
		: undefined;
	const [found] = row === undefined ? [] : await withRoles(parts, [row]);
	if (found === undefined) throw new MedskickError('not_found');
	return found;
}

/** Everybody with a role in the dialogue, with their roles in that dialogue only. */
export async function accountsOf(parts: IdentityParts, by: By, dialogueId: string): Promise<AccountView[]> {
	authorize(by.actor, 'dialogue.grant_role', { dialogueId });
	if (!isId(dialogueId)) throw new MedskickError('not_found');
	const rows = await parts.database
		.selectFrom('account')
		.selectAll()
		.where('id', 'in', (eb) =>
			eb.selectFrom('dialogue_role').select('account_id').where('dialogue_id', '=', dialogueId)
		)
		.orderBy('name')
		.orderBy('id')
		.execute();
	const found = await withRoles(parts, rows);
	return found.map((one) => ({ ...one, roles: one.roles.filter((role) => role.dialogueId === dialogueId) }));
}
