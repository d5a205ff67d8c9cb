import { pathToFileURL } from 'node:url';
import { join } from 'node:path';
import { Logger as JobLogger, runMigrations } from 'graphile-worker';
import { Kysely, PostgresDialect } from 'kysely';
import { Migrator, type Migration, type MigrationProvider } from 'kysely/migration';
import pg from 'pg';
import type { Logger } from '#server/log.ts';
import { grantToApplication } from './grants.ts';
import { FOLDER, migrationNames, recordMigrations } from './migration-files.ts';

const LOCK = 7_263_352;

export type MigrateOptions = {
	/** A role that owns the database and may change its schema. */
	ownerUrl: string;
	/** The role that the application runs as; may be the same. */
	appUrl: string;
	log: Logger;
};

/**
 * Brings the schema up to this version, installs the job queue, and grants the application's role what it needs and
 * no more. Any number of processes may call this at once: they queue up, and those that come later find nothing left
 * to do. Throws when a migration fails (all of them are then rolled back) or when the database is newer than we are.
 */
export async function migrate(options: MigrateOptions): Promise<void> {
	const owner = new pg.Client({ connectionString: options.ownerUrl });
	owner.on('error', () => undefined);
	await owner.connect();
	try {
		await owner.query('select pg_advisory_lock($1)', [LOCK]);
		const appRole = await roleOf(options.appUrl);
		await migrateSchema(options);
		await recordMigrations(owner);
		await migrateJobs(options, owner, appRole);
		await grantToApplication(owner, appRole);
	} finally {
		await owner.end();
	}
}

/** Names of migrations that this version has and the database has not; empty when the database is ready. */
export async function pendingMigrations(pool: pg.Pool): Promise<string[]> {
	const applied = await pool.query<{ name: string }>('select name from kysely_migration');
	const names = new Set(applied.rows.map((row) => row.name));
	return migrationNames().filter((name) => !names.has(name));
}

async function migrateSchema({ ownerUrl, log }: MigrateOptions): Promise<void> {
	const pool = new pg.Pool({ connectionString: ownerUrl, max: 2 });
	const db = new Kysely<unknown>({ dialect: new PostgresDialect({ pool }) });
	try {
		const { error, results = [] } = await new Migrator({ db, provider: new FolderProvider() }).migrateToLatest();
		const failed = results.find((result) => result.status === 'Error');
		if (error !== undefined) throw new Error(`Migration ${failed?.migrationName ?? ''} failed`, { cause: error });
		const names = results.map((result) => result.migrationName);
		if (names.length > 0) log.info({ migrations: names }, 'database migrated');
	} finally {
		await db.destroy();
	}
}

/**
 * The job queue's tables carry row level security without policies: only their owner sees a row. So the
 * application's role owns them, and may make schemas for just as long as that takes.
 */
async function migrateJobs({ appUrl, log }: MigrateOptions, owner: pg.Client, appRole: string): Promise<void> {
	const self = await owner.query<{ role: string; name: string }>(
		'select current_user as role, current_database() as name'
	);
	const { role, name } = self.rows[0] ?? { role: appRole, name: '' };
	const logger = new JobLogger(() => (level, message) => log.debug({ level }, message));
	if (role === appRole) return runMigrations({ connectionString: appUrl, logger });
	const target = `on database ${pg.escapeIdentifier(name)}`;
	await owner.query(`grant create ${target} to ${pg.escapeIdentifier(appRole)}`);
	try {
		await runMigrations({ connectionString: appUrl, logger });
	} finally {
		await owner.query(`revoke create ${target} from ${pg.escapeIdentifier(appRole)}`);
	}
}

/** Asked rather than read from the address, which may leave the name to the environment. */
async function roleOf(url: string): Promise<string> {
	const client = new pg.Client({ connectionString: url });
	await client.connect();
	try {
		const answer = await client.query<{ role: string }>('select current_user as role');
		return answer.rows[0]?.role ?? '';
	} finally {
		await client.end();
	}
}

class FolderProvider implements MigrationProvider {
	async getMigrations(): Promise<Record<string, Migration>> {
		const load = async (name: string): Promise<[string, Migration]> => [
			name,
			await import(/* @vite-ignore */ pathToFileURL(join(FOLDER, `${name}.ts`)).href)
		];
		return Object.fromEntries(await Promise.all(migrationNames().map(load)));
	}
}
