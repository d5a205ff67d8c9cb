import { type Kysely, sql } from 'kysely';

export async function up(db: Kysely<unknown>): Promise<void> {
	// A sealed text takes no more edits, whoever was let in to write before: what was frozen from it is its last word.
	await sql`alter table living_text add column sealed boolean not null default false`.execute(db);
	await sql`update living_text set sealed = true
		where id in (select document_id from meeting_notes where closed_at is not null)`.execute(db);
}

export async function down(): Promise<void> {
	throw new Error('Migrations go forward only.');
}
