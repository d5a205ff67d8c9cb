import { type Kysely, sql } from 'kysely';

export async function up(db: Kysely<unknown>): Promise<void> {
	// An answer without its reasons, and without anybody behind it, is none (domain S-08).
	await sql`alter table dialogue add constraint sami_answer_explained
		check (sami_answer is null or (sami_motivation <> '' and sami_decided_by <> ''))`.execute(db);
	// Null: as the dialogue says as a whole.
	await sql`alter table consultation add column influence_level text
		check (influence_level in ('information', 'konsultation', 'delaktighet', 'medbestammande'))`.execute(db);
}

export async function down(): Promise<void> {
	throw new Error('Migrations go forward only.');
}
