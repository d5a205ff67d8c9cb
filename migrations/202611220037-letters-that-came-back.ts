import { type Kysely, sql } from 'kysely';

/**
 * A letter that a server took may come back later. `refused_at` is from now on the last word: a letter that was taken
 * after it had been refused has none. `address_refused` says that the address was refused and not just this letter:
 * for letters that exist the answer's own code tells (RFC 3463), and a server that gave none meant the address.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
	await sql`update mail_message set refused_at = null where sent_at is not null`.execute(db);
	await sql`alter table mail_message add column address_refused boolean not null default false`.execute(db);
	await sql`update mail_message set address_refused = true
		where refused_at is not null and coalesce(last_error, '') !~ '\\y5\\.[3567]\\.'`.execute(db);
	await sql`alter table mail_message add check (refused_at is not null or not address_refused)`.execute(db);
	await sql`create index mail_address on mail_message (lower(to_address), created_at)`.execute(db);
}

export async function down(): Promise<void> {
	throw new Error('Migrations go forward only.');
}
