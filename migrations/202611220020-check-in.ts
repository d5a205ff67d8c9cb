import { type Kysely, sql } from 'kysely';

export async function up(db: Kysely<unknown>): Promise<void> {
	// When somebody last said whether the person is there: what was pressed without a connection and arrives late must
	// not undo what was pressed after it.
	await sql`alter table attendance add column check_in_said_at timestamptz`.execute(db);
	await sql`alter table attendance add check (checked_in_at is null or check_in_said_at is not null)`.execute(db);
	// Those who come without having registered are entered at the door.
	await sql`alter table registration drop constraint registration_source_check`.execute(db);
	await sql`alter table registration add constraint registration_source_check
		check (source in ('web', 'email', 'phone', 'letter', 'door'))`.execute(db);
}

export async function down(): Promise<void> {
	throw new Error('Migrations go forward only.');
}
