import type { Kysely } from 'kysely';
import type { Clock } from '#server/clock.ts';
import { newId } from '#server/database/ids.ts';
import type { DB } from '#server/database/schema.ts';

export const accountByEmail = (db: Kysely<DB>, email: string) =>
	db.selectFrom('account').select(['id', 'disabled_at']).where('email', '=', email).executeTakeFirst();

export type AccountRow = { email: string; name: string; organisationName?: string; organisationType?: string };

/**
 * An account with an address; unverified until somebody who reads that address signs in. Where two come at once, both
 * get the same one.
 */
export async function insertAccount(db: Kysely<DB>, clock: Clock, account: AccountRow): Promise<string> {
	const row = await db
		.insertInto('account')
		.values({
			id: newId(),
			email: account.email,
			name: account.name,
			organisation_name: account.organisationName ?? '',
			organisation_type: account.organisationType ?? 'private_person',
			created_at: clock.real()
		})
		.onConflict((conflict) => conflict.column('email').doUpdateSet({ email: account.email }))
		.returning('id')
		.executeTakeFirstOrThrow();
	return row.id;
}

/** From here on the account is that of whoever reads the address. A guest's secret link has served its purpose. */
export async function verifyAccount(db: Kysely<DB>, accountId: string, email: string, at: Date): Promise<void> {
	await db
		.updateTable('account')
		.set((eb) => ({
			email,
			verified_at: eb.fn.coalesce('verified_at', eb.val(at)),
			return_secret_hash: null
		}))
		.where('id', '=', accountId)
		.execute();
}

/** Whose session it is, if it is alive. */
export async function sessionAccount(
	db: Kysely<DB>,
	sessionIdHash: string
): Promise<{ id: string; verified: boolean } | null> {
	const row = await db
		.selectFrom('session')
		.innerJoin('account', 'account.id', 'session.account_id')
		.select(['account.id', 'account.verified_at'])
		.where('session.id_hash', '=', sessionIdHash)
		.where('session.expires_at', '>', new Date())
		.where('account.disabled_at', 'is', null)
		.executeTakeFirst();
	return row === undefined ? null : { id: row.id, verified: row.verified_at !== null };
}

export const endSession = (db: Kysely<DB>, sessionIdHash: string) =>
	db.deleteFrom('session').where('id_hash', '=', sessionIdHash).execute();

/** Every session of an account, or every one but `except`. Their hashes come back so that their sockets can close. */
export async function endSessionsOf(
	db: Kysely<DB>,
	accountId: string,
	except: string | null = null
): Promise<string[]> {
	const ended = await db
		.deleteFrom('session')
		.where('account_id', '=', accountId)
		.$if(except !== null, (query) => query.where('id_hash', '<>', except ?? ''))
		.returning('id_hash')
		.execute();
	return ended.map((row) => row.id_hash);
}
