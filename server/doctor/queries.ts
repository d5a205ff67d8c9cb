import { sql } from 'kysely';
import type { Database } from '#server/database/database.ts';
import { FROZEN_TABLES } from '#server/database/grants.ts';
import { recordedMigrations } from '#server/database/migration-files.ts';
import type { MigrationFacts, PostgresFacts, RoleFacts } from './database.ts';
import type { JobFacts } from './work.ts';

const SETTINGS = [
	...['fsync', 'full_page_writes', 'synchronous_commit', 'max_connections', 'superuser_reserved_connections'],
	'server_version_num'
];
const UNSEALED_AFTER = '10 minutes';

/** The name under which our own sessions are no sign of a process at work. */
export const DOCTOR = 'medskick doctor';

export async function readPostgres(database: Database): Promise<PostgresFacts> {
	const settings = await sql<{ name: string; setting: string }>`
		select name, setting from pg_settings where name in (${sql.join(SETTINGS)})`.execute(database);
	const extensions = await sql<{ name: string; installed: boolean }>`
		select name, installed_version is not null as installed from pg_available_extensions`.execute(database);
	const stems = await sql<{ stems: boolean }>`
		select coalesce((select to_tsvector(oid::regconfig, 'Åsikterna') @@ to_tsquery(oid::regconfig, 'åsikt')
			from pg_ts_config where cfgname = 'swedish'), false) as stems`.execute(database);
	const byName = Object.fromEntries(settings.rows.map((row) => [row.name, row.setting]));
	return {
		version: Number(byName.server_version_num),
		settings: byName,
		extensions: extensions.rows.filter(({ installed }) => installed).map(({ name }) => name),
		available: extensions.rows.map(({ name }) => name),
		stems: stems.rows[0]?.stems ?? false
	};
}

/** Milliseconds since 1970, as the database's machine has it. */
export async function readClock(database: Database): Promise<number> {
	const answer = await sql<{ ms: number }>`
		select (extract(epoch from clock_timestamp()) * 1000)::float8 as ms`.execute(database);
	return answer.rows[0]?.ms ?? 0;
}

export async function readSize(database: Database): Promise<number> {
	const answer = await sql<{ bytes: number }>`select pg_database_size(current_database()) as bytes`.execute(database);
	return answer.rows[0]?.bytes ?? 0;
}

/** Is a process of ours connected to this database? */
export async function readConnected(database: Database): Promise<boolean> {
	const answer = await sql<{ connected: boolean }>`
		select count(*) > 0 as connected from pg_stat_activity
		where datname = current_database() and application_name = 'medskick'`.execute(database);
	return answer.rows[0]?.connected ?? false;
}

/** `database` as the application's role, `owner` as the one that migrates. */
export async function readRoles(database: Database, owner: Database): Promise<RoleFacts> {
	const app = await sql<{ name: string; superuser: boolean }>`
		select current_user as name, rolsuper as superuser from pg_roles where rolname = current_user`.execute(database);
	const owning = await sql<{ name: string; mayCreate: boolean }>`
		select current_user as name, has_schema_privilege('public', 'create') as "mayCreate"`.execute(owner);
	return {
		app: app.rows[0] ?? { name: '', superuser: false },
		owner: owning.rows[0] ?? { name: '', mayCreate: false },
		excess: await readExcess(database),
		closed: await readClosed(database)
	};
}

/** What triggers refuse to everybody, the application's role should not be allowed to try. */
async function readExcess(database: Database): Promise<string[]> {
	const answer = await sql<{ right: string }>`
		with frozen as (${sql.raw(FROZEN_TABLES)}), wanted as (
			select name, 'update' as verb from frozen where events & 16 <> 0
			union all select name, 'delete' from frozen where events & 8 <> 0
			union all select name, 'truncate' from frozen)
		select verb || ' ' || name as "right" from wanted
		where has_table_privilege('public.' || quote_ident(name), verb) order by 1`.execute(database);
	return answer.rows.map((row) => row.right);
}

async function readClosed(database: Database): Promise<string[]> {
	const answer = await sql<{ name: string }>`
		select relname as name from pg_class
		where relkind = 'r' and relnamespace = 'public'::regnamespace and not has_table_privilege(oid, 'select')
		order by 1`.execute(database);
	return answer.rows.map((row) => row.name);
}

/** What was applied; nothing where nothing has ever been migrated. */
export async function readMigrations(database: Database): Promise<MigrationFacts['applied']> {
	const there = await sql<{ there: boolean }>`
		select to_regclass('public.kysely_migration') is not null as there`.execute(database);
	if (there.rows[0]?.there !== true) return {};
	const names = await sql<{ name: string }>`select name from kysely_migration order by name`.execute(database);
	const recorded = await recordedMigrations(
		async (query) => (await sql.raw<{ comment: string }>(query).execute(database)).rows
	);
	return Object.fromEntries(names.rows.map(({ name }) => [name, recorded[name] ?? null]));
}

export async function readJobs(database: Database): Promise<JobFacts> {
	const answer = await sql<JobFacts>`
		select count(*) filter (where attempts >= max_attempts and locked_at is null) as failed,
			coalesce(array_agg(distinct task_identifier)
				filter (where attempts >= max_attempts and locked_at is null), '{}') as "failedTasks",
			coalesce(extract(epoch from max(now() - run_at)
				filter (where attempts < max_attempts and locked_at is null and run_at <= now())), 0)::float8 as "oldestWaiting",
			coalesce(extract(epoch from max(now() - locked_at)), 0)::float8 as "oldestTaken"
		from graphile_worker.jobs`.execute(database);
	return answer.rows[0] ?? { failed: 0, failedTasks: [], oldestWaiting: 0, oldestTaken: 0 };
}

/** Chains with the number of their last link, the ones that grew last first. */
export async function readChains(database: Database): Promise<{ chain: string; last: number }[]> {
	const answer = await sql<{ chain: string; last: number }>`
		select chain, max(ordinal) as last from audit_seal group by chain order by max(sealed_at) desc`.execute(database);
	return answer.rows;
}

/** Of the last day: the sealer itself looks no further back. */
export async function readUnsealed(database: Database): Promise<number> {
	const answer = await sql<{ count: number }>`
		select count(*) as count from audit_event event
		where at between now() - interval '1 day' and now() - ${UNSEALED_AFTER}::interval
			and not exists (select 1 from audit_seal where event_id = event.id)`.execute(database);
	return answer.rows[0]?.count ?? 0;
}
