import { type Kysely, sql } from 'kysely';

const INFLUENCE = sql`('information', 'konsultation', 'delaktighet', 'medbestammande')`;
/** Digits alone, with their country: E.164. */
const E164 = sql.raw(`'^\\+[1-9][0-9]{6,14}$'`);
/** What a calendar shows of a meeting. A change of any of it is a new revision of the event (RFC 5545, 3.8.7.4). */
const SHOWN = `title starts_on starts_at ends_at mode state venue_id join_url online_platform conference_id
	dial_in_number priority_area_id cancel_reason`.split(/\s+/);
/** What of others' rows a calendar shows of meetings: a change there is a new revision of each of them, too. */
const SHOWN_OF_OTHERS = [
	{ table: 'venue', columns: 'name building room street postal_code city directions', which: 'venue_id = new.id' },
	{ table: 'priority_area', columns: 'name', which: `priority_area_id = new.id and title = ''` },
	{ table: 'round', columns: 'title', which: `round_id = new.id and priority_area_id is null and title = ''` },
	{
		table: 'dialogue_online',
		columns: 'platform dial_in_number dial_in_label dial_in_toll',
		which: `dialogue_id = new.dialogue_id and mode <> 'on_site' and (dial_in_number = '' or online_platform = '')`
	}
];

export async function up(db: Kysely<unknown>): Promise<void> {
	// A round held before the dialogue came to Medskick is told of, without meetings of its own here (domain S2-21).
	await sql`create table round (
		id uuid primary key, dialogue_id uuid not null references dialogue, ordinal integer not null check (ordinal > 0),
		kind text not null check (kind in ('dialogue', 'vision', 'mobilisation', 'other')),
		title text not null check (title <> ''), purpose text not null default '',
		influence_level text check (influence_level in ${INFLUENCE}),
		starts_on date, ends_on date, external boolean not null default false, created_at timestamptz not null,
		unique (dialogue_id, ordinal), unique (dialogue_id, id), check (ends_on is null or ends_on >= starts_on)
	)`.execute(db);
	await sql`create table venue (
		id uuid primary key, dialogue_id uuid not null references dialogue, name text not null check (name <> ''),
		building text not null default '', room text not null default '', street text not null default '',
		postal_code text not null default '', city text not null default '', directions text not null default '',
		accessibility text not null default '', map_url text not null default '' check (map_url ~ '^(https://|$)'),
		capacity integer check (capacity > 0), unique (dialogue_id, id)
	)`.execute(db);
	// What holds for every meeting by link of the dialogue, unless the meeting says otherwise (domain S2-18).
	await sql`create table dialogue_online (
		dialogue_id uuid primary key references dialogue, platform text not null default '',
		dial_in_number text not null default '' check (dial_in_number = '' or dial_in_number ~ ${E164}),
		dial_in_label text not null default '', dial_in_toll text check (dial_in_toll in ('toll', 'toll_free')),
		check ((dial_in_number = '') = (dial_in_toll is null))
	)`.execute(db);
	await sql`create table meeting (
		id uuid primary key, dialogue_id uuid not null references dialogue, round_id uuid not null,
		priority_area_id uuid, slug text not null check (slug ~ '^[a-z0-9]+(-[a-z0-9]+)*$'),
		title text not null default '', text text not null default '',
		mode text not null check (mode in ('on_site', 'online', 'hybrid')),
		state text not null default 'draft' check (state in ('draft', 'save_the_date', 'open', 'closed', 'cancelled')),
		starts_on date not null, starts_at timestamptz, ends_at timestamptz, registration_closes_at timestamptz,
		venue_id uuid, on_site_capacity integer check (on_site_capacity > 0), online_capacity integer check (online_capacity > 0),
		offer_minutes integer not null default 1440 check (offer_minutes between 5 and 20160),
		join_url text not null default '' check (join_url ~ '^(https://|$)'), online_platform text not null default '',
		conference_id text not null default '' check (conference_id ~ '^[0-9]*$'),
		dial_in_number text not null default '' check (dial_in_number = '' or dial_in_number ~ ${E164}),
		dial_in_label text not null default '', dial_in_toll text check (dial_in_toll in ('toll', 'toll_free')),
		accessibility text not null default '', needs_until date, needs_contact text not null default '',
		cancel_reason text not null default '', cancelled_at timestamptz, created_at timestamptz not null,
		sequence integer not null default 0, sequence_at timestamptz not null default now(),
		unique (dialogue_id, slug), unique (dialogue_id, id),
		foreign key (dialogue_id, round_id) references round (dialogue_id, id),
		foreign key (dialogue_id, priority_area_id) references priority_area (dialogue_id, id),
		foreign key (dialogue_id, venue_id) references venue (dialogue_id, id),
		check ((starts_at is null) = (ends_at is null)), check (ends_at > starts_at),
		check (state not in ('open', 'closed') or starts_at is not null),
		check ((state = 'cancelled') = (cancelled_at is not null)),
		check ((dial_in_number = '') = (dial_in_toll is null)),
		check (mode <> 'online' or (venue_id is null and on_site_capacity is null))
	)`.execute(db);
	await sql`create index meeting_round on meeting (round_id, starts_on)`.execute(db);
	const row = (which: 'old' | 'new') => sql`(${sql.join(SHOWN.map((column) => sql.ref(`${which}.${column}`)))})`;
	await sql`create trigger meeting_sequence before update on meeting
		for each row when (${row('old')} is distinct from ${row('new')})
		execute function medskick_next_sequence()`.execute(db);
	for (const { table, columns, which } of SHOWN_OF_OTHERS) await reviseMeetings(db, table, columns.split(' '), which);
	// Of a meeting, or of a whole day of a round when no meeting is named.
	await sql`create table agenda_item (
		id uuid primary key, round_id uuid not null references round on delete cascade, meeting_id uuid references meeting,
		ordinal integer not null, starts_at time not null, ends_at time, approximate boolean not null default false,
		kind text not null default 'session' check (kind in ('session', 'meal')), title text not null check (title <> ''),
		check (ends_at is null or ends_at > starts_at), unique nulls not distinct (round_id, meeting_id, ordinal)
	)`.execute(db);
	await sql`create table meeting_role (
		meeting_id uuid not null references meeting, account_id uuid not null references account,
		role text not null check (role in ('host', 'chair', 'secretary', 'technician')),
		granted_at timestamptz not null, primary key (meeting_id, account_id, role)
	)`.execute(db);
	await sql`create index meeting_role_account on meeting_role (account_id)`.execute(db);
	await sql`alter table submission add foreign key (meeting_id) references meeting`.execute(db);
}

async function reviseMeetings(db: Kysely<unknown>, table: string, columns: string[], which: string): Promise<void> {
	const name = `${table}_revises_meetings`;
	await sql`create function ${sql.ref(name)}() returns trigger language plpgsql as $$ begin
		update meeting set sequence = sequence + 1, sequence_at = now() where ${sql.raw(which)};
		return null;
	end $$`.execute(db);
	const row = (version: 'old' | 'new') => sql`(${sql.join(columns.map((column) => sql.ref(`${version}.${column}`)))})`;
	await sql`create trigger ${sql.ref(`${name}_anew`)} after insert on ${sql.table(table)}
		for each row execute function ${sql.ref(name)}()`.execute(db);
	await sql`create trigger ${sql.ref(name)} after update on ${sql.table(table)}
		for each row when (${row('old')} is distinct from ${row('new')}) execute function ${sql.ref(name)}()`.execute(db);
}

export async function down(): Promise<void> {
	throw new Error('Migrations go forward only.');
}
