import { type Kysely, sql } from 'kysely';

/** A phase may be named before anybody knows when it begins; an end alone says nothing. */
export async function up(db: Kysely<unknown>): Promise<void> {
	await sql`alter table phase alter column starts_on drop not null`.execute(db);
	await sql`alter table phase add constraint phase_ends_after_a_start check (starts_on is not null or ends_on is null)`.execute(
		db
	);
}

export async function down(): Promise<void> {
	throw new Error('Migrations go forward only.');
}
