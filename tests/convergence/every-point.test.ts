import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Kysely } from 'kysely';
import * as Y from 'yjs';
import type { DB } from '#server/database/schema.ts';
import { createTextStorage, type TextStorage } from '#server/realtime/text-storage.ts';
import { testDatabaseUrl, type TestDatabase } from '../support/postgres.ts';
import { LiveClient, until } from './live-client.ts';
import { LiveServer, openTestDatabase } from './live-server.ts';
import { SOAK } from './soak.ts';
import { expectStoredOnce, keepRecord } from './stored.ts';
import { createAccount, createText, storedText } from './texts.ts';

// A room's life: opened, written to, left, compacted, opened again. At each point where it talks to the database,
// before the question and before the answer, something else happens.

const MOST_POINTS = 80;
const ROUNDS = SOAK ? 4 : 2;

let fresh: TestDatabase;
let database: Kysely<DB>;
let anna: string;

beforeAll(async () => {
	fresh = await testDatabaseUrl();
	await keepRecord(fresh.ownerUrl);
	database = openTestDatabase(fresh.appUrl).database;
	anna = await createAccount(database);
});

afterAll(async () => {
	await database.destroy();
	await fresh.drop();
});

/** Two people at one text, and a storage that stops at the nth point to let something happen. */
class Life {
	readonly #real = createTextStorage(database, 0);
	readonly #at: number;
	readonly #happens: (life: Life) => Promise<void>;
	#passed = 0;
	#text = { id: '', path: '' };
	#server: LiveServer | null = null;
	#clients: LiveClient[] = [];
	#words = 0;

	constructor(at: number, happens: (life: Life) => Promise<void>) {
		[this.#at, this.#happens] = [at, happens];
	}

	/** Whether the point was reached. */
	get isReached(): boolean {
		return this.#passed >= this.#at;
	}

	get server(): LiveServer {
		if (this.#server === null) throw new Error('This life has not begun.');
		return this.#server;
	}

	#storage(): TextStorage {
		const { load, commit, find, tail, compact } = this.#real;
		const around =
			<A extends unknown[], T>(work: (...args: A) => Promise<T>) =>
			async (...args: A): Promise<T> => {
				await this.#point();
				const answer = await work(...args);
				await this.#point();
				return answer;
			};
		return {
			load: around(load),
			commit: around(commit),
			find: around(find),
			tail: around(tail),
			compact: around(compact)
		};
	}

	async #point(): Promise<void> {
		if (++this.#passed === this.#at) await this.#happens(this);
	}

	async live(): Promise<void> {
		this.#text = await createText(database);
		const limits = { lingerMs: 0, snapshotRows: 2 };
		this.#server = await new LiveServer(database, {
			storage: this.#storage(),
			limits,
			longestPause: 20,
			checkMs: 20
		}).start();
		this.#clients = [0, 1].map(() => new LiveClient(this.server, this.#text.path, { accountId: anna }));
		for (let round = 0; round < ROUNDS; round++) {
			await this.#bothAreIn();
			for (let n = 0; n < ROUNDS; n++) {
				this.write();
				await this.#bothAreIn();
			}
			this.leave();
			await until('the room to be let go', () => this.server.realtime.metrics.rooms === 0);
		}
		await this.#bothAreIn();
		await this.#expectWhole();
		await this.server.stop();
	}

	async #bothAreIn(): Promise<void> {
		this.return();
		await until('both to have everything', () => this.#clients.every((client) => client.saved) && this.#agree);
	}

	get #agree(): boolean {
		return this.#clients.every((client) => client.text === this.#clients[0]?.text);
	}

	write(): void {
		const client = this.#clients[this.#words % 2];
		client?.doc.getText('t').insert(0, `<${this.#words++}>`);
	}

	leave(): void {
		for (const client of this.#clients) client.provider.disconnect();
	}

	return(): void {
		for (const client of this.#clients) client.provider.connect();
	}

	/** As another process does that has the text open too. */
	async compactElsewhere(): Promise<void> {
		const loaded = await this.#real.load(this.#text.id);
		if (loaded === null) return;
		const doc = new Y.Doc();
		for (const update of loaded.state === null ? loaded.updates : [loaded.state, ...loaded.updates])
			Y.applyUpdate(doc, update);
		const [state, vector] = [Y.encodeStateAsUpdate(doc), Y.encodeStateVector(doc)];
		const { textId, epoch, sequence } = loaded;
		await this.#real.compact({ textId, epoch, through: sequence, state, vector });
	}

	async #expectWhole(): Promise<void> {
		const reader = new LiveClient(this.server, this.#text.path);
		await until('a reader to be in', () => reader.provider.synced);
		const words = Array.from({ length: this.#words }, (_, n) => `<${n}>`).toSorted();
		expect(reader.text.match(/<\d+>/g)?.toSorted()).toEqual(words);
		expect((await storedText(database, this.#text.id)).getText('t').toString()).toBe(reader.text);
		await expectStoredOnce(database, this.#text.id);
		for (const client of [...this.#clients, reader]) client.destroy();
	}
}

const EVENTS: Record<string, (life: Life) => Promise<void>> = {
	'somebody writes': async (life) => life.write(),
	'both leave and come back': async (life) => {
		life.leave();
		await new Promise((resolve) => setTimeout(resolve, 10));
		life.return();
	},
	'both leave with words on their way, and come back later': async (life) => {
		life.write();
		life.leave();
		setTimeout(() => life.return(), 30);
	},
	'another process compacts': (life) => life.compactElsewhere(),
	'the connection to the database is lost': () =>
		Promise.reject(Object.assign(new Error('terminating connection'), { code: '57P01' }))
};

describe('at every point between opening and letting go', () => {
	test.each(Object.keys(EVENTS))('%s: nothing is lost, nothing is doubled', async (event) => {
		const happens = EVENTS[event] ?? (() => Promise.resolve());
		let at = 0;
		for (let reached = true; reached && at < MOST_POINTS;) {
			const life = new Life(++at, happens);
			await life.live().catch((error: unknown) => {
				throw new Error(`at point ${at}`, { cause: error });
			});
			reached = life.isReached;
		}
		expect(at).toBeGreaterThan(15);
	});
});
