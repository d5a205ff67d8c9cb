import { type Kysely, sql } from 'kysely';

const STAGES = sql`('working_draft', 'dialogue_draft', 'consultation_version', 'final_proof', 'decision_version', 'adopted', 'superseded', 'invitation', 'consultation_report')`;

export async function up(db: Kysely<unknown>): Promise<void> {
	await sql`create table living_text (
		id uuid primary key, kind text not null check (kind in ('text', 'notes')),
		epoch uuid not null, last_sequence bigint not null default 0, shared_since timestamptz
	)`.execute(db);
	await sql`create table text_update (
		text_id uuid not null references living_text on delete cascade, sequence bigint not null check (sequence > 0),
		epoch uuid not null, batch_id uuid not null, account_id uuid references account, bytes bytea not null,
		committed_at timestamptz not null default now(), primary key (text_id, sequence)
	)`.execute(db);
	await sql`create index text_update_batch on text_update (batch_id)`.execute(db);
	await sql`create table text_snapshot (
		text_id uuid primary key references living_text on delete cascade, epoch uuid not null,
		through_sequence bigint not null, state bytea not null, created_at timestamptz not null default now()
	)`.execute(db);
	await sql`create table text_client (
		text_id uuid not null references living_text on delete cascade, client_id bigint not null,
		account_id uuid not null references account, since timestamptz not null default now(),
		primary key (text_id, client_id)
	)`.execute(db);
	await sql`create table document (
		id uuid primary key references living_text,
		dialogue_id uuid not null references dialogue, priority_area_id uuid,
		slug text not null check (slug ~ '^[a-z0-9]+(-[a-z0-9]+)*$'), title text not null check (title <> ''),
		stage text not null default 'working_draft' check (stage in ${STAGES}),
		ordinal integer not null default 0, created_at timestamptz not null, created_by uuid references account,
		unique (dialogue_id, slug), foreign key (dialogue_id, priority_area_id) references priority_area (dialogue_id, id)
	)`.execute(db);
	await sql`create table document_version (
		id uuid primary key, document_id uuid not null references document, ordinal integer not null,
		number integer, label text not null default '',
		kind text not null check (kind in ('published', 'share_opened', 'share_closed')),
		stage text not null check (stage in ${STAGES}), title text not null, content jsonb not null,
		plain_text text not null, yjs_state bytea not null, epoch uuid not null, sequence bigint not null,
		content_hash text not null check (content_hash ~ '^[0-9a-f]{64}$'),
		note text not null default '', published_at timestamptz not null, published_by uuid references account,
		search tsvector generated always as (medskick_search(plain_text)) stored,
		unique (document_id, ordinal), unique (document_id, number), check ((kind = 'published') = (number is not null))
	)`.execute(db);
	await sql`create index document_version_search on document_version using gin (search)`.execute(db);
	await sql`create table version_mask (
		id uuid primary key, version_id uuid not null references document_version, title text not null, content jsonb not null,
		plain_text text not null, content_hash text not null check (content_hash ~ '^[0-9a-f]{64}$'),
		reason text not null check (reason <> ''), masked_at timestamptz not null, masked_by uuid not null references account,
		search tsvector generated always as (medskick_search(plain_text)) stored
	)`.execute(db);
	await sql`create index version_mask_version on version_mask (version_id, masked_at desc)`.execute(db);
	await sql`create table image (
		id uuid primary key, document_id uuid not null references document, mime text not null check (mime in ('image/png', 'image/jpeg', 'image/webp')),
		width integer not null, height integer not null, bytes bytea not null, sha256 text not null,
		uploaded_by uuid references account, created_at timestamptz not null
	)`.execute(db);
	await sql`create table import_report (
		id uuid primary key, document_id uuid not null references document, file_name text not null, report jsonb not null,
		created_at timestamptz not null, created_by uuid references account
	)`.execute(db);
	for (const table of ['document_version', 'version_mask']) {
		await sql`create trigger ${sql.raw(table)}_frozen before update or delete on ${sql.table(table)}
			for each row execute function medskick_refuse_change()`.execute(db);
	}
	await sql`create table consultation (
		id uuid primary key, dialogue_id uuid not null references dialogue,
		slug text not null check (slug ~ '^[a-z0-9]+(-[a-z0-9]+)*$'),
		kind text not null check (kind in ('samrad', 'remiss', 'final_proof', 'open_input')),
		title text not null check (title <> ''), lead text not null default '', scope_note text not null default '',
		opens_at timestamptz not null, closes_at timestamptz not null,
		open_to text not null default 'public' check (open_to in ('public', 'link', 'invited')),
		moderation_mode text not null check (moderation_mode in ('open', 'hold_first', 'hold_all')),
		allowed_point_kinds text[] not null, invited_count integer not null default 0,
		reminder_after_minutes integer not null default 120 check (reminder_after_minutes > 0), reminded_at timestamptz,
		created_at timestamptz not null, unique (dialogue_id, slug), check (closes_at > opens_at)
	)`.execute(db);
	await sql`create table consultation_document (
		consultation_id uuid not null references consultation, document_id uuid not null references document,
		primary key (consultation_id, document_id)
	)`.execute(db);
	await sql`create index consultation_document_document on consultation_document (document_id)`.execute(db);
}

export async function down(): Promise<void> {
	throw new Error('Migrations go forward only.');
}
