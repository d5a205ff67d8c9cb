import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Kysely } from 'kysely';
import { v7 } from 'uuid';
import * as Y from 'yjs';
import { awarenessFrame, syncFrame } from '#lib/protocol/binary-frames.ts';
import { CLOSE } from '#lib/protocol/close-codes.ts';
import { FRAME, SYNC } from '#lib/protocol/frames.ts';
import type { DB } from '#server/database/schema.ts';
import { testDatabaseUrl, type TestDatabase } from '../support/postgres.ts';
import { Bystander } from './bystander.ts';
import { reachOf } from './hostile-updates.ts';
import { LiveClient, RawClient, until } from './live-client.ts';
import { LiveServer, openTestDatabase } from './live-server.ts';
import { clientFrame, Tcp } from './tcp.ts';
import { createAccount, createText, storedText } from './texts.ts';

// Frames that no client of ours sends. In every test somebody else writes in the same text and must notice nothing.

const WRITER_FRAME = 256 * 1024;

let fresh: TestDatabase;
let database: Kysely<DB>;
let server: LiveServer;
let anna: string;
let bo: string;
let carl: string;
let text: Awaited<ReturnType<typeof createText>>;
let bystander: Bystander;

beforeAll(async () => {
	fresh = await testDatabaseUrl();
	database = openTestDatabase(fresh.appUrl).database;
	[anna, bo, carl] = [await createAccount(database), await createAccount(database), await createAccount(database)];
	server = await new LiveServer(database, { limits: { writerFrame: WRITER_FRAME } }).start();
});

beforeEach(async () => {
	text = await createText(database);
	bystander = await Bystander.open(server, text.path, carl);
});

afterEach(() => bystander.expectUnhurt());

afterAll(async () => {
	await server.stop();
	await database.destroy();
	await fresh.drop();
});

const url = (path: string) => server.socketOrigin + path;

async function reader(): Promise<RawClient> {
	return new RawClient(url(text.path), { origin: server.origin }).opened();
}

async function writer(accountId = anna): Promise<RawClient> {
	return new RawClient(url(text.path), { origin: server.origin, cookie: `who=${accountId}` }).opened();
}

const write = (raw: RawClient, update: Uint8Array) => raw.socket.send(syncFrame(SYNC.update, update));

/** Whoever wrote something that is stored, besides the bystander: Yjs client ids. */
async function otherAuthors(): Promise<number[]> {
	const authors = reachOf(await storedText(database, text.id));
	return [...authors.keys()].filter((clientId) => clientId !== bystander.client.doc.clientID);
}

function words(doc = new Y.Doc()): Uint8Array {
	doc.getText('t').insert(0, 'ett ord');
	return Y.encodeStateAsUpdate(doc);
}

describe('frames that are not what they should be', () => {
	test.each([
		['nothing', []],
		['an unknown kind', [77]],
		['a kind of ours that only the server sends', [FRAME.saved, 5]],
		['a sync frame cut short', [FRAME.sync, SYNC.update, 200, 1, 2]],
		['an unknown step', [FRAME.sync, 9, 0]],
		['a number without end', Array.from({ length: 40 }, () => 255)],
		['a state vector that lies about its length', [FRAME.sync, SYNC.ask, 3, 255, 255, 3]],
		['a section that is no JSON', [FRAME.section, 1, 0x7b]]
	])('%s', async (_name, bytes) => {
		const raw = await writer();
		raw.send(...bytes);
		expect(await raw.end()).toBe(CLOSE.badFrame);
		expect(await otherAuthors()).toEqual([]);
	});

	test('a text frame in a room that speaks binary', async () => {
		const raw = await writer();
		raw.socket.send('{"kind":"section"}');
		expect(await raw.end()).toBe(CLOSE.badFrame);
	});

	test('binary, other JSON and noise in a room without a text', async () => {
		for (const say of ['[]', '{"kind":"point_published"}', '{"kind":', 'null', Uint8Array.of(0, 1)]) {
			const raw = await new RawClient(url(`/ws/document/${v7()}`), { origin: server.origin }).opened();
			raw.socket.send(say);
			expect(await raw.end(), String(say)).toBe(CLOSE.badFrame);
		}
	});

	test.each([
		['a reader', () => reader(), 65 * 1024],
		['a writer', () => writer(), WRITER_FRAME + 1]
	])('a frame larger than %s may send', async (_who, open, bytes) => {
		const raw = await open();
		raw.socket.send(new Uint8Array(bytes));
		expect(await raw.end()).toBe(1009);
	});

	test('a message in more pieces than anybody needs', async () => {
		const raw = await writer();
		for (let n = 0; n < 200; n++) raw.socket.send(Uint8Array.of(0), { fin: false });
		expect(await raw.end()).toBe(1008);
	});

	test('ten thousand pings, from one who reads none of the answers', async () => {
		const raw = await reader();
		raw.socket.pause();
		for (let n = 0; n < 10_000; n++) raw.socket.ping(new Uint8Array(100));
		await until('it to be sent away', () => server.realtime.metrics.sockets === 1);
		raw.socket.resume();
		expect(await raw.end()).toBe(CLOSE.overload);
	});

	test.each([
		['reader', FRAME.section, [4, 0x6e, 0x75, 0x6c, 0x6c]],
		['writer', FRAME.section, [4, 0x6e, 0x75, 0x6c, 0x6c]],
		['writer', FRAME.awareness, [4, 1, 9, 1, 0]],
		['writer', FRAME.queryAwareness, []],
		['writer', FRAME.sync, [SYNC.update, 2, 0, 0]]
	])('ten thousand tiny frames from a %s, kind %i', async (who, kind, rest) => {
		const raw = await (who === 'reader' ? reader() : writer());
		for (let n = 0; n < 10_000; n++) raw.send(kind, ...rest);
		expect(await raw.end()).toBe(CLOSE.overload);
	});
});

describe('frames that WebSocket does not know', () => {
	test.each([
		['without a mask', Uint8Array.of(0x82, 1, 0)],
		['with reserved bits', Uint8Array.of(0xf2, 0x80, 0, 0, 0, 0)],
		['of a reserved kind', clientFrame(0x0b, Uint8Array.of(1))],
		['longer than anything', clientFrame(2, Uint8Array.of(1), 2 ** 52)],
		['a ping that is too long', clientFrame(9, new Uint8Array(126))],
		['a close frame with a code that nobody may send', clientFrame(8, Uint8Array.of(0x03, 0xed))]
	])('%s', async (_what, frame) => {
		const tcp = await new Tcp(server).connected();
		tcp.ask(server, text.path, `who=${anna}`);
		expect(await tcp.status()).toBe(101);
		tcp.socket.write(frame);
		await tcp.ended();
		expect([1002, 1009]).toContain(tcp.closeCode);
	});
});

describe('what must not be written', () => {
	test('anything from a reader', async () => {
		for (const step of [SYNC.update, SYNC.answer]) {
			const raw = await reader();
			raw.socket.send(syncFrame(step, words()));
			expect(await raw.end()).toBe(CLOSE.forbidden);
		}
		expect(await otherAuthors()).toEqual([]);
	});

	test.each([
		['seven bytes that announce thirty million structs', [1, 0x80, 0x87, 0xa7, 0x0e, 1, 0], 'counts_exceed_bytes'],
		['a clock at two to the fortieth', [1, 1, 5, 0, 0, 128, 128, 128, 128, 128, 32, 0], 'clock_out_of_bounds'],
		['a deletion at two to the fortieth', [0, 1, 5, 1, 128, 128, 128, 128, 128, 32, 1], 'clock_out_of_bounds'],
		['the same deletion many times', [0, 1, 5, 2, 0, 9, 0, 9], 'bad_deletion'],
		['a struct that refers to itself', [1, 1, 5, 0, 0x84, 5, 0, 1, 97, 0], 'refers_to_itself'],
		['a document within the document', [1, 1, 5, 0, 9, 1, 1, 97, 1, 97, 0, 0], 'subdocument']
	])('%s', async (_what, update, reason) => {
		const raw = await writer();
		write(raw, Uint8Array.from(update));
		await raw.end();
		expect(raw.closed).toEqual({ code: CLOSE.badFrame, reason });
		expect(await otherAuthors()).toEqual([]);
	});

	test('an update that is cut off, wherever', async () => {
		const whole = words();
		for (let length = 0; length < whole.length; length++) {
			const raw = await writer();
			write(raw, whole.slice(0, length));
			expect(await raw.end(), `${length} of ${whole.length} bytes`).toBe(CLOSE.badFrame);
			expect(['truncated', 'counts_exceed_bytes'], raw.closed?.reason).toContain(raw.closed?.reason);
		}
		expect(await otherAuthors()).toEqual([]);
	});

	test('an update in format 2', async () => {
		const doc = new Y.Doc();
		words(doc);
		doc.getMap('meta').set('lång', 'text');
		const raw = await writer();
		write(raw, Y.encodeStateAsUpdateV2(doc));
		expect(await raw.end()).toBe(CLOSE.badFrame);
		expect(await otherAuthors()).toEqual([]);
	});

	test('words under the name of somebody else', async () => {
		const mine = new LiveClient(server, text.path, { accountId: anna });
		mine.doc.getText('t').insert(0, 'annas');
		await until('it to be saved', () => mine.saved);
		const forged = new Y.Doc();
		Y.applyUpdate(forged, Y.encodeStateAsUpdate(mine.doc));
		forged.clientID = mine.doc.clientID;
		forged.getText('t').insert(0, 'inte ');
		const raw = await writer(bo);
		write(raw, Y.encodeStateAsUpdate(forged));
		await raw.end();
		expect(raw.closed).toEqual({ code: CLOSE.badFrame, reason: 'foreign_client' });
		expect(mine.text).toBe('annas');
		expect((await storedText(database, text.id)).getText('t').toString()).toBe('annas');
		mine.destroy();
	});

	test('words between two that contradict each other: all but their author go on', async () => {
		const mine = new LiveClient(server, text.path, { accountId: anna });
		mine.doc.getText('t').insert(0, 'abc');
		await until('it to be saved', () => mine.saved);
		const [before, after] = [2, 0].map((clock) => [...varUint(mine.doc.clientID), clock]);
		const raw = await writer(bo);
		write(raw, Uint8Array.from([1, 1, 9, 0, 0b1100_0100, ...(before ?? []), ...(after ?? []), 1, 0x4d, 0]));
		await raw.end();
		expect(raw.closed).toEqual({ code: CLOSE.badFrame, reason: 'would_not_apply' });
		mine.doc.getText('t').insert(3, 'd');
		await until('it to be saved', () => mine.saved);
		expect((await storedText(database, text.id)).getText('t').toString()).toBe('abcd');
		expect(mine.closed).toEqual([]);
		mine.destroy();
	});

	test('words that lean on others which never come: asked for once, then refused', async () => {
		const later = laterWords();
		const raw = await writer();
		raw.socket.send(syncFrame(SYNC.answer, later));
		const questions = () => raw.frames.filter((frame) => frame[0] === FRAME.sync && frame[1] === SYNC.ask).length;
		await until('to be asked again', () => questions() === 2);
		raw.socket.send(syncFrame(SYNC.answer, later));
		await raw.end();
		expect(raw.closed).toEqual({ code: CLOSE.badFrame, reason: 'waits_for_others' });
		await expectJoinersWhole();
	});

	test('words that lean on others, a thousand times, from one who never answers the question', async () => {
		const raw = await writer();
		for (let n = 0; n < 1_000; n++) write(raw, laterWords());
		await until('all to be looked at', () => server.realtime.metrics.updatesReceived >= 1_000);
		await expectJoinersWhole();
		raw.socket.terminate();
	});

	test('cursors of others, of many, without end, or too long', async () => {
		const raw = await writer();
		const { framesDropped } = server.realtime.metrics;
		const id = bystander.client.doc.clientID;
		const garbled = [
			[1, ...varUint(id), 127, 4, ...Buffer.from('null')],
			[2, 7, 1, 2, ...Buffer.from('{}'), 8, 1, 2, ...Buffer.from('{}')],
			[1, 255, 255, 255],
			[1, 7, 1, ...varUint(3_000), ...Buffer.alloc(3_000, 'x')],
			[]
		];
		for (const update of garbled) raw.socket.send(awarenessFrame(Uint8Array.from(update)));
		await until('all to be dropped', () => server.realtime.metrics.framesDropped === framesDropped + garbled.length);
		expect(raw.closed).toBeNull();
		raw.socket.terminate();
	});
});

describe('one who asks for the text and does not read', () => {
	const TEXT_BYTES = 2_000_000;
	/** Twice what systems keep for somebody who does not read (up to 36 MB), before anything waits here. */
	const MOST_ASKS = 40;
	let patient: LiveServer;
	let typist: Bystander;
	let raw: RawClient;
	const ask = (n: number) => raw.socket.send(syncFrame(SYNC.ask, Y.encodeStateVector(new Map([[n + 1, 0]]))));
	const isSentAway = () => patient.realtime.metrics.sockets === 1;

	beforeEach(async () => {
		patient = await new LiveServer(database, { limits: { syncRequests: { rate: 0, burst: MOST_ASKS + 1 } } }).start();
		const { path } = await createText(database);
		const author = new LiveClient(patient, path, { accountId: anna });
		for (let n = 0; n < 10; n++) {
			author.doc.getText('t').insert(0, `${n}`.padEnd(200_000, '.'));
			await until('the text to be saved', () => author.saved);
		}
		author.destroy();
		typist = await Bystander.open(patient, path, bo);
		await until('the author to be gone', isSentAway);
		raw = await new RawClient(patient.socketOrigin + path, { origin: patient.origin }).opened();
		raw.socket.pause();
	});

	afterEach(async () => {
		raw.socket.resume();
		await raw.end();
		await typist.expectUnhurt();
		await patient.stop();
	});

	test('is answered until that much waits for it, and then sent away', async () => {
		for (let n = 0; n < MOST_ASKS; n++) ask(n);
		await until('it to be sent away', isSentAway);
		raw.socket.resume();
		await raw.end();
		const bytes = raw.frames.reduce((sum, { length }) => sum + length, 0);
		expect(bytes, 'the rest was not even made').toBeLessThan((MOST_ASKS / 2) * TEXT_BYTES);
	});

	test('is sent away as well when it is known to be behind already', async () => {
		const { metrics } = patient.realtime;
		const isKnown = (before: number) => metrics.slowReaders > before;
		for (let n = 0; n < MOST_ASKS && !isSentAway(); n++) {
			const before = metrics.slowReaders;
			ask(n);
			for (let waited = 0; waited < 20 && !isKnown(before); waited++) await new Promise((soon) => setTimeout(soon, 10));
		}
		await until('it to be sent away', isSentAway);
		expect(metrics.slowReaders).toBeGreaterThan(0);
	});
});

/** An edit without what it leans on. */
function laterWords(): Uint8Array {
	const doc = new Y.Doc();
	words(doc);
	const before = Y.encodeStateVector(doc);
	doc.getText('t').insert(3, ' till');
	return Y.encodeStateAsUpdate(doc, before);
}

async function expectJoinersWhole(): Promise<void> {
	const joiner = new LiveClient(server, text.path);
	await until('a joiner to be in', () => joiner.provider.synced);
	expect(joiner.doc.store.pendingStructs).toBeNull();
	expect(joiner.text).toBe('');
	joiner.destroy();
}

const varUint = (value: number): number[] =>
	value < 128 ? [value] : [(value % 128) + 128, ...varUint(Math.floor(value / 128))];
