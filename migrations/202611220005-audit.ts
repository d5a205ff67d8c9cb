import { type Kysely, sql } from 'kysely';

/**
 * The audit trail (domain C-04, invariant 4). Where the application runs as a role of its own, that role may only
 * add and read; where there is one role for all, the triggers are what stands between it and the trail.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
	await sql`create table audit_event (
		id uuid primary key, dialogue_id uuid references dialogue, at timestamptz not null,
		actor_id uuid, actor_role text not null, action text not null, object_type text not null, object_id text not null,
		before_hash text, after_hash text, result text not null check (result in ('done', 'denied')), request_id text not null,
		position bigint generated always as identity
	)`.execute(db);
	await sql`create index audit_event_object on audit_event (object_type, object_id)`.execute(db);
	await sql`create index audit_event_position on audit_event (position)`.execute(db);
	await sql`create index audit_event_dialogue on audit_event (dialogue_id, at)`.execute(db);
	await sql`create table audit_seal (
		chain text not null, ordinal bigint not null check (ordinal > 0), event_id uuid not null unique,
		event_hash text not null, previous_hash text not null, seal_hash text not null, sealed_at timestamptz not null,
		primary key (chain, ordinal)
	)`.execute(db);
	for (const table of ['audit_event', 'audit_seal']) {
		await sql`create trigger ${sql.raw(table)}_frozen before update or delete on ${sql.table(table)} for each row execute function medskick_refuse_change()`.execute(
			db
		);
		await sql`create trigger ${sql.raw(table)}_whole before truncate on ${sql.table(table)} for each statement execute function medskick_refuse_change()`.execute(
			db
		);
	}
}

export async function down(): Promise<void> {
	throw new Error('Migrations go forward only.');
}
