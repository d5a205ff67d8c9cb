import { type Kysely, sql } from 'kysely';

export async function up(db: Kysely<unknown>): Promise<void> {
	// Of whoever leaves nothing is kept, so there is no state for it: the row goes.
	await sql`create table news_subscription (
		id uuid primary key, dialogue_id uuid not null references dialogue, email citext not null,
		language text not null check (language in ('sv', 'en')), created_at timestamptz not null,
		confirm_hash bytea not null unique, confirm_expires_at timestamptz not null, confirmed_at timestamptz,
		leave_code text not null unique, unique (dialogue_id, email)
	)`.execute(db);
	await sql`create index news_subscription_unconfirmed on news_subscription (confirm_expires_at)
		where confirmed_at is null`.execute(db);
	// Set when the letters were written, so that they are written once.
	await sql`alter table news_post add column mailed_at timestamptz`.execute(db);
}

export async function down(): Promise<void> {
	throw new Error('Migrations go forward only.');
}
