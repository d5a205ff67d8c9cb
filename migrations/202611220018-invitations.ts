import { type Kysely, sql } from 'kysely';

const EMAIL = sql.raw(`'^[^@[:space:]]+@[^@[:space:]]+$'`);
const LANGUAGES = sql`('sv', 'en')`;

export async function up(db: Kysely<unknown>): Promise<void> {
	await sql`create table invitation_list (
		id uuid primary key, dialogue_id uuid not null references dialogue, name text not null check (name <> ''),
		created_at timestamptz not null, unique (dialogue_id, name)
	)`.execute(db);
	await sql`create table invitation_contact (
		id uuid primary key, list_id uuid not null references invitation_list on delete cascade,
		email citext not null check (email ~ ${EMAIL}), name text not null default '',
		organisation_name text not null default '', organisation_type text not null default '',
		municipality_code text not null default '', language text not null default 'sv' check (language in ${LANGUAGES}),
		added_at timestamptz not null, unique (list_id, email)
	)`.execute(db);
	// Whoever has said no is kept here and nowhere else, so that no list brings the address back.
	await sql`create table invitation_refusal (email citext primary key, refused_at timestamptz not null)`.execute(db);
	await sql`create table mailing (
		id uuid primary key, dialogue_id uuid not null references dialogue, round_id uuid not null, meeting_id uuid,
		kind text not null check (kind in ('invitation', 'message')),
		subject text not null check (subject <> ''), text text not null check (text <> ''),
		subject_en text not null default '', text_en text not null default '',
		audience jsonb not null default '{}',
		letters_per_minute integer not null default 60 check (letters_per_minute between 1 and 600),
		state text not null default 'draft' check (state in ('draft', 'sending', 'paused', 'sent')),
		created_at timestamptz not null, created_by uuid references account,
		started_at timestamptz, next_at timestamptz, finished_at timestamptz,
		foreign key (dialogue_id, round_id) references round (dialogue_id, id),
		foreign key (dialogue_id, meeting_id) references meeting (dialogue_id, id),
		check (kind = 'message' or meeting_id is null),
		check ((subject_en = '') = (text_en = '')),
		check ((state = 'draft') = (started_at is null)),
		check ((state = 'sent') = (finished_at is not null))
	)`.execute(db);
	await sql`create index mailing_dialogue on mailing (dialogue_id, created_at)`.execute(db);
	// One letter for each address: a letter is written when, and only when, its row leaves 'waiting'.
	await sql`create table mailing_recipient (
		mailing_id uuid not null references mailing, email citext not null check (email ~ ${EMAIL}),
		name text not null default '', language text not null check (language in ${LANGUAGES}),
		source text not null check (source in ('participants', 'organisations', 'list', 'registered')),
		state text not null default 'waiting' check (state in ('waiting', 'written', 'left_out')),
		leave_code text not null unique, mail_id uuid unique references mail_message on delete set null,
		primary key (mailing_id, email), check (state = 'written' or mail_id is null)
	)`.execute(db);
	await sql`create index mailing_recipient_email on mailing_recipient (email)`.execute(db);
	await sql`create index mailing_recipient_waiting on mailing_recipient (mailing_id) where state = 'waiting'`.execute(
		db
	);
	// The receiving server said no for good: trying again would not help.
	await sql`alter table mail_message add column refused_at timestamptz`.execute(db);
	// Asked for by staff; `reminded_for` is the time of the meeting that the letters told.
	await sql`create table meeting_reminder (
		meeting_id uuid primary key references meeting, days_before integer not null check (days_before between 1 and 14),
		reminded_for timestamptz
	)`.execute(db);
	// What those registered were told without anybody writing it.
	await sql`create table meeting_notice (
		id uuid primary key, meeting_id uuid not null references meeting,
		what text not null check (what in ('changed', 'cancelled', 'reminder')), changed text[] not null default '{}',
		letters integer not null check (letters >= 0), written_at timestamptz not null
	)`.execute(db);
	await sql`create index meeting_notice_meeting on meeting_notice (meeting_id, written_at)`.execute(db);
}

export async function down(): Promise<void> {
	throw new Error('Migrations go forward only.');
}
