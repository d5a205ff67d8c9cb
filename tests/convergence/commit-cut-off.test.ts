import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { sql, type Kysely } from 'kysely';
import type { DB } from '#server/database/schema.ts';
import { createTextStorage } from '#server/realtime/text-storage.ts';
import { faultPoints, type FaultPoints } from '../support/fault-points.ts';
import { Link } from '../support/link.ts';
import { testDatabaseUrl, type TestDatabase } from '../support/postgres.ts';
import { LiveClient, until } from './live-client.ts';
import { LiveServer, openTestDatabase } from './live-server.ts';
import { seeds } from './soak.ts';
import { expectStoredOnce, keepRecord } from './stored.ts';
import { createAccount, createText, seeded, storedText } from './texts.ts';

// The connection to Postgres breaks in the middle of a commit, so that nobody knows whether it came through.

const MOST_POINTS = 60;
const ATTEMPT_MS = 300;
const POOL = 6;

let fresh: TestDatabase;
let link: Link;
/** What the server uses goes over the link; what the test looks at does not. */
let database: Kysely<DB>;
let overLink: ReturnType<typeof openTestDatabase>;
let faults: FaultPoints;
let server: LiveServer;
let anna: string;
let text: Awaited<ReturnType<typeof createText>>;
let writer: LiveClient;
let reader: LiveClient;

beforeAll(async () => {
	fresh = await testDatabaseUrl();
	await keepRecord(fresh.ownerUrl);
	faults = await faultPoints(fresh.ownerUrl, 'text_update', 'living_text', 'text_client');
	database = openTestDatabase(fresh.appUrl).database;
	anna = await createAccount(database);
	const url = new URL(fresh.appUrl);
	link = await Link.to(() => Number(url.port));
	overLink = openTestDatabase(Object.assign(new URL(url), { port: String(link.port) }).href, {
		query_timeout: ATTEMPT_MS
	});
});

beforeEach(async () => {
	text = await createText(database);
	const storage = createTextStorage(overLink.database, 0);
	server = await new LiveServer(database, { storage, longestPause: 60, attemptMs: ATTEMPT_MS }).start();
	writer = new LiveClient(server, text.path, { accountId: anna });
	reader = new LiveClient(server, text.path);
	await until('both to be in', () => writer.saved && reader.provider.synced);
});

afterEach(async () => {
	Object.assign(link, { watcher: null, swallows: false, delayMs: 0 });
	await faults.tearAt(0);
	for (const client of [writer, reader]) client.destroy();
	await server.stop();
});

afterAll(async () => {
	await link.close();
	await overLink.end();
	await faults.close();
	await database.destroy();
	await fresh.drop();
});

const write = (words: string): void => writer.doc.getText('t').insert(0, words);
const stored = async (): Promise<string> => (await storedText(database, text.id)).getText('t').toString();
/** The statement itself is not sent every time; its values are. */
const isCommit = (bytes: Buffer): boolean => bytes.includes(text.epoch) && bytes.includes(anna);

/** The pool of the server has as many as it may; all of them work and are idle. */
async function openAllConnections(): Promise<void> {
	await Promise.all(Array.from({ length: POOL }, () => sql`select pg_sleep(0.1)`.execute(overLink.database)));
}

async function expectEverywhere(words: string): Promise<void> {
	await until('everything to be saved', () => writer.saved);
	await until('the reader to see it', () => reader.text === words);
	expect([writer.text, await stored()]).toEqual([words, words]);
	await expectStoredOnce(database, text.id);
}

test('at every row that is written, and at the commit itself: stored once, and shown only then', async () => {
	let words = '';
	let point = 0;
	for (let reached = true; reached && point < MOST_POINTS;) {
		await faults.tearAt(++point);
		words = `<${point}>${words}`;
		write(`<${point}>`);
		await until('it to be saved', () => writer.saved);
		reached = await faults.isReached();
	}
	expect(point).toBeGreaterThan(6);
	expect(writer.notices).toContain('not_saved');
	await expectEverywhere(words);
});

describe('the answer to a commit', () => {
	test('is lost with the connection, once and once again: the words are stored and shown once', async () => {
		let lose = 2;
		const losing = new Set<unknown>();
		link.watcher = (bytes, from, pair) => {
			if (from === 'client' && isCommit(bytes) && lose-- > 0) losing.add(pair);
			// Postgres answers when it has committed.
			if (from === 'client' || !losing.has(pair)) return true;
			pair.client.destroy();
			return false;
		};
		write('en gång');
		await expectEverywhere('en gång');
		expect(losing.size).toBe(2);
		expect(writer.notices).toContain('not_saved');
	});

	test('never comes, and nothing says that the line is dead: it goes on over another one', async () => {
		const dead = new Set<unknown>();
		link.watcher = (bytes, from, pair) => {
			if (from === 'client' && isCommit(bytes) && dead.size === 0) dead.add(pair);
			return !(from === 'server' && dead.has(pair));
		};
		write('en gång');
		await until('the writer to be told', () => writer.notices.includes('not_saved'));
		await expectEverywhere('en gång');
	});
});

test('a network that swallows everything for a while, on every connection', async () => {
	write('före ');
	await expectEverywhere('före ');
	await openAllConnections();
	link.swallows = true;
	write('under ');
	await until('the writer to be told', () => writer.notices.includes('not_saved'));
	// As many attempts as the pool has connections, and some more: each of them hangs.
	await new Promise((resolve) => setTimeout(resolve, (POOL + 2) * (ATTEMPT_MS + 60)));
	expect([reader.text, await stored()]).toEqual(['före ', 'före ']);
	link.swallows = false;
	await expectEverywhere('under före ');
});

test.each(seeds(2, 40))('a line that breaks at random while somebody types (seed %i)', async (seed) => {
	const next = seeded(seed);
	link.watcher = (_bytes, _from, pair) => {
		const breaks = next(40) === 0;
		if (breaks) setTimeout(() => void pair.client.destroy(), next(4));
		return !breaks;
	};
	let words = '';
	for (let n = 0; n < 150; n++) {
		words = `<${n}>${words}`;
		write(`<${n}>`);
		if (n % 3 === 0) await new Promise((resolve) => setTimeout(resolve, next(6)));
		// What is shown is stored, at every moment.
		const shown = reader.text;
		if (n % 10 === 0) expect((await stored()).endsWith(shown)).toBe(true);
	}
	link.watcher = null;
	await expectEverywhere(words);
});
