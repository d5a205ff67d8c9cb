import { type Kysely, sql } from 'kysely';

/** A masking that was undone is kept, and says that it no longer counts. */
export async function up(db: Kysely<unknown>): Promise<void> {
	await sql`alter table point_mask add column withdrawn_at timestamptz`.execute(db);
}

export async function down(): Promise<void> {
	throw new Error('Migrations go forward only.');
}
