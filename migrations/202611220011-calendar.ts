import { type Kysely, sql } from 'kysely';

/** What a calendar shows of each row. A change of any of it is a new revision of the event (RFC 5545, 3.8.7.4). */
const SHOWN = { consultation: ['title', 'opens_at', 'closes_at'], phase: ['title', 'text', 'starts_on', 'ends_on'] };

export async function up(db: Kysely<unknown>): Promise<void> {
	await sql`create function medskick_next_sequence() returns trigger language plpgsql as $$ begin
		new.sequence := old.sequence + 1;
		new.sequence_at := now();
		return new;
	end $$`.execute(db);
	for (const [table, columns] of Object.entries(SHOWN)) {
		const row = (which: 'old' | 'new') => sql`(${sql.join(columns.map((column) => sql.ref(`${which}.${column}`)))})`;
		await sql`alter table ${sql.table(table)}
			add column sequence integer not null default 0, add column sequence_at timestamptz not null default now()`.execute(db);
		await sql`create trigger ${sql.raw(`${table}_sequence`)} before update on ${sql.table(table)}
			for each row when (${row('old')} is distinct from ${row('new')})
			execute function medskick_next_sequence()`.execute(db);
	}
}

export async function down(): Promise<void> {
	throw new Error('Migrations go forward only.');
}
