import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import type { Kysely } from 'kysely';
import { v7 } from 'uuid';
import { CLOSE } from '#lib/protocol/close-codes.ts';
import type { DB } from '#server/database/schema.ts';
import { createTextStorage, type TextStorage } from '#server/realtime/text-storage.ts';
import { testDatabaseUrl, type TestDatabase } from '../support/postgres.ts';
import { LiveClient, until } from './live-client.ts';
import { LiveServer, openTestDatabase } from './live-server.ts';
import { createAccount, createText, sequences, storedText } from './texts.ts';

// Seven texts are written in one statement. Some of them can never be written: each is closed with its reason, and
// the others notice nothing.

const PLACES = [0, 1, 2, 3, 4, 5, 6];

let fresh: TestDatabase;
let database: Kysely<DB>;
let server: LiveServer;
let anna: string;
let texts: Awaited<ReturnType<typeof createText>>[];
let clients: LiveClient[];
/** The size of each commit; what each waits for; what happens before that of all seven. */
let sizes: number[];
let gate: Promise<void>;
let before: () => Promise<void>;

beforeAll(async () => {
	fresh = await testDatabaseUrl();
	database = openTestDatabase(fresh.appUrl).database;
	anna = await createAccount(database);
});

beforeEach(async () => {
	[sizes, gate, before] = [[], Promise.resolve(), () => Promise.resolve()];
	texts = await Promise.all(PLACES.map(() => createText(database)));
	const real = createTextStorage(database, 0);
	const commit: TextStorage['commit'] = async (batches) => {
		sizes.push(batches.length);
		await gate;
		if (batches.length === PLACES.length) await before();
		return real.commit(batches);
	};
	server = await new LiveServer(database, { storage: { ...real, commit }, longestPause: 60 }).start();
});

afterEach(async () => {
	for (const client of clients) client.destroy();
	await server.stop();
});

afterAll(async () => {
	await database.destroy();
	await fresh.drop();
});

/** Everybody writes at once; `trouble` comes when all seven are on their way to the database. */
async function writeAtOnce(strangers: number[], trouble: (id: (place: number) => string) => Promise<void>) {
	const author = (place: number) => (strangers.includes(place) ? v7() : anna);
	clients = texts.map(({ path }, place) => new LiveClient(server, path, { accountId: author(place) }));
	await until('all to be in', () => clients.every(({ saved }) => saved));
	let release = (): void => undefined;
	gate = new Promise<void>((resolve) => (release = resolve));
	sizes = [];
	before = () => trouble((place) => texts[place]?.id ?? '');
	const dams = [await damUp(), await damUp()];
	for (const { doc } of clients) doc.getText('t').insert(0, 'ord');
	await new Promise((resolve) => setTimeout(resolve, 50));
	release();
	await until('all seven to go at once', () => sizes.includes(PLACES.length));
	for (const dam of dams) dam.destroy();
}

/** Two commits are under way at once, at most: one of them waits at the gate now. */
async function damUp(): Promise<LiveClient> {
	const before = sizes.length;
	const dam = new LiveClient(server, (await createText(database)).path, { accountId: anna });
	await until('the dam to be in', () => dam.provider.synced);
	dam.doc.getText('t').insert(0, 'dämmer');
	await until('the dam to hold', () => sizes.length > before);
	return dam;
}

async function expectOutcome(closed: Record<number, number>): Promise<void> {
	const good = PLACES.filter((place) => !(place in closed));
	await until('the bad ones to be closed', () => clients.every((one, n) => good.includes(n) || one.closed.length > 0));
	await until('the good ones to be saved', () => good.every((place) => clients[place]?.saved));
	for (const place of PLACES) {
		expect(clients[place]?.closed[0]?.code, `place ${place}`).toBe(closed[place]);
		if (!good.includes(place)) continue;
		const { id } = texts[place] ?? { id: '' };
		expect((await storedText(database, id)).getText('t').toString()).toBe('ord');
		expect(await sequences(database, id)).toEqual([1]);
	}
}

test('one was deleted, one begun anew, one written by nobody, in the middle of a batch', async () => {
	await writeAtOnce([4], async (id) => {
		await database.deleteFrom('living_text').where('id', '=', id(1)).execute();
		await database.updateTable('living_text').set({ epoch: v7() }).where('id', '=', id(3)).execute();
	});
	await expectOutcome({ 1: CLOSE.gone, 3: CLOSE.otherEpoch, 4: CLOSE.notStorable });
	expect(server.realtime.metrics.roomsQuarantined).toBe(1);
});

test.each(PLACES)('the only bad one is at place %i', async (place) => {
	await writeAtOnce([place], async () => undefined);
	await expectOutcome({ [place]: CLOSE.notStorable });
});

test('all but one are bad', async () => {
	await writeAtOnce([0, 1, 2, 4, 5, 6], async () => undefined);
	await expectOutcome(Object.fromEntries([0, 1, 2, 4, 5, 6].map((place) => [place, CLOSE.notStorable])));
});
