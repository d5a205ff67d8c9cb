import pg from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { migrate, pendingMigrations } from '#server/database/migrate.ts';
import { createLog } from '#server/log.ts';
import { startPostgres, testDatabaseUrl, type TestDatabase } from '../support/postgres.ts';

const log = createLog({ level: 'fatal' });
const EVENT = `insert into audit_event (id, at, actor_role, action, object_type, object_id, result, request_id)
	values (gen_random_uuid(), now(), 'system', 'test', 'test', 'test', 'done', 'test')`;

async function attempt(url: string, statement: string): Promise<string> {
	const client = new pg.Client({ connectionString: url });
	await client.connect();
	try {
		await client.query(statement);
		return 'allowed';
	} catch (error) {
		return error instanceof Error ? error.message : String(error);
	} finally {
		await client.end();
	}
}

describe('migrating', () => {
	test('four processes that start at once on an empty database migrate it once', async () => {
		const server = await startPostgres();
		try {
			const { ownerUrl, appUrl } = server;
			await Promise.all([1, 2, 3, 4].map(() => migrate({ ownerUrl, appUrl, log })));
			const pool = new pg.Pool({ connectionString: appUrl });
			expect(await pendingMigrations(pool)).toEqual([]);
			await pool.end();
		} finally {
			await server.dispose();
		}
	});

	test('a database that is newer than the program is refused', async () => {
		const database = await testDatabaseUrl();
		await attempt(database.ownerUrl, `insert into kysely_migration values ('209901010000-later', 'now')`);
		const { ownerUrl, appUrl } = database;
		await expect(migrate({ ownerUrl, appUrl, log })).rejects.toThrow(/Migration/);
		await database.drop();
	});

	test('one role for both works too, with triggers as the guard of the audit trail', async () => {
		const database = await testDatabaseUrl({ migrated: false });
		const { ownerUrl } = database;
		await migrate({ ownerUrl, appUrl: ownerUrl, log });
		expect(await attempt(ownerUrl, EVENT)).toBe('allowed');
		expect(await attempt(ownerUrl, `update audit_event set action = 'other'`)).toMatch(/not allowed/);
		expect(await attempt(ownerUrl, 'delete from audit_event')).toMatch(/not allowed/);
		expect(await attempt(ownerUrl, 'truncate audit_event')).toMatch(/not allowed/);
		await database.drop();
	});
});

describe('the role that the application runs as (invariant 4)', () => {
	let database: TestDatabase;
	beforeAll(async () => {
		database = await testDatabaseUrl();
	});
	afterAll(() => database.drop());

	test.each([
		`update audit_event set action = 'other'`,
		'delete from audit_event',
		'truncate audit_event',
		'delete from audit_seal',
		'alter table audit_event disable trigger all',
		'drop table audit_event',
		`insert into kysely_migration values ('209901010000-later', 'now')`,
		'create table own (id int)',
		'create schema own',
		'set role medskick_owner'
	])('may not: %s', async (statement) => {
		expect(await attempt(database.appUrl, statement)).toMatch(/permission denied|must be owner/);
	});

	test.each([
		'select * from audit_event',
		`select graphile_worker.add_job('nothing')`,
		'select * from kysely_migration'
	])('may: %s', async (statement) => expect(await attempt(database.appUrl, statement)).toBe('allowed'));
});
