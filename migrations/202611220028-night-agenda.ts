import { type Kysely, sql } from 'kysely';

/** An item of a meeting that ends the day after may begin before midnight and end after it. */
export async function up(db: Kysely<unknown>): Promise<void> {
	await sql`alter table agenda_item drop constraint agenda_item_check`.execute(db);
	await sql`alter table agenda_item add constraint agenda_item_ends check (ends_at is null or ends_at <> starts_at)`.execute(
		db
	);
}

export async function down(): Promise<void> {
	throw new Error('Migrations go forward only.');
}
