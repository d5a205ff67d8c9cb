import { type Kysely, sql } from 'kysely';

export async function up(db: Kysely<unknown>): Promise<void> {
	await sql`create table news_post (
		id uuid primary key, dialogue_id uuid not null references dialogue,
		state text not null default 'draft' check (state in ('draft', 'published', 'withdrawn')),
		revision integer not null default 1, published_revision integer,
		created_at timestamptz not null, created_by uuid references account,
		published_at timestamptz, published_by uuid references account,
		withdrawn_at timestamptz, withdraw_reason text not null default '',
		check ((state = 'draft') = (published_at is null)),
		check ((published_revision is null) = (published_at is null)),
		check ((state = 'withdrawn') = (withdrawn_at is not null)),
		check (state <> 'withdrawn' or withdraw_reason <> '')
	)`.execute(db);
	await sql`create index news_post_dialogue on news_post (dialogue_id)`.execute(db);
	await sql`create table news_revision (
		post_id uuid not null references news_post, revision integer not null,
		title text not null check (title <> ''), text text not null check (text <> ''), note text not null default '',
		written_at timestamptz not null, written_by uuid references account,
		primary key (post_id, revision)
	)`.execute(db);
	// What has been told stays known, also when it was wrong.
	for (const when of ['before update', 'before delete'])
		await sql`create trigger ${sql.raw(`news_revision_${when.split(' ')[1]}`)} ${sql.raw(when)} on news_revision
			for each row execute function medskick_refuse_change()`.execute(db);
	await sql`create trigger news_revision_whole before truncate on news_revision
		for each statement execute function medskick_refuse_change()`.execute(db);
	await sql`create table next_step (
		id uuid primary key, dialogue_id uuid not null references dialogue,
		what text not null check (what <> ''), who text not null check (who <> ''), due_on date, done_on date,
		created_at timestamptz not null
	)`.execute(db);
	await sql`create index next_step_dialogue on next_step (dialogue_id)`.execute(db);
}

export async function down(): Promise<void> {
	throw new Error('Migrations go forward only.');
}
