import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import pg from 'pg';
import { sql } from 'kysely';
import { setTimeout as pause } from 'node:timers/promises';
import { migrate } from '#server/database/migrate.ts';
import { createLog } from '#server/log.ts';
import { createTextStorage } from '#server/realtime/text-storage.ts';
import { faultPoints, type FaultPoints } from '../support/fault-points.ts';
import { startPostgres } from '../support/postgres.ts';
import { mountSmallDisk } from '../support/small-disk.ts';
import { LiveClient, until } from './live-client.ts';
import { LiveServer, openTestDatabase, type LiveOptions } from './live-server.ts';
import { expectStoredOnce, keepRecord } from './stored.ts';
import { createAccount, createText, storedText } from './texts.ts';

// A Postgres that is there and does not do what it should. Writers are told, nobody is shown what is not stored, and
// when the trouble is over everything goes on without anybody's help.

const CONNECTIONS = 14;

let postgres: Awaited<ReturnType<typeof startPostgres>>;
let open: ReturnType<typeof openTestDatabase>;
/** The superuser, on the same database. */
let setup: ReturnType<typeof openTestDatabase>;
let faults: FaultPoints;
let server: LiveServer;
let accounts: string[];
let texts: Awaited<ReturnType<typeof createText>>[];
let writers: LiveClient[];
let readers: LiveClient[];

beforeAll(async () => {
	postgres = await startPostgres();
	await onServer(`alter system set max_connections = ${CONNECTIONS}`);
	const { port, dataDir } = postgres;
	await postgres.stop();
	postgres = await startPostgres({ port, dataDir });
	const { ownerUrl, appUrl } = postgres;
	await migrate({ ownerUrl, appUrl, log: createLog({ level: 'error' }) });
	await keepRecord(ownerUrl);
	faults = await faultPoints(ownerUrl, 'text_update');
	await faults.close();
	open = openTestDatabase(appUrl);
	setup = openTestDatabase(Object.assign(new URL(postgres.setupUrl), { pathname: new URL(appUrl).pathname }).href);
	accounts = [await createAccount(open.database), await createAccount(open.database)];
});

beforeEach(async () => {
	texts = [await createText(open.database), await createText(open.database)];
});

afterEach(async () => {
	for (const client of [...writers, ...readers]) client.destroy();
	await server.stop();
});

afterAll(async () => {
	await open.end();
	await setup.end();
	await postgres.dispose();
});

async function onServer(statement: string): Promise<void> {
	const client = new pg.Client({ connectionString: postgres.setupUrl });
	await client.connect();
	await client.query(statement).finally(() => client.end());
}

/** A writer and a reader at each of two texts. */
async function begin(options: LiveOptions = {}): Promise<void> {
	server = await new LiveServer(open.database, { longestPause: 100, ...options }).start();
	writers = texts.map(({ path }, n) => new LiveClient(server, path, { accountId: accounts[n] }));
	readers = texts.map(({ path }) => new LiveClient(server, path));
	await until('all to be in', () => writers.every((one) => one.saved) && readers.every((one) => one.provider.synced));
	write('före ');
	await expectEverywhere('före ');
}

const write = (words: string): void => writers.forEach(({ doc }) => doc.getText('t').insert(0, words));

async function expectToldAndHidden(shown: string): Promise<void> {
	await until('both writers to be told', () => writers.every(({ notices }) => notices.includes('not_saved')));
	await pause(150);
	expect(readers.map(({ text }) => text)).toEqual([shown, shown]);
	expect(writers.map(({ saved }) => saved)).toEqual([false, false]);
}

async function expectEverywhere(words: string): Promise<void> {
	await until('everything to be saved', () => writers.every((writer) => writer.saved), 20_000);
	await until('the readers to see it', () => readers.every(({ text }) => text === words));
	for (const { id } of texts) {
		expect((await storedText(open.database, id)).getText('t').toString()).toBe(words);
		await expectStoredOnce(open.database, id);
	}
}

/** Takes every connection that Postgres has for others than its superuser. */
async function takeAllConnections(): Promise<() => Promise<void>> {
	const taken: pg.Client[] = [];
	for (let refused = false; !refused;) {
		const client = new pg.Client({ connectionString: postgres.appUrl });
		client.on('error', () => undefined);
		refused = await client.connect().then(
			() => (taken.push(client), false),
			(error: unknown) => String((error as { code?: string }).code) === '53300'
		);
	}
	return async () => void (await Promise.all(taken.map((client) => client.end())));
}

test('no connection is left', async () => {
	await begin();
	await sql`select pg_terminate_backend(pid) from pg_stat_activity where usename = 'medskick_app'`.execute(
		setup.database
	);
	const release = await takeAllConnections();
	write('utan ');
	await expectToldAndHidden('före ');
	const late = new LiveClient(server, texts[0]?.path ?? '', { accountId: accounts[1] });
	write('plats ');
	await pause(300);
	await release();
	await expectEverywhere('plats utan före ');
	await until('one who came meanwhile to be in', () => late.text === 'plats utan före ');
	late.destroy();
});

test('every commit takes two seconds', async () => {
	await begin();
	const slowly = openTestDatabase(postgres.ownerUrl);
	await sql`update fault_point set commit_seconds = 2`.execute(slowly.database);
	const before = server.realtime.metrics.commits;
	const typing = setInterval(() => write('.'), 100);
	await until('both writers to be told', () => writers.every(({ notices }) => notices.includes('not_saved')));
	// Whatever a reader sees is in the database at that moment.
	for (let n = 0; n < 10; n++) {
		const [shown = ''] = readers.map(({ text }) => text);
		const stored = (await storedText(open.database, texts[0]?.id ?? '')).getText('t').toString();
		expect(stored.endsWith(shown)).toBe(true);
		await pause(200);
	}
	clearInterval(typing);
	const words = writers[0]?.text ?? '';
	await until('everything to be saved', () => writers.every((writer) => writer.saved), 20_000);
	// What gathered during one commit went with the next.
	expect(server.realtime.metrics.commits - before).toBeLessThan(10);
	await sql`update fault_point set commit_seconds = 0`.execute(slowly.database);
	await slowly.end();
	await expectEverywhere(words);
});

test('the disk is full', async () => {
	const disk = mountSmallDisk(postgres.dataDir, join(postgres.dataDir, 'postgres'));
	if (disk === null) return diskFullAsTold();
	try {
		await onServer(`create tablespace small location '${disk.path}'`);
		await sql`alter table text_update set tablespace small`.execute(setup.database);
		await sql`create table filling (bytes bytea) tablespace small`.execute(setup.database);
		await begin();
		await expect(fillDisk()).rejects.toMatchObject({ code: '53100' });
		// More than what is left of the last pages, and nothing that could be compressed.
		const much = randomBytes(20_000).toString('base64');
		write(much);
		await expectToldAndHidden('före ');
		await sql`drop table filling`.execute(setup.database);
		await expectEverywhere(`${much}före `);
	} finally {
		await sql`alter table text_update set tablespace pg_default`.execute(setup.database);
		await sql`drop table if exists filling`.execute(setup.database);
		await onServer('drop tablespace if exists small');
		disk.unmount();
	}
});

async function fillDisk(): Promise<void> {
	for (let n = 0; n < 10_000; n++) {
		await sql`insert into filling select decode(repeat(md5(random()::text), 60), 'hex')`.execute(setup.database);
	}
}

/** Where no small disk can be had: the same error, as the driver reports it. */
async function diskFullAsTold(): Promise<void> {
	let full = false;
	const storage = createTextStorage(open.database);
	const told = () => Promise.reject(Object.assign(new Error('could not extend file'), { code: '53100' }));
	await begin({ storage: { ...storage, commit: (batches) => (full ? told() : storage.commit(batches)) } });
	full = true;
	write('trångt ');
	await expectToldAndHidden('före ');
	full = false;
	await expectEverywhere('trångt före ');
}
