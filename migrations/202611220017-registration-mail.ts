import { type Kysely, sql } from 'kysely';

export async function up(db: Kysely<unknown>): Promise<void> {
	// `attachments`: [{ fileName, contentType, text }], such as the calendar file of a meeting.
	await sql`alter table mail_message add column attachments jsonb not null default '[]'`.execute(db);
	// When the code in a secret letter runs out: a link that signs in lasts for minutes, one to a registration for days.
	await sql`alter table mail_message add column expires_at timestamptz`.execute(db);
	await sql`update mail_message set expires_at = created_at + interval '15 minutes' where secret`.execute(db);
	await sql`alter table mail_message add check (not secret or expires_at is not null)`.execute(db);
}

export async function down(): Promise<void> {
	throw new Error('Migrations go forward only.');
}
