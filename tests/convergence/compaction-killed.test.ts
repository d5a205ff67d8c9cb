import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Kysely } from 'kysely';
import { v7 } from 'uuid';
import * as Y from 'yjs';
import type { DB } from '#server/database/schema.ts';
import { readsBack } from '#server/realtime/compaction.ts';
import { createTextStorage, seedText, type TextStorage } from '#server/realtime/text-storage.ts';
import type { Batch, Snapshot } from '#server/realtime/text-types.ts';
import { faultPoints, type FaultPoints } from '../support/fault-points.ts';
import { testDatabaseUrl, type TestDatabase } from '../support/postgres.ts';
import { LiveClient, until } from './live-client.ts';
import { LiveServer, openTestDatabase } from './live-server.ts';
import { createAccount, createText, sequences, storedText } from './texts.ts';

// Snapshots replace updates: the one moment when words could vanish from the database or come to stand twice.

const MOST_POINTS = 100;

let fresh: TestDatabase;
let database: Kysely<DB>;
let storage: TextStorage;
let faults: FaultPoints;
let anna: string;
let text: Awaited<ReturnType<typeof createText>>;

beforeAll(async () => {
	fresh = await testDatabaseUrl();
	database = openTestDatabase(fresh.appUrl).database;
	storage = createTextStorage(database, 0);
	faults = await faultPoints(fresh.ownerUrl, 'text_update', 'text_snapshot', 'living_text');
	anna = await createAccount(database);
});

beforeEach(async () => {
	text = await createText(database);
});

afterEach(async () => {
	await faults.tearAt(0);
	await faults.slowCommits(0);
});

afterAll(async () => {
	await faults.close();
	await database.destroy();
	await fresh.drop();
});

/** Somebody who writes to the text through the storage alone, one row at a time. */
class Hand {
	readonly doc = new Y.Doc();
	sequence = 0;
	#n = 0;
	#snapshot: Pick<Snapshot, 'state' | 'vector'> | null = null;

	/** A row with a new word in it, not stored yet. */
	next(): Batch {
		const before = Y.encodeStateVector(this.doc);
		this.doc.getText('t').insert(0, `<${this.#n++}>`);
		const bytes = Y.encodeStateAsUpdate(this.doc, before);
		const { id: textId, epoch } = text;
		return { id: v7(), textId, epoch, expected: this.sequence, rows: [{ accountId: anna, bytes }], claims: [] };
	}

	async write(rows: number): Promise<void> {
		for (let n = 0; n < rows; n++) {
			const batch = this.next();
			expect((await storage.commit([batch])).get(batch)).toBe('committed');
			this.sequence++;
			this.#snapshot = { state: Y.encodeStateAsUpdate(this.doc), vector: Y.encodeStateVector(this.doc) };
		}
	}

	/** What is committed; the document may be a row ahead. */
	snapshot(): Snapshot {
		const empty = { state: Uint8Array.of(0, 0), vector: Uint8Array.of(0) };
		return { textId: text.id, epoch: text.epoch, through: this.sequence, ...(this.#snapshot ?? empty) };
	}

	get words(): string {
		return this.doc.getText('t').toString();
	}
}

/** On a connection of its own, which does not survive. False: it was torn. */
async function compactTornAt(point: number, snapshot: Snapshot): Promise<boolean> {
	const { database: own, end } = openTestDatabase(fresh.appUrl);
	await faults.tearAt(point);
	const done = await createTextStorage(own, 0)
		.compact(snapshot)
		.catch(() => null);
	expect(done === null).toBe(await faults.isReached());
	await end();
	return done !== null;
}

async function snapshotOf(textId: string) {
	return database.selectFrom('text_snapshot').selectAll().where('text_id', '=', textId).executeTakeFirst();
}

/** The text is whole for whoever loads it now, and the snapshot, if there is one, decodes. */
async function expectWhole(words: string, vector: Uint8Array): Promise<void> {
	const loaded = await storage.load(text.id);
	const doc = new Y.Doc();
	for (const update of [loaded?.state ?? Uint8Array.of(0, 0), ...(loaded?.updates ?? [])]) Y.applyUpdate(doc, update);
	expect(doc.getText('t').toString()).toBe(words);
	expect(Y.encodeStateVector(doc)).toEqual(vector);
	const snapshot = await snapshotOf(text.id);
	if (snapshot === undefined) return;
	const alone = new Y.Doc();
	Y.applyUpdate(alone, snapshot.state);
	expect(readsBack({ state: snapshot.state, vector: Y.encodeStateVector(alone) })).toBe(true);
}

describe('a compaction that is cut off', () => {
	test.each([
		['the first', 0],
		['one that replaces another', 3]
	])('at every row it touches and at its commit loses nothing and doubles nothing: %s', async (_which, earlier) => {
		const hand = new Hand();
		await hand.write(earlier);
		if (earlier > 0) await storage.compact(hand.snapshot());
		await hand.write(4);
		let torn = 0;
		for (let point = 1; point < MOST_POINTS; point++) {
			const before = await sequences(database, text.id);
			const isDone = await compactTornAt(point, hand.snapshot());
			await expectWhole(hand.words, Y.encodeStateVector(hand.doc));
			if (isDone) break;
			torn++;
			expect(await sequences(database, text.id), 'all of it or nothing').toEqual(before);
		}
		// Before and after the snapshot and each of the four updates, and at the commit of each.
		expect(torn).toBeGreaterThanOrEqual(15);
		expect(await sequences(database, text.id)).toEqual([]);
		expect((await snapshotOf(text.id))?.through_sequence).toBe(hand.sequence);
	});

	test('and so fails more than once is taken up again when the database is back', async () => {
		let down = true;
		const gone = () => Promise.reject(Object.assign(new Error('gone'), { code: '57P01' }));
		const shaky: TextStorage = { ...storage, compact: (snapshot) => (down ? gone() : storage.compact(snapshot)) };
		const server = await new LiveServer(database, { storage: shaky, limits: { lingerMs: 0, snapshotRows: 3 } }).start();
		const writer = new LiveClient(server, text.path, { accountId: anna });
		const { metrics } = server.realtime;
		await until('the writer to be in', () => writer.saved);
		const write = async (): Promise<void> => {
			writer.doc.getText('t').insert(0, 'ord ');
			await until('it to be saved', () => writer.saved);
		};
		for (let n = 0; n < 15; n++) await write();
		expect(metrics.compactionsFailed).toBeGreaterThan(2);
		down = false;
		for (let n = 0; n < 6; n++) await write();
		await until('a snapshot to be there', () => metrics.compactions > 0);
		expect((await storedText(database, text.id)).getText('t').toString()).toBe(writer.text);
		writer.destroy();
		await server.stop();
	});
});

describe('two processes', () => {
	test('that compact the same text at once, while others write to it, leave it whole at every moment', async () => {
		const hand = new Hand();
		let writing = true;
		const compacting = async (pauseMs: number): Promise<number> => {
			let written = 0;
			for (; writing; await new Promise((resolve) => setTimeout(resolve, pauseMs))) {
				if (await storage.compact(hand.snapshot())) written++;
			}
			return written;
		};
		const reading = async (): Promise<void> => {
			for (; writing; await new Promise((resolve) => setTimeout(resolve, 1))) {
				const loaded = await storage.load(text.id);
				const doc = new Y.Doc();
				for (const update of [loaded?.state ?? Uint8Array.of(0, 0), ...(loaded?.updates ?? [])])
					Y.applyUpdate(doc, update);
				expect(doc.store.pendingStructs).toBeNull();
				expect(doc.getText('t').toString().split('<')).toHaveLength((loaded?.sequence ?? 0) + 1);
			}
		};
		const others = [compacting(1), compacting(2), reading()];
		for (let n = 0; n < 60; n++) await hand.write(1);
		writing = false;
		const [one, two] = await Promise.all(others);
		expect([Number(one) > 0, Number(two) > 0]).toEqual([true, true]);
		await expectWhole(hand.words, Y.encodeStateVector(hand.doc));
	});

	test('with the text open in both: each takes in what the other wrote, also when that is compacted already', async () => {
		const limits = { lingerMs: 0, snapshotRows: 2 };
		const servers = [
			await new LiveServer(database, { storage, limits }).start(),
			await new LiveServer(database, { storage, limits }).start()
		];
		const writers = servers.map((server) => new LiveClient(server, text.path, { accountId: anna }));
		await until('both to be in', () => writers.every((writer) => writer.saved));
		for (let round = 0; round < 12; round++) {
			const writer = writers[round % 4 < 2 ? 0 : 1];
			writer?.doc.getText('t').insert(0, `<${round}>`);
			await until('it to be saved', () => writer?.saved === true);
			await Promise.all(
				servers.map((server) => until('no compaction to be under way', () => server.realtime.metrics.queueDepth === 0))
			);
			await new Promise((resolve) => setTimeout(resolve, 10));
		}
		for (const [n, writer] of writers.entries()) {
			writer.doc.getText('t').insert(0, `<sist${n}>`);
			await until('the last to be saved', () => writer.saved);
		}
		writers[0]?.doc.getText('t').insert(0, '<slut>');
		await until(
			'the first to have everything',
			() => writers[0]?.saved === true && (writers[0]?.text.split('<').length ?? 0) === 16
		);
		const stored = (await storedText(database, text.id)).getText('t').toString();
		expect(stored).toBe(writers[0]?.text);
		expect(new Set(stored.match(/<[^>]*>/g)).size).toBe(15);
		for (const writer of writers) writer.destroy();
		for (const server of servers) await server.stop();
	});
});

describe('a text that is seeded anew while its old history is being compacted', () => {
	const seed = () => {
		const doc = new Y.Doc();
		doc.getText('t').insert(0, 'ny');
		const update = Y.encodeStateAsUpdate(doc);
		const fields = { textId: text.id, kind: 'text' as const, update, accountId: anna };
		return database.transaction().execute((tx) => seedText(tx, fields, v7));
	};

	test.each([1, 2, 5])('holds the new history only and can be compacted again (point %i)', async (point) => {
		const hand = new Hand();
		await hand.write(3);
		await faults.pauseAt(point, 0.3);
		const compacting = storage.compact(hand.snapshot());
		await until('the compaction to be at that point', () => faults.isReached());
		const [{ epoch, sequence }] = await Promise.all([seed(), compacting]);
		const doc = new Y.Doc();
		Y.applyUpdate(doc, (await storage.load(text.id))?.updates[0] ?? Uint8Array.of(0, 0));
		expect(doc.getText('t').toString()).toBe('ny');
		const [state, vector] = [Y.encodeStateAsUpdate(doc), Y.encodeStateVector(doc)];
		expect(await storage.compact({ textId: text.id, epoch, through: sequence, state, vector })).toBe(true);
		expect((await snapshotOf(text.id))?.epoch).toBe(epoch);
	});
});
