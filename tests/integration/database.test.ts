import { sql } from 'kysely';
import pg from 'pg';
import { describe, expect, it } from 'vitest';
import { standingClock } from '#server/clock.ts';
import { type Database, openDatabase, openPool } from '#server/database/database.ts';
import { bySystem, transact } from '#server/database/transaction.ts';
import { createFeed } from '#server/feed/feed.ts';
import { createLog } from '#server/log.ts';
import { TEST_NOW } from '../support/application.ts';
import { testDatabaseUrl } from '../support/postgres.ts';

it('a connection that dies in the middle of a query fails that query and nothing else', async () => {
	const { appUrl, drop } = await testDatabaseUrl();
	const { database } = openDatabase(appUrl, createLog({ level: 'fatal' }));
	const sleeping = sql`select pg_sleep(30) as marker`.execute(database).then(
		() => 'slept',
		() => 'failed'
	);
	const end = sql`select pg_terminate_backend(pid) from pg_stat_activity where query like '%pg_sleep%' and pid <> pg_backend_pid()`;
	for (let tries = 0; tries < 50; tries++) {
		const { rows } = await end.execute(database);
		if (rows.length > 0) break;
		await new Promise((resolve) => setTimeout(resolve, 20));
	}
	expect(await sleeping).toBe('failed');
	// The pool may hand the dying connection out once more before it notices.
	const again = () => sql<{ one: number }>`select 1 as one`.execute(database);
	expect((await again().catch(again)).rows).toEqual([{ one: 1 }]);
	await database.destroy();
	await drop();
});

describe('a connection that is lost', () => {
	/** What the log is told when a connection is cut off that is in use, by then from a pool that is ending or not. */
	async function toldOf({ ending }: { ending: boolean }): Promise<string[]> {
		const { appUrl, drop } = await testDatabaseUrl();
		const told: string[] = [];
		const pool = openPool(appUrl, { warn: (_about: unknown, what?: string) => void told.push(what ?? '') }, {});
		const client = await pool.connect();
		const { rows } = await client.query<{ pid: number }>('select pg_backend_pid() as pid');
		const cutOff = new Promise((resolve) => client.once('end', resolve));
		const ended = ending ? pool.end() : Promise.resolve();
		const operator = new pg.Client({ connectionString: appUrl });
		await operator.connect();
		await operator.query('select pg_terminate_backend($1)', [rows[0]?.pid]);
		await operator.end();
		await cutOff;
		client.release(true);
		await (ending ? ended : pool.end());
		await drop();
		return told;
	}

	it('is told in the log', async () => {
		expect(await toldOf({ ending: false })).toContain('database connection lost');
	});

	it('is no news while we stop: the embedded database may end before the last connection has', async () => {
		expect(await toldOf({ ending: true })).toEqual([]);
	});
});

describe('a command on a database that by default answers before a commit is on disk', () => {
	it.each([
		['database', 'off', 'on'],
		['role', 'off', 'on'],
		// Whoever waits for a standby too goes on waiting for it.
		['database', 'remote_apply', 'remote_apply']
	] as const)('is durable all the same: the %s says %s, the command says %s', async (what, setting, meant) => {
		const { appUrl, ownerUrl, drop } = await testDatabaseUrl();
		const name = new URL(appUrl).pathname.slice(1);
		const whose = what === 'role' ? `role current_user in database ${name}` : `database ${name}`;
		const operator = new pg.Client({ connectionString: what === 'role' ? appUrl : ownerUrl });
		await operator.connect();
		await operator.query(`alter ${whose} set synchronous_commit = ${setting}`);
		await operator.end();
		const { database } = openDatabase(appUrl, createLog({ level: 'fatal' }));
		const read = async (db: Database): Promise<string | undefined> => {
			const { rows } = await sql<{ how: string }>`select current_setting('synchronous_commit') as how`.execute(db);
			return rows[0]?.how;
		};
		const deps = { database, clock: standingClock(TEST_NOW), feed: createFeed(() => undefined) };
		expect(await read(database)).toBe(setting);
		expect(await transact(deps, bySystem(), ({ db }) => read(db))).toBe(meant);
		expect(await read(database), 'nothing else is changed').toBe(setting);
		await database.destroy();
		await drop();
	});
});
