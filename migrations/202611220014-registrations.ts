import { type Kysely, sql } from 'kysely';

const MODES = sql`('on_site', 'online')`;

export async function up(db: Kysely<unknown>): Promise<void> {
	// Seats kept for a kind of organisation until `released_at`; then they are anybody's.
	await sql`create table reserved_seats (
		meeting_id uuid not null references meeting, organisation_type text not null, seats integer not null check (seats > 0),
		released_at timestamptz, primary key (meeting_id, organisation_type)
	)`.execute(db);
	await sql`create table registration (
		id uuid primary key, dialogue_id uuid not null references dialogue, round_id uuid not null,
		reference text not null unique, source text not null check (source in ('web', 'email', 'phone', 'letter')),
		recorded_by uuid references account, account_id uuid references account,
		contact_name text not null check (contact_name <> ''), contact_email citext check (contact_email ~ '^[^@[:space:]]+@[^@[:space:]]+$'),
		contact_phone text not null default '', organisation_id uuid references organisation,
		organisation_name text not null default '', organisation_type text not null, municipality_code text not null default '',
		may_contact boolean not null default false, language text not null default 'sv' check (language in ('sv', 'en')),
		idempotency_key text, content_hash text not null,
		created_at timestamptz not null, changed_at timestamptz not null, cancelled_at timestamptz,
		foreign key (dialogue_id, round_id) references round (dialogue_id, id),
		check ((source = 'web') = (recorded_by is null))
	)`.execute(db);
	await sql`create unique index registration_once on registration (idempotency_key, content_hash)`.execute(db);
	await sql`create index registration_round on registration (round_id, created_at)`.execute(db);
	await sql`create index registration_email on registration (contact_email)`.execute(db);
	await sql`create index registration_account on registration (account_id)`.execute(db);
	// Each letter has a link of its own, since only hashes are kept; all of them work (domain S2-27).
	await sql`create table registration_link (
		code_hash bytea primary key, registration_id uuid not null references registration, created_at timestamptz not null
	)`.execute(db);
	await sql`create table participant (
		id uuid primary key, registration_id uuid not null references registration, ordinal integer not null,
		name text not null check (name <> ''), title text not null default '', email citext,
		show_in_list boolean not null default false, unique (registration_id, ordinal)
	)`.execute(db);
	// One person at one meeting. A seat is held by who is confirmed and by who has been offered it.
	await sql`create table attendance (
		participant_id uuid not null references participant, meeting_id uuid not null references meeting,
		mode text not null check (mode in ${MODES}),
		state text not null check (state in ('confirmed', 'waiting', 'offered', 'cancelled')),
		if_full text not null default 'waiting_list' check (if_full in ('online', 'waiting_list')),
		queued_at timestamptz, offered_until timestamptz, from_reserve boolean not null default false,
		changed_at timestamptz not null,
		checked_in_at timestamptz, checked_in_by uuid references account,
		primary key (participant_id, meeting_id),
		check ((state in ('waiting', 'offered')) = (queued_at is not null)),
		check ((state = 'offered') = (offered_until is not null)),
		check (checked_in_at is null or state <> 'cancelled')
	)`.execute(db);
	await sql`create index attendance_meeting on attendance (meeting_id, mode, state)`.execute(db);
	await sql`create index attendance_offer on attendance (offered_until) where state = 'offered'`.execute(db);
	// Health, faith and the like (domain S2-36): apart from everything else, and gone 14 days after the meeting.
	await sql`create table participant_needs (
		participant_id uuid not null references participant, meeting_id uuid not null references meeting,
		dietary text not null default '', access text not null default '',
		primary key (participant_id, meeting_id), check (dietary <> '' or access <> '')
	)`.execute(db);
	await sql`create index participant_needs_meeting on participant_needs (meeting_id)`.execute(db);
}

export async function down(): Promise<void> {
	throw new Error('Migrations go forward only.');
}
