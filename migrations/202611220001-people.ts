import { type Kysely, sql } from 'kysely';

/** Search that finds å by a (domain S0-20): Swedish stems beside words without diacritics. */
const FOLD = sql`create function medskick_fold(input text) returns text
	language sql immutable parallel safe strict
	as $$ select public.unaccent('public.unaccent'::regdictionary, lower(input)) $$`;
const SEARCH = sql`create function medskick_search(input text) returns tsvector
	language sql immutable parallel safe
	as $$ select to_tsvector('pg_catalog.swedish'::regconfig, lower(coalesce(input, '')))
		|| to_tsvector('pg_catalog.simple'::regconfig, public.medskick_fold(coalesce(input, ''))) $$`;
const QUERY = sql`create function medskick_query(input text) returns tsquery
	language sql immutable parallel safe
	as $$ select coalesce(
		(select string_agg(quote_literal(word) || ':*', ' & ')::tsquery
			from regexp_split_to_table(regexp_replace(public.medskick_fold(coalesce(input, '')), '[^[:alnum:]]+', ' ', 'g'), ' ') as word
			where word <> ''),
		''::tsquery) $$`;

/** A rule that the database keeps, not only the code: rows of this table are never taken away or changed. */
const FROZEN = sql`
create function medskick_refuse_change() returns trigger language plpgsql as $$
begin
	raise exception '% of % is not allowed: records are kept', tg_op, tg_table_name using errcode = '23001';
end $$`;

export async function up(db: Kysely<unknown>): Promise<void> {
	await sql`create extension if not exists citext`.execute(db);
	await sql`create extension if not exists unaccent`.execute(db);
	for (const statement of [FOLD, SEARCH, QUERY, FROZEN]) await statement.execute(db);
	await sql`create table region (
		id boolean primary key default true check (id),
		name text not null, short text not null, county_code text not null default '',
		email text not null, phone text not null, postal_address text not null default '', website text not null default '',
		responsible_unit text not null default ''
	)`.execute(db);
	await sql`create table organisation (
		id uuid primary key, name text not null unique check (name <> ''), type text not null,
		municipality_codes text[] not null default '{}'
	)`.execute(db);
	await sql`create table account (
		id uuid primary key,
		email citext unique check (email ~ '^[^@[:space:]]+@[^@[:space:]]+$'),
		verified_at timestamptz,
		name text not null default '',
		organisation_id uuid references organisation,
		organisation_name text not null default '',
		organisation_type text not null default 'private_person',
		is_admin boolean not null default false,
		return_secret_hash bytea unique,
		created_at timestamptz not null default now(),
		disabled_at timestamptz,
		check (verified_at is null or email is not null),
		check (not is_admin or verified_at is not null)
	)`.execute(db);
	await sql`create table session (
		id_hash text primary key, account_id uuid not null references account on delete cascade,
		expires_at timestamptz not null, created_at timestamptz not null default now()
	)`.execute(db);
	await sql`create index session_account on session (account_id)`.execute(db);
	await sql`create table sign_in_link (
		token_hash bytea primary key, email citext not null, purpose text not null check (purpose in ('sign_in', 'first_administrator', 'demo')),
		created_at timestamptz not null, expires_at timestamptz not null, used_at timestamptz,
		merge_account_id uuid references account on delete set null
	)`.execute(db);
	await sql`create table mail_message (
		id uuid primary key, kind text not null, to_address text not null, subject text not null,
		text_body text not null, html_body text not null, language text not null default 'sv',
		headers jsonb not null default '{}', secret boolean not null default false,
		created_at timestamptz not null, sent_at timestamptz, attempts integer not null default 0, last_error text
	)`.execute(db);
	await sql`create index mail_waiting on mail_message (created_at) where sent_at is null`.execute(db);
}

export async function down(): Promise<void> {
	throw new Error('Migrations go forward only.');
}
