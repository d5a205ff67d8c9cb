import { type Kysely, sql } from 'kysely';

export async function up(db: Kysely<unknown>): Promise<void> {
	await sql`create table dialogue (
		id uuid primary key,
		slug text not null unique check (slug ~ '^[a-z0-9]+(-[a-z0-9]+)*$'),
		type text not null check (type in ('smart_specialisation', 'development_strategy', 'county_transport_plan', 'national_question', 'other')),
		title text not null check (title <> ''), lead text not null default '', purpose text not null default '',
		level text not null default 'regional' check (level in ('eu', 'national', 'regional', 'local', 'cross_border')),
		case_number text not null default '', commissioned_by text not null default '', board text not null default '',
		contact_email text not null default '', responsible_unit text not null default '',
		legal_basis text[] not null default '{}', programme_chain text[] not null default '{}',
		influence_level text not null default 'konsultation' check (influence_level in ('information', 'konsultation', 'delaktighet', 'medbestammande')),
		state text not null default 'planning' check (state in ('planning', 'open', 'closed')),
		sami_answer text check (sami_answer in ('yes', 'no', 'unclear')),
		sami_motivation text not null default '', sami_decided_by text not null default '', sami_decided_on date,
		names_private_persons boolean not null default false,
		created_at timestamptz not null, updated_at timestamptz not null,
		constraint sami_question_answered check (state = 'planning' or sami_answer is not null)
	)`.execute(db);
	await sql`create table phase (
		id uuid primary key, dialogue_id uuid not null references dialogue, ordinal integer not null,
		title text not null, text text not null default '', starts_on date not null, ends_on date,
		unique (dialogue_id, ordinal), check (ends_on is null or ends_on >= starts_on)
	)`.execute(db);
	await sql`create table priority_area (
		id uuid primary key, dialogue_id uuid not null references dialogue, code text not null check (code ~ '^[A-ZÅÄÖ0-9]{1,12}$'),
		name text not null, aliases text[] not null default '{}', ordinal integer not null, summary text not null default '',
		status text not null default 'proposed' check (status in ('proposed', 'decided', 'dropped')), drop_reason text,
		security_hint boolean not null default false,
		unique (dialogue_id, code), unique (dialogue_id, ordinal), unique (dialogue_id, id),
		check (status <> 'dropped' or coalesce(drop_reason, '') <> '')
	)`.execute(db);
	await sql`create table dialogue_role (
		dialogue_id uuid not null references dialogue, account_id uuid not null references account,
		role text not null check (role in ('host', 'case_officer', 'process_lead', 'communicator', 'registrar', 'reviewer')),
		area_ids uuid[], organisation_id uuid references organisation, granted_at timestamptz not null,
		primary key (dialogue_id, account_id, role),
		check (role <> 'reviewer' or organisation_id is not null)
	)`.execute(db);
	await sql`create index dialogue_role_account on dialogue_role (account_id)`.execute(db);
	await sql`create table decline_reason (
		id uuid primary key, dialogue_id uuid not null references dialogue, ordinal integer not null,
		title text not null check (title <> ''), explanation text not null default '', active boolean not null default true
	)`.execute(db);
}

export async function down(): Promise<void> {
	throw new Error('Migrations go forward only.');
}
