import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { chmodSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import pg from 'pg';
import { startEmbedded, type EmbeddedDatabase } from '#server/database/embedded.ts';
import { isAlive, runningPostmaster } from '#server/database/embedded-run.ts';
import { placesIn } from '#server/database/embedded-cluster.ts';
import { migrate } from '#server/database/migrate.ts';
import { createLog } from '#server/log.ts';

/** A database of one's own for one test file. `drop` closes whatever is still connected. */
export type TestDatabase = { appUrl: string; ownerUrl: string; drop(): Promise<void> };

/** The three addresses of the run's server, as they travel to test files: see `global-setup.ts`. */
export type TestServer = { setupUrl: string; ownerUrl: string; appUrl: string };

export const TEMPLATE = 'medskick_template';
const VARIABLE = 'MEDSKICK_TEST_SERVER';
const PREFIX = 'medskick-test-';
const REAPER = fileURLToPath(new URL('./reaper.mjs', import.meta.url));

const quiet = createLog({ level: 'warn' });

/**
 * A Postgres of one's own in a temporary folder: for the run as a whole, and for tests that cut it off. It goes away
 * with this process, however that ends. `dispose` stops it and removes the folder. `durable`: a commit is kept as an
 * operator's database keeps it, which tests that cut the database off need.
 */
export async function startPostgres(
	options: { port?: number; dataDir?: string; durable?: boolean } = {}
): Promise<EmbeddedDatabase & { dataDir: string; dispose(): Promise<void> }> {
	const dataDir = options.dataDir ?? temporaryFolder();
	const server = await startEmbedded({
		dataDir,
		log: quiet,
		durable: options.durable ?? false,
		restart: false,
		port: options.port
	});
	spawn(process.execPath, [REAPER, String(process.pid), String(server.pid), dataDir], {
		detached: true,
		stdio: 'ignore'
	}).unref();
	const dispose = async () => {
		await server.stop('immediate');
		rmSync(dataDir, { recursive: true, force: true });
	};
	return Object.assign(server, { dataDir, dispose });
}

/** The run's server: a template that is migrated once, and its address in the environment of the test files. */
export async function startTestServer(): Promise<{ server: TestServer; dispose(): Promise<void> }> {
	removeLeftovers();
	const postgres = await startPostgres();
	const { setupUrl, ownerUrl, appUrl } = postgres;
	await onServer(setupUrl, `create database ${TEMPLATE} owner medskick_owner`);
	const template = { ownerUrl: withDatabase(ownerUrl, TEMPLATE), appUrl: withDatabase(appUrl, TEMPLATE) };
	await migrate({ ...template, log: quiet });
	const server = { setupUrl, ownerUrl, appUrl };
	process.env[VARIABLE] = JSON.stringify(server);
	return { server, dispose: postgres.dispose };
}

/**
 * A fresh database on the run's server: migrated and without rows, or with `migrated: false` without anything. Its files
 * are copied, which is less work than writing each of their pages to the log.
 */
export async function testDatabaseUrl(
	options: { server?: TestServer; migrated?: boolean } = {}
): Promise<TestDatabase> {
	const server = options.server ?? currentServer();
	const name = `test_${process.pid}_${randomBytes(6).toString('hex')}`;
	const template = options.migrated === false ? 'template1' : TEMPLATE;
	await onServer(
		server.setupUrl,
		`create database ${name} template ${template} owner medskick_owner strategy file_copy`
	);
	return {
		appUrl: withDatabase(server.appUrl, name),
		ownerUrl: withDatabase(server.ownerUrl, name),
		drop: () => onServer(server.setupUrl, `drop database if exists ${name} with (force)`)
	};
}

function currentServer(): TestServer {
	const value = process.env[VARIABLE];
	if (value === undefined) throw new Error('No test database server: is this file in tests/integration?');
	return JSON.parse(value);
}

async function onServer(setupUrl: string, statement: string): Promise<void> {
	const client = new pg.Client({ connectionString: setupUrl });
	await client.connect();
	try {
		await client.query(statement);
	} finally {
		await client.end();
	}
}

function withDatabase(address: string, name: string): string {
	const url = new URL(address);
	url.pathname = `/${name}`;
	return url.href;
}

/** Named after its process, so that a later run knows whose it was; open to pass through for the user `postgres`. */
export function temporaryFolder(): string {
	const folder = mkdtempSync(join(tmpdir(), `${PREFIX}${process.pid}-`));
	chmodSync(folder, 0o711);
	return folder;
}

/** What an earlier run could not clear away, because the machine or the reaper was cut off too. */
export function removeLeftovers(): void {
	for (const name of readdirSync(tmpdir()).filter((entry) => entry.startsWith(PREFIX))) {
		const pid = Number(/^\d+/.exec(name.slice(PREFIX.length))?.[0]);
		if (pid > 0 && isAlive(pid)) continue;
		const folder = join(tmpdir(), name);
		const left = runningPostmaster(placesIn(folder).cluster);
		if (left !== null) process.kill(left.pid, 'SIGQUIT');
		rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
	}
}
