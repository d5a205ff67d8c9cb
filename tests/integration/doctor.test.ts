import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:http';
import { createServer as createListener, type AddressInfo, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import pg from 'pg';
import { SMTPServer } from 'smtp-server';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { sealAudit, SYSTEM_CHAIN } from '#server/audit/seal.ts';
import { bySystem, transact } from '#server/database/transaction.ts';
import { examine, type Examined } from '#server/doctor/examination.ts';
import type { Finding } from '#server/doctor/finding.ts';
import { exitCodeOf } from '#server/doctor/report.ts';
import { createLog } from '#server/log.ts';
import { testApplication, type TestApplication } from '../support/application.ts';
import { startMailbox } from '../support/mailbox.ts';
import { temporaryFolder, testDatabaseUrl, type TestDatabase } from '../support/postgres.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const installation: Examined['installation'] = { nodeVersion: '26.0.0', build: 'fresh' };
const log = createLog({ level: 'fatal' });

let database: TestDatabase;
let environment: Record<string, string>;

beforeAll(async () => void (database = await testDatabaseUrl()));
beforeEach(() => {
	environment = {
		DATABASE_URL: database.appUrl,
		MIGRATE_DATABASE_URL: database.ownerUrl,
		PORT: '0',
		DATA_DIR: tmpdir()
	};
});
afterAll(() => database.drop());

/** What is said about one thing. */
async function said(about: string, changes: Partial<Examined> = {}): Promise<Finding[]> {
	const found = await examine({ environment, installation, log, now: Date.now, deep: false, ...changes });
	return found.filter((finding) => finding.about === about);
}

async function asOwner(url: string, ...statements: string[]): Promise<void> {
	const owner = new pg.Client({ connectionString: url });
	await owner.connect();
	try {
		for (const statement of statements) await owner.query(statement);
	} finally {
		await owner.end();
	}
}

/** Breaks a database of its own and says what is found then. */
async function afterBreaking(about: string, ...statements: string[]): Promise<Finding[]> {
	const broken = await testDatabaseUrl();
	try {
		await asOwner(broken.ownerUrl, ...statements);
		environment = { ...environment, DATABASE_URL: broken.appUrl, MIGRATE_DATABASE_URL: broken.ownerUrl };
		return await said(about);
	} finally {
		await broken.drop();
	}
}

const only = (level: Finding['level'], says: string) => [
	expect.objectContaining({ level, says: expect.stringContaining(says) })
];

describe('a database as migrations leave it', () => {
	it('has nothing to be told, but that this one is allowed to forget', async () => {
		const found = await examine({ environment, installation, log, now: Date.now, deep: true });
		const unwell = found.filter(({ level }) => level !== 'ok').map(({ about, says }) => `${about}: ${says}`);
		expect(unwell).toEqual([
			'durability: fsync is off: a power cut may destroy the database',
			'durability: full_page_writes is off: a power cut may destroy the database',
			expect.stringContaining('durability: synchronous_commit is off'),
			'mail: no SMTP_URL is set: letters wait in the outbox'
		]);
		expect(found.length).toBeGreaterThan(12);
	});
});

describe('a look', () => {
	it('changes nothing', async () => {
		const before = await written(database.ownerUrl);
		await examine({ environment, installation, log, now: Date.now, deep: true });
		expect(await written(database.ownerUrl)).toEqual(before);
	});
});

/** How many rows have ever been written, by table. */
async function written(url: string): Promise<unknown[]> {
	const client = new pg.Client({ connectionString: url });
	await client.connect();
	try {
		await client.query('select pg_stat_force_next_flush()');
		const answer = await client.query(
			'select relname, n_tup_ins, n_tup_upd, n_tup_del from pg_stat_user_tables order by relname'
		);
		return answer.rows;
	} finally {
		await client.end();
	}
}

describe('what is broken is told, with what to do', () => {
	it('an application that may change the audit trail', async () => {
		const found = await afterBreaking('roles', 'grant update, delete on audit_event to medskick_app');
		expect(found).toEqual(only('error', 'medskick_app may delete audit_event, update audit_event'));
	});

	it('an application that was never granted a table', async () => {
		const found = await afterBreaking('roles', 'revoke all on point from medskick_app');
		expect(found).toEqual(only('error', 'may not read point'));
	});

	it('one role for everything', async () => {
		environment.DATABASE_URL = database.ownerUrl;
		delete environment.MIGRATE_DATABASE_URL;
		expect(await said('roles')).toEqual(only('warning', 'only triggers guard the audit trail'));
	});

	it('the application’s role in the place of the owner’s', async () => {
		environment.MIGRATE_DATABASE_URL = database.appUrl;
		expect(await said('roles')).toContainEqual(
			expect.objectContaining({ level: 'error', says: expect.stringContaining('may not change the schema') })
		);
	});

	it('a migration that is missing', async () => {
		const found = await afterBreaking('migrations', `delete from kysely_migration where name like '%-audit'`);
		expect(found).toEqual(only('error', 'not applied: 202611220005-audit'));
	});

	it('a migration of a later version', async () => {
		const found = await afterBreaking(
			'migrations',
			`insert into kysely_migration values ('209901010000-later', 'now')`
		);
		expect(found).toEqual(only('error', 'knows 209901010000-later'));
	});

	it('a migration whose file is another than the one that was applied', async () => {
		const recorded = `comment on table kysely_migration is '{"202611220005-audit":"other"}'`;
		expect(await afterBreaking('migrations', recorded)).toEqual(
			only('error', 'changed since they were applied: 202611220005-audit')
		);
	});

	it('a database that has never been migrated', async () => {
		const empty = await testDatabaseUrl({ migrated: false });
		environment = { ...environment, DATABASE_URL: empty.appUrl, MIGRATE_DATABASE_URL: empty.ownerUrl };
		const found = await examine({ environment, installation, log, now: Date.now, deep: false });
		await empty.drop();
		expect(found.filter(({ about }) => about === 'migrations')).toEqual(only('error', 'not applied: 2026'));
		expect(found.filter(({ about }) => about === 'search')).toHaveLength(2);
		expect(found.filter(({ about }) => about === 'audit')).toEqual(only('error', 'could not be examined'));
	});

	it('clocks that have drifted apart', async () => {
		const off = (ms: number) => said('clock', { now: () => Date.now() + ms });
		expect(await off(5_000)).toEqual(only('warning', 'ours is 5 s ahead of'));
		expect(await off(-300_000)).toEqual(only('error', 'ours is 300 s behind'));
	});

	it('a database that does not answer, while everything else is still looked at', async () => {
		environment.DATABASE_URL =
			environment.MIGRATE_DATABASE_URL = `postgres://app:hemligt@127.0.0.1:${await closedPort()}/x`;
		const found = await examine({ environment, installation, log, now: Date.now, deep: false });
		expect(found.filter(({ about }) => about === 'database')).toEqual(only('error', 'does not answer'));
		expect(found.map(({ about }) => about)).toEqual(expect.arrayContaining(['disk', 'mail']));
		expect(JSON.stringify(found)).not.toContain('hemligt');
		expect(exitCodeOf(found)).toBe(1);
	});

	it('every wrong setting, with an example', async () => {
		environment = { PORT: 'x', METRICS_PORT: 'y', ORIGIN: 'nowhere' };
		const found = await said('configuration');
		expect(found.map(({ level, mend }) => [level, mend?.split('=')[0]])).toEqual([
			['error', 'Example: PORT'],
			['error', 'Example: ORIGIN'],
			['error', 'Example: METRICS_PORT']
		]);
	});

	it('another program on our port', async () => {
		const stranger = createServer((_request, response) => void response.end('hello'));
		environment.PORT = String(await listening(stranger));
		expect(await said('server')).toEqual(only('warning', 'another program answers'));
		stranger.closeAllConnections();
		stranger.close();
	});

	it('a folder in which no database has been made yet, which stays as it is', async () => {
		environment = { DATA_DIR: temporaryFolder(), PORT: '0' };
		expect(await said('database')).toEqual(only('ok', 'npm start makes it'));
	});
});

const listening = async (server: Server): Promise<number> => {
	server.listen(0, '127.0.0.1');
	await once(server, 'listening');
	return (server.address() as AddressInfo).port;
};

async function closedPort(): Promise<number> {
	const server = createListener();
	const port = await listening(server);
	server.close();
	return port;
}

describe('mail', () => {
	it('is fine when the server lets us in, without a letter, and an error once it has stopped', async () => {
		const mailbox = await startMailbox();
		environment = { ...environment, SMTP_URL: mailbox.url, MAIL_FROM: 'Medskick <noreply@example.se>' };
		expect(await said('mail')).toEqual(only('ok', 'nothing was sent'));
		await mailbox.close();
		expect(await said('mail')).toEqual(only('error', 'ECONNREFUSED'));
	});

	it('is an error when the password is wrong, which is not repeated', async () => {
		const server = new SMTPServer({
			disabledCommands: ['STARTTLS'],
			logger: false,
			onAuth: (_auth, _session, done) => done(new Error('Invalid login'))
		});
		const listener = server.listen(0, '127.0.0.1');
		await once(listener, 'listening');
		const { port } = listener.address() as AddressInfo;
		environment.SMTP_URL = `smtp://anna:hemligt@127.0.0.1:${port}`;
		const found = await said('mail');
		expect(found).toEqual(only('error', 'Invalid login'));
		expect(JSON.stringify(found)).not.toContain('hemligt');
		await new Promise<void>((resolve) => server.close(() => resolve()));
	});
});

describe('beside a process at work', () => {
	let t: TestApplication;

	beforeAll(async () => void (t = await testApplication()));
	beforeEach(() => {
		environment = { ...environment, DATABASE_URL: t.appUrl, MIGRATE_DATABASE_URL: t.ownerUrl };
	});
	afterAll(() => t.close());

	const happens = (objectId: string) =>
		transact({ database: t.app.database, clock: t.clock, feed: t.app.feed }, bySystem(), (change) =>
			change.audit({ action: 'test.done', objectType: 'test', objectId, dialogueId: null })
		);

	it('says that one works on the database', async () => {
		expect(await said('server')).toEqual(only('ok', 'a process works on this database'));
	});

	it('tells of jobs that gave up, and of one that nobody takes', async () => {
		await asOwner(
			t.appUrl,
			`select graphile_worker.add_job('nobody_knows_this', run_at => now() - interval '1 hour')`,
			`select graphile_worker.add_job('send_mail', run_at => now() + interval '1 day', job_key => 'failed')`,
			`update graphile_worker._private_jobs set attempts = max_attempts where key = 'failed'`
		);
		const found = await said('jobs');
		expect(found.map(({ level, says }) => `${level}: ${says}`)).toEqual([
			'error: one has been due for 60 min and nobody takes it',
			'warning: 1 job used up all attempts (send_mail)'
		]);
	});

	it('names the link of the audit trail that somebody has changed', async () => {
		for (const id of ['1', '2', '3']) await happens(id);
		await sealAudit(t.app.database, t.clock);
		expect(await said('audit')).toEqual(only('ok', 'from the first link'));
		await asOwner(
			t.ownerUrl,
			'alter table audit_event disable trigger user',
			`update audit_event set actor_role = 'nobody' where object_id = '2' and object_type = 'test'`,
			'alter table audit_event enable trigger user'
		);
		const [found] = await said('audit');
		expect(found).toMatchObject({ level: 'error' });
		expect(found?.says).toMatch(new RegExp(`^chain ${SYSTEM_CHAIN} breaks at \\d+ \\(event changed\\)$`));
	});
});

describe('npm run doctor', () => {
	const run = (...options: string[]) =>
		promisify(execFile)(process.execPath, ['scripts/doctor.mjs', ...options], {
			cwd: ROOT,
			env: { PATH: process.env.PATH, HOME: process.env.HOME, ...environment }
		}).then(
			({ stdout }) => ({ code: 0, stdout }),
			(error: { code: number; stdout: string; stderr: string }) => ({
				code: error.code,
				stdout: error.stdout + error.stderr
			})
		);

	it('prints a line for each and ends with 1 where something is wrong', async () => {
		const { code, stdout } = await run();
		expect(code).toBe(1);
		expect(stdout).toMatch(/^error {4}durability +fsync is off/m);
		expect(stdout).toMatch(/^\d+ ok, \d+ warning, \d+ error$/m);
	});

	it('writes the same for programs', async () => {
		const { stdout } = await run('--json');
		const { healthy, findings }: { healthy: boolean; findings: Finding[] } = JSON.parse(stdout);
		expect(healthy).toBe(false);
		expect(findings.find(({ about }) => about === 'migrations')).toMatchObject({ level: 'ok' });
	});

	it('knows what it can be asked', async () => {
		expect(await run('--fix')).toMatchObject({ code: 1, stdout: expect.stringContaining('No such option: --fix') });
	});
});
