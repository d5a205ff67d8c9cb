import { type Kysely, sql } from 'kysely';

/** Whoever registers may say that they may be invited to other dialogues too: a consent of its own (domain G-02). */
export async function up(db: Kysely<unknown>): Promise<void> {
	await sql`alter table registration add column may_contact_later boolean not null default false`.execute(db);
	await sql`create index registration_consent on registration (created_at) where may_contact or may_contact_later`.execute(
		db
	);
	await sql`alter table mailing_recipient drop constraint mailing_recipient_source_check`.execute(db);
	await sql`alter table mailing_recipient add constraint mailing_recipient_source_check
		check (source in ('participants', 'other_dialogues', 'organisations', 'list', 'registered'))`.execute(db);
}

export async function down(): Promise<void> {
	throw new Error('Migrations go forward only.');
}
