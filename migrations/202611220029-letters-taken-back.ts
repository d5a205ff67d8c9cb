import { type Kysely, sql } from 'kysely';

/** A letter that was taken back before it left was never sent: from now on its row says so, whatever became of its words. */
export async function up(db: Kysely<unknown>): Promise<void> {
	await sql`update mailing_recipient set state = 'left_out' where state = 'written' and mail_id is null`.execute(db);
	await sql`create index mail_created on mail_message (created_at)`.execute(db);
}

export async function down(): Promise<void> {
	throw new Error('Migrations go forward only.');
}
