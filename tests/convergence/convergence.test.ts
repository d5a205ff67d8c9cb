import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Kysely } from 'kysely';
import type { DB } from '#server/database/schema.ts';
import { createTextStorage } from '#server/realtime/text-storage.ts';
import { testDatabaseUrl, type TestDatabase } from '../support/postgres.ts';
import { LiveClient, until } from './live-client.ts';
import { LiveServer, openTestDatabase } from './live-server.ts';
import { seeds } from './soak.ts';
import { createAccount, createText, seeded, sequences, storedText } from './texts.ts';

let fresh: TestDatabase;
let database: Kysely<DB>;
let accounts: string[];

beforeAll(async () => {
	fresh = await testDatabaseUrl();
	database = openTestDatabase(fresh.appUrl).database;
	accounts = [await createAccount(database), await createAccount(database), await createAccount(database)];
});

afterAll(async () => {
	await database.destroy();
	await fresh.drop();
});

/** Every word is written once and is unlike every other, so that a lost or doubled one is seen. */
class Writers {
	readonly clients: LiveClient[];
	readonly written = new Set<string>();
	readonly deleted = new Set<string>();
	readonly #next: (below: number) => number;
	#count = 0;

	constructor(clients: LiveClient[], next: (below: number) => number) {
		this.clients = clients;
		this.#next = next;
	}

	edit(): void {
		const client = this.any();
		const text = client.doc.getText('t');
		if (this.#next(6) === 0) return this.#deleteWord(client);
		const word = `<${this.#count++}>`;
		this.written.add(word);
		const places = [...client.text.matchAll(/</g)].map((match) => match.index);
		text.insert(places[this.#next(places.length + 1)] ?? client.text.length, word);
		if (this.#next(5) === 0) text.format(0, Math.min(5, text.length), { bold: this.#next(2) === 0 ? true : null });
	}

	#deleteWord(client: LiveClient): void {
		const words = [...client.text.matchAll(/<\d+>/g)];
		const word = words[this.#next(words.length || 1)];
		if (word === undefined) return;
		this.deleted.add(word[0]);
		client.doc.getText('t').delete(word.index, word[0].length);
	}

	any(): LiveClient {
		const client = this.clients[this.#next(this.clients.length)];
		if (client === undefined) throw new Error('There are no clients.');
		return client;
	}

	async allSaved(): Promise<void> {
		const saved = until('everything to be saved', () => this.clients.every((client) => client.saved), 20_000);
		await saved.catch((error: unknown) => {
			throw new Error(this.clients.map((client) => client.standing).join('\n'), { cause: error });
		});
		await until('everybody to see the same', () => new Set(this.clients.map((client) => client.text)).size === 1);
	}

	/** Each word once, unless somebody deleted it. */
	check(text: string): void {
		for (const word of this.written) {
			const times = text.split(word).length - 1;
			expect(times, word).toBe(this.deleted.has(word) ? 0 : 1);
		}
	}
}

/** The room is let go, with whatever was on its way. */
async function everybodyLeaves(server: LiveServer, writers: Writers): Promise<void> {
	for (const client of writers.clients) client.provider.disconnect();
	await new Promise((resolve) => setTimeout(resolve, 25));
	expect(server.realtime.metrics.rooms).toBeLessThanOrEqual(1);
	for (const client of writers.clients) client.provider.connect();
}

async function story(seed: number, steps: number): Promise<void> {
	const next = seeded(seed);
	const text = await createText(database);
	const storage = createTextStorage(database, 0);
	const server = await new LiveServer(database, { storage, limits: { lingerMs: 5, snapshotRows: 7 } }).start();
	const open = (n: number) => new LiveClient(server, text.path, { accountId: accounts[n % 3], ours: true });
	const writers = new Writers([0, 1, 2, 3].map(open), next);
	const reader = new LiveClient(server, text.path);
	for (let step = 0; step < steps; step++) {
		const what = next(40);
		if (next(4) === 0) await new Promise((resolve) => setImmediate(resolve));
		if (what < 34) writers.edit();
		else if (what === 34) writers.any().cut();
		else if (what === 35) writers.any().provider.disconnect();
		else if (what === 36) writers.any().provider.connect();
		else if (what === 37 && next(3) === 0) await server.cut().then(() => server.start());
		else if (what === 38) await new Promise((resolve) => setTimeout(resolve, next(30)));
		else if (what === 39 && next(5) === 0) await everybodyLeaves(server, writers);
	}
	for (const client of writers.clients) client.provider.connect();
	await writers.allSaved();
	writers.check(writers.any().text);
	await until('the reader to see the same', () => reader.text === writers.any().text);
	const stored = await storedText(database, text.id);
	expect(stored.getText('t').toString()).toBe(reader.text);
	const { last_sequence } = await database
		.selectFrom('living_text')
		.select('last_sequence')
		.where('id', '=', text.id)
		.executeTakeFirstOrThrow();
	const numbers = await sequences(database, text.id);
	expect(numbers).toEqual(numbers.map((_, n) => last_sequence - numbers.length + 1 + n));
	for (const client of [...writers.clients, reader]) client.destroy();
	await server.stop();
}

describe('random edits by four editors, with cuts, reconnects, restarts and unloading', () => {
	test.each(seeds(6, 200))('end with the same text everywhere (seed %i)', async (seed) => story(seed, 600));
});

test('a text that was left is unloaded, compacted and opened again unchanged', async () => {
	const text = await createText(database);
	const storage = createTextStorage(database, 0);
	const server = await new LiveServer(database, { storage, limits: { lingerMs: 0 } }).start();
	const writer = new LiveClient(server, text.path, { accountId: accounts[0] });
	for (let n = 0; n < 60; n++) {
		writer.doc.getText('t').insert(0, `${n} `);
		await until('the edit to be saved', () => writer.saved);
	}
	expect(await sequences(database, text.id)).toHaveLength(60);
	writer.destroy();
	await until('the room to be let go', () => server.realtime.metrics.rooms === 0);
	await until('the snapshot to cover the updates', async () => (await sequences(database, text.id)).length === 0);
	const reader = new LiveClient(server, text.path);
	await until('the text to be back', () => reader.provider.synced);
	expect(reader.text).toBe(writer.text);
	expect((await server.realtime.readText(text.id))?.sequence).toBe(60);
	reader.destroy();
	await server.stop();
});
