import { type Kysely, sql } from 'kysely';

/** Neither 0, 1, I, L nor O: they are read out loud in a hall and written by hand. */
const CODE = sql.raw(`'^[2-9A-HJKMNP-Z]{6}$'`);
/** What was asked, by whom and when. The other columns say what became of it. */
const ASKED = `id meeting_id sender_name sender_organisation_name sender_organisation_type text asked_at
	idempotency_key`.split(/\s+/);

export async function up(db: Kysely<unknown>): Promise<void> {
	// A meeting that is closed too early is opened again, with another code.
	await sql`create table live_session (
		id uuid primary key, meeting_id uuid not null references meeting, code text not null check (code ~ ${CODE}),
		opened_at timestamptz not null, opened_by uuid references account,
		closed_at timestamptz, closed_by uuid references account, holds_questions boolean not null default true,
		focus_document_id uuid references document, focus_section_id text, focused_at timestamptz,
		countdown_from timestamptz, countdown_to timestamptz, countdown_closes boolean not null default false,
		scene text not null default 'code' check (scene in ('code', 'section', 'points', 'quick', 'questions')),
		check ((focus_document_id is null) = (focused_at is null)),
		check (focus_section_id is null or focus_document_id is not null),
		check ((countdown_from is null) = (countdown_to is null)), check (countdown_to > countdown_from)
	)`.execute(db);
	await sql`create unique index live_session_open on live_session (meeting_id) where closed_at is null`.execute(db);
	await sql`create unique index live_session_code on live_session (code) where closed_at is null`.execute(db);
	await sql`create table live_participant (
		session_id uuid not null references live_session, account_id uuid not null references account,
		joined_at timestamptz not null, primary key (session_id, account_id)
	)`.execute(db);
	await sql`create index live_participant_account on live_participant (account_id)`.execute(db);
	// A section that the host has closed for inputs, or closes at a time; others are as the consultation says.
	await sql`create table live_section (
		session_id uuid not null references live_session, document_id uuid not null references document,
		section_id text not null, closes_at timestamptz not null, primary key (session_id, document_id, section_id)
	)`.execute(db);
	await sql`create table stage_point (
		session_id uuid not null references live_session, point_id uuid not null references point,
		chosen_at timestamptz not null, primary key (session_id, point_id)
	)`.execute(db);
	await sql`create index stage_point_point on stage_point (point_id)`.execute(db);

	await sql`create table quick_question (
		id uuid primary key, meeting_id uuid not null references meeting on delete cascade, ordinal integer not null,
		kind text not null check (kind in ('one', 'several', 'scale', 'ranking', 'text', 'words')),
		question text not null check (question <> ''), options text[] not null default '{}',
		low_label text not null default '', high_label text not null default '',
		state text not null default 'draft' check (state in ('draft', 'open', 'closed')), shown boolean not null default false,
		created_at timestamptz not null, opened_at timestamptz, closed_at timestamptz,
		unique (meeting_id, ordinal), check ((state = 'draft') = (opened_at is null)),
		check ((state = 'closed') = (closed_at is not null)), check (state <> 'draft' or not shown),
		check (case when kind in ('one', 'several') then cardinality(options) between 2 and 12
			when kind = 'ranking' then cardinality(options) between 3 and 12 else cardinality(options) = 0 end)
	)`.execute(db);
	// One answer per person. `choices`: positions from 1 on; for a ranking the first three in order, for a scale 1 to 5.
	await sql`create table quick_answer (
		question_id uuid not null references quick_question, account_id uuid not null references account,
		choices smallint[] not null default '{}', text text not null default '', words text[] not null default '{}',
		state text not null check (state in ('given', 'held', 'published', 'declined')),
		answered_at timestamptz not null, changed_at timestamptz not null, primary key (question_id, account_id)
	)`.execute(db);
	await sql`create index quick_answer_account on quick_answer (account_id)`.execute(db);
	// Words of a word list are let through once each, however many wrote them. Small letters.
	await sql`create table quick_word (
		question_id uuid not null references quick_question, word text not null,
		state text not null check (state in ('published', 'declined')), decided_at timestamptz not null,
		primary key (question_id, word)
	)`.execute(db);

	await sql`create table organiser_question (
		id uuid primary key, meeting_id uuid not null references meeting, account_id uuid not null references account,
		sender_name text not null, sender_organisation_name text not null, sender_organisation_type text not null,
		text text not null check (text <> ''),
		state text not null check (state in ('held', 'asked', 'shortlisted', 'on_stage', 'answered', 'hidden')),
		asked_at timestamptz not null, changed_at timestamptz not null, idempotency_key text,
		unique (account_id, meeting_id, idempotency_key)
	)`.execute(db);
	await sql`create index organiser_question_meeting on organiser_question (meeting_id, asked_at)`.execute(db);
	await sql`create table organiser_support (
		question_id uuid not null references organiser_question, account_id uuid not null references account,
		supported_at timestamptz not null, primary key (question_id, account_id)
	)`.execute(db);
	await sql`create index organiser_support_account on organiser_support (account_id)`.execute(db);

	// Invariant 3: what was handed in is neither deleted nor changed in place.
	const refuse = sql`execute function medskick_refuse_change()`;
	const row = (which: 'old' | 'new') => sql`(${sql.join(ASKED.map((column) => sql.ref(`${which}.${column}`)))})`;
	await sql`create trigger organiser_question_unchanging before update on organiser_question
		for each row when (${row('old')} is distinct from ${row('new')}) ${refuse}`.execute(db);
	for (const table of ['organiser_question', 'quick_answer']) {
		await sql`create trigger ${sql.raw(`${table}_kept`)} before delete on ${sql.table(table)}
			for each row ${refuse}`.execute(db);
		await sql`create trigger ${sql.raw(`${table}_whole`)} before truncate on ${sql.table(table)}
			for each statement ${refuse}`.execute(db);
	}
}

export async function down(): Promise<void> {
	throw new Error('Migrations go forward only.');
}
