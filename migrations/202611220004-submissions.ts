import { type Kysely, sql } from 'kysely';

const POINT_KINDS = sql`('support', 'objection', 'change', 'addition', 'deletion', 'fact', 'proofreading', 'question', 'proposal_action', 'offer', 'experience', 'call_design', 'other')`;
const OUTCOMES = sql`('pending', 'accepted', 'partially_accepted', 'already_covered', 'not_accepted', 'noted', 'answered', 'carried_forward', 'out_of_scope')`;

export async function up(db: Kysely<unknown>): Promise<void> {
	await sql`create table submission (
		id uuid primary key, dialogue_id uuid not null references dialogue, consultation_id uuid references consultation,
		priority_area_id uuid, reference text not null unique, record_number text not null default '',
		kind text not null check (kind in ('comment', 'formal_reply', 'question_set_reply', 'meeting_note', 'official_note', 'message')),
		channel text not null check (channel in ('web', 'email', 'meeting', 'phone', 'letter')),
		received_at timestamptz not null, written_at timestamptz, is_late boolean not null, late_note text not null default '',
		account_id uuid references account, recorded_by uuid references account,
		sender_name text not null default '', sender_email text not null default '', sender_organisation_id uuid references organisation,
		sender_organisation_name text not null default '', sender_organisation_type text not null,
		anonymous boolean not null default false, protected_identity boolean not null default false, sender_count integer not null default 1 check (sender_count > 0),
		language text not null default 'sv', summary text not null default '', working_translation text not null default '',
		own_case_number text not null default '', decided_by_body text not null default '', decision_date date,
		publication text not null check (publication in ('named_organisation', 'anonymous', 'masked', 'summary', 'no')),
		record_class text not null default 'registered' check (record_class in ('registered', 'kept_in_order', 'minor')),
		public_subject text not null default '', withdrawn_at timestamptz, content_hash text not null,
		idempotency_key text, meeting_id uuid,
		check (not anonymous or (sender_name = '' and sender_email = '')),
		foreign key (dialogue_id, priority_area_id) references priority_area (dialogue_id, id)
	)`.execute(db);
	// Invariant 5: the key is bound to who sent it and to the content.
	await sql`create unique index submission_once on submission (account_id, idempotency_key, content_hash)`.execute(db);
	await sql`create index submission_account on submission (account_id)`.execute(db);
	await sql`create index submission_dialogue on submission (dialogue_id, received_at)`.execute(db);
	await sql`create table attachment (
		id uuid primary key, submission_id uuid not null references submission, name text not null, published boolean not null default false
	)`.execute(db);
	await sql`create table point (
		id uuid primary key, submission_id uuid not null references submission, ordinal integer not null check (ordinal > 0),
		dialogue_id uuid not null references dialogue, document_id uuid references document, parent_id uuid references point,
		kind text not null check (kind in ${POINT_KINDS}),
		status text not null check (status in ('held', 'published', 'declined', 'unpublished', 'withdrawn')),
		revision integer not null default 1, mask_id uuid, security_review boolean not null default false,
		assigned_to uuid references account, staff_reply boolean not null default false,
		created_at timestamptz not null, published_at timestamptz, changed_at timestamptz not null,
		unique (submission_id, ordinal), check (status <> 'published' or not security_review),
		check (status <> 'published' or published_at is not null)
	)`.execute(db);
	await sql`create index point_document on point (document_id, status, created_at)`.execute(db);
	await sql`create index point_dialogue on point (dialogue_id, status, created_at)`.execute(db);
	await sql`create index point_parent on point (parent_id) where parent_id is not null`.execute(db);
	await sql`create table point_revision (
		point_id uuid not null references point, number integer not null check (number > 0), kind text not null check (kind in ${POINT_KINDS}),
		text text not null check (text <> ''), written_at timestamptz not null, written_by uuid references account,
		search tsvector generated always as (medskick_search(text)) stored, primary key (point_id, number)
	)`.execute(db);
	await sql`create index point_revision_search on point_revision using gin (search)`.execute(db);
	await sql`create table point_mask (
		id uuid primary key, point_id uuid not null references point, revision integer not null,
		public_text text not null check (public_text <> ''), reason text not null check (reason <> ''),
		masked_at timestamptz not null, masked_by uuid references account,
		approved_at timestamptz, approved_by uuid references account,
		search tsvector generated always as (medskick_search(public_text)) stored,
		foreign key (point_id, revision) references point_revision (point_id, number),
		constraint second_person check (approved_by is null or approved_by <> masked_by)
	)`.execute(db);
	await sql`create index point_mask_search on point_mask using gin (search)`.execute(db);
	await sql`create index point_mask_point on point_mask (point_id)`.execute(db);
	await sql`alter table point add foreign key (mask_id) references point_mask deferrable initially deferred`.execute(
		db
	);
	await sql`create table point_anchor (
		point_id uuid primary key references point, version_id uuid not null references document_version,
		living_epoch uuid, living_sequence bigint, scope text not null check (scope in ('words', 'block', 'section', 'whole')),
		block_id text, section_label text not null default '', start_offset integer, end_offset integer,
		exact text not null default '', prefix text not null default '', suffix text not null default '',
		rel_start bytea, rel_end bytea, repeats_in_block integer not null default 0, repeats_in_text integer not null default 0, repeats_alike integer not null default 0,
		check ((living_epoch is null) = (living_sequence is null)), check ((scope = 'whole') = (block_id is null)),
		check ((scope = 'words') = (start_offset is not null and end_offset is not null)),
		check (scope <> 'words' or (end_offset > start_offset and start_offset >= 0 and exact <> ''))
	)`.execute(db);
	await sql`create index point_anchor_version on point_anchor (version_id)`.execute(db);
	await sql`create table anchor_place (
		point_id uuid not null references point, version_id uuid not null references document_version,
		state text not null check (state in ('exact', 'moved', 'changed', 'removed')), block_id text, start_offset integer, end_offset integer,
		primary key (point_id, version_id), check ((state = 'removed') <= (block_id is null))
	)`.execute(db);
	await sql`create table agreement (
		point_id uuid not null references point, account_id uuid not null references account, agreed_at timestamptz not null,
		primary key (point_id, account_id)
	)`.execute(db);
	await sql`create table point_report (
		id uuid primary key, point_id uuid not null references point, account_id uuid references account,
		reason text not null check (reason in ('personal_data', 'offensive', 'off_topic', 'security', 'other')), text text not null default '',
		reported_at timestamptz not null, handled_at timestamptz, handled_by uuid references account
	)`.execute(db);
	await sql`create table moderation_decision (
		id uuid primary key, point_id uuid not null references point,
		action text not null check (action in ('approve', 'decline', 'unpublish', 'mask', 'approve_mask', 'security_review', 'end_security_review', 'undo')),
		from_status text not null, to_status text not null, from_mask_id uuid references point_mask, from_security_review boolean not null,
		decline_reason_id uuid references decline_reason, note text not null default '', message text not null default '',
		decided_at timestamptz not null, decided_by uuid references account, undone_by uuid references moderation_decision,
		notice_id uuid references mail_message on delete set null
	)`.execute(db);
	await sql`create index moderation_decision_point on moderation_decision (point_id, decided_at)`.execute(db);
	await sql`create table internal_note (
		id uuid primary key, point_id uuid not null references point, text text not null check (text <> ''),
		written_at timestamptz not null, written_by uuid not null references account
	)`.execute(db);
	await sql`create table assessment (
		id uuid primary key, point_id uuid not null references point, outcome text not null check (outcome in ${OUTCOMES}),
		text text not null default '', target text not null default '', change_reference text not null default '',
		change_version_id uuid references document_version, change_block_id text,
		state text not null check (state in ('draft', 'published')), language text not null default 'sv',
		assessed_at timestamptz not null, assessed_by uuid references account, is_current boolean not null default true,
		constraint reasons_given check (outcome not in ('partially_accepted', 'not_accepted', 'out_of_scope', 'answered') or text <> ''),
		constraint change_named check (outcome not in ('accepted', 'partially_accepted', 'already_covered') or change_reference <> '' or change_version_id is not null),
		constraint target_named check (outcome <> 'carried_forward' or target <> '')
	)`.execute(db);
	await sql`create unique index assessment_current on assessment (point_id, state) where is_current`.execute(db);
	for (const table of ['submission', 'point', 'point_anchor', 'internal_note', 'assessment', 'moderation_decision']) {
		await sql`create trigger ${sql.raw(table)}_kept before delete on ${sql.table(table)} for each row execute function medskick_refuse_change()`.execute(
			db
		);
	}
	await sql`create trigger point_revision_frozen before update or delete on point_revision for each row execute function medskick_refuse_change()`.execute(
		db
	);
}

export async function down(): Promise<void> {
	throw new Error('Migrations go forward only.');
}
