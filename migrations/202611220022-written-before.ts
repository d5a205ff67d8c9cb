import { type Kysely, sql } from 'kysely';

/** When somebody in a meeting without a connection wrote what came later; null for what came at once. */
export async function up(db: Kysely<unknown>): Promise<void> {
	await sql`alter table quick_answer add column written_at timestamptz`.execute(db);
	await sql`alter table organiser_question add column written_at timestamptz`.execute(db);
}

export async function down(): Promise<void> {
	throw new Error('Migrations go forward only.');
}
