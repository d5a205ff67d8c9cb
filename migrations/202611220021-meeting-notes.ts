import { type Kysely, sql } from 'kysely';

const STAGES = sql`('working_draft', 'dialogue_draft', 'consultation_version', 'final_proof', 'decision_version', 'adopted', 'superseded', 'invitation', 'consultation_report', 'meeting_notes')`;

export async function up(db: Kysely<unknown>): Promise<void> {
	// One text per meeting. Closed, it is written no more: its last version is the meeting's record.
	await sql`create table meeting_notes (
		meeting_id uuid primary key references meeting, document_id uuid not null unique references document,
		begun_at timestamptz not null, begun_by uuid references account,
		closed_at timestamptz, closed_by uuid references account, check (closed_by is null or closed_at is not null)
	)`.execute(db);
	for (const table of ['document', 'document_version']) {
		await sql`alter table ${sql.table(table)} drop constraint ${sql.ref(`${table}_stage_check`)},
			add constraint ${sql.ref(`${table}_stage_check`)} check (stage in ${STAGES})`.execute(db);
	}
}

export async function down(): Promise<void> {
	throw new Error('Migrations go forward only.');
}
