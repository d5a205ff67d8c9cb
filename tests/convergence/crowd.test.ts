import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Kysely } from 'kysely';
import * as Y from 'yjs';
import { createDecoder, readVarUint, readVarUint8Array } from 'lib0/decoding';
import { awarenessFrame, syncFrame } from '#lib/protocol/binary-frames.ts';
import { CLOSE } from '#lib/protocol/close-codes.ts';
import { FRAME, SYNC } from '#lib/protocol/frames.ts';
import type { DB } from '#server/database/schema.ts';
import { testDatabaseUrl, type TestDatabase } from '../support/postgres.ts';
import { LiveClient, RawClient, until } from './live-client.ts';
import { LiveServer, openTestDatabase } from './live-server.ts';
import { createAccount, createText } from './texts.ts';

let fresh: TestDatabase;
let database: Kysely<DB>;
let server: LiveServer;
let accounts: string[];
let text: Awaited<ReturnType<typeof createText>>;

beforeAll(async () => {
	fresh = await testDatabaseUrl();
	database = openTestDatabase(fresh.appUrl).database;
	accounts = [await createAccount(database), await createAccount(database), await createAccount(database)];
});

beforeEach(async () => {
	text = await createText(database);
	const limits = { soft: 16 * 1024, hard: 64 * 1024, lagMs: 150 };
	server = await new LiveServer(database, { limits, checkMs: 30 }).start();
});

afterEach(() => server.stop());

afterAll(async () => {
	await database.destroy();
	await fresh.drop();
});

const stateOf = (client: LiveClient, of: LiveClient) => client.provider.awareness.getStates().get(of.doc.clientID);

describe('stock y-websocket clients', () => {
	test('see each other, and their echoes reach nobody', async () => {
		const stock = accounts.map((accountId) => new LiveClient(server, text.path, { accountId, ours: false }));
		const [one, two, three] = stock as [LiveClient, LiveClient, LiveClient];
		await until('all to be in', () => stock.every((client) => client.provider.synced));
		stock.forEach((client, n) => client.provider.awareness.setLocalState({ cursor: n }));
		await until('all to see all', () =>
			stock.every((client) => stock.every((other, n) => stateOf(client, other)?.cursor === n))
		);
		await new Promise((resolve) => setTimeout(resolve, 250));
		const { framesDropped } = server.realtime.metrics;
		one.provider.awareness.setLocalState({ cursor: 'ny' });
		await until('the others to see it', () => [two, three].every((client) => stateOf(client, one)?.cursor === 'ny'));
		await new Promise((resolve) => setTimeout(resolve, 250));
		const echoes = server.realtime.metrics.framesDropped - framesDropped;
		expect(echoes).toBeGreaterThan(0);
		expect(echoes).toBeLessThanOrEqual(2);
		expect(stateOf(one, one)).toEqual({ cursor: 'ny' });
		one.destroy();
		await until(
			'the others to see it leave',
			() => stateOf(two, one) === undefined && stateOf(three, one) === undefined
		);
		expect(stateOf(two, three)).toBeDefined();
		two.destroy();
		three.destroy();
	});

	test('come back after a cut and are seen again', async () => {
		const [one, two] = accounts.map((accountId) => new LiveClient(server, text.path, { accountId, ours: false }));
		if (one === undefined || two === undefined) throw new Error('no clients');
		one.provider.awareness.setLocalState({ cursor: 1 });
		await until('one to be seen', () => stateOf(two, one)?.cursor === 1);
		one.cut();
		await until('one to be gone', () => stateOf(two, one) === undefined);
		await until('one to be seen again', () => stateOf(two, one)?.cursor === 1);
		await server.cut();
		await server.start();
		await until('both to be in again', () => one.provider.synced && two.provider.synced);
		await until('one to be seen once more', () => stateOf(two, one)?.cursor === 1);
		one.destroy();
		two.destroy();
	});

	test('cannot speak for others, remove them, or show themselves as readers', async () => {
		const [anna, bo] = accounts as [string, string, string];
		const editor = new LiveClient(server, text.path, { accountId: anna, ours: false });
		const watcher = new LiveClient(server, text.path, { accountId: bo, ours: false });
		editor.provider.awareness.setLocalState({ cursor: 1 });
		await until('the editor to be seen', () => stateOf(watcher, editor)?.cursor === 1);
		const id = editor.doc.clientID;
		const removal = [1, ...varUint(id), ...varUint(2 ** 40), 4, ...Buffer.from('null')];
		const headers = { origin: server.origin };
		for (const cookie of [`who=${bo}`, '']) {
			const raw = await new RawClient(server.socketOrigin + text.path, { ...headers, cookie }).opened();
			raw.socket.send(awarenessFrame(Uint8Array.from(removal)));
			raw.socket.send(awarenessFrame(Uint8Array.from([1, 7, 1, 2, ...Buffer.from('{}')])));
			await new Promise((resolve) => setTimeout(resolve, 150));
			expect(stateOf(watcher, editor)?.cursor).toBe(1);
			expect(watcher.provider.awareness.getStates().has(7)).toBe(cookie !== '');
			raw.socket.terminate();
		}
		editor.destroy();
		watcher.destroy();
	});
});

describe('a reader who takes nothing', () => {
	async function paused(): Promise<RawClient> {
		const raw = await new RawClient(server.socketOrigin + text.path, { origin: server.origin }).opened();
		raw.socket.send(syncFrame(SYNC.ask, Uint8Array.of(0)));
		await until('the text to arrive', () => raw.kinds.includes(FRAME.sync));
		raw.socket.pause();
		return raw;
	}

	/** Pastes much, and waits until it is stored, a piece at a time. */
	async function paste(writer: LiveClient, megabytes: number): Promise<void> {
		for (let n = 0; n < megabytes * 4; n++) {
			writer.doc.getText('t').insert(0, `${n}`.padEnd(256 * 1024, '.'));
			await until('the piece to be saved', () => writer.saved);
		}
	}

	test('holds nobody up, costs little memory, and has the right text when it wakes', async () => {
		const patient = await new LiveServer(database, { limits: { soft: 16 * 1024, hard: 64 * 1024 } }).start();
		await server.stop();
		server = patient;
		const writer = new LiveClient(server, text.path, { accountId: accounts[0] });
		const reader = new LiveClient(server, text.path);
		const slow = await paused();
		await paste(writer, 6);
		await until('the others to have it', () => reader.text === writer.text);
		expect(server.realtime.metrics.slowReaders).toBe(1);
		slow.socket.resume();
		const copy = new Y.Doc();
		await until('the slow one to have it', () => {
			for (const frame of slow.frames.splice(0)) applyFrame(copy, frame);
			return copy.getText('t').toString() === writer.text;
		});
		for (const client of [writer, reader]) client.destroy();
		slow.socket.terminate();
	});

	test('for too long is sent away to come back', async () => {
		const writer = new LiveClient(server, text.path, { accountId: accounts[0] });
		const slow = await paused();
		await paste(writer, 6);
		await until('it to be sent away', () => server.realtime.metrics.sockets === 1);
		slow.socket.resume();
		expect([CLOSE.overload, 1006]).toContain(await slow.end());
		writer.destroy();
	});
});

test('three hundred join at once and get the same text', async () => {
	const writer = new LiveClient(server, text.path, { accountId: accounts[0] });
	writer.doc.getText('t').insert(0, 'ett underlag '.repeat(2_000));
	await until('it to be saved', () => writer.saved);
	const crowd = Array.from(
		{ length: 300 },
		() => new RawClient(server.socketOrigin + text.path, { origin: server.origin })
	);
	await Promise.all(crowd.map((raw) => raw.opened()));
	for (const { socket } of crowd) socket.send(syncFrame(SYNC.ask, Uint8Array.of(0)));
	await until('all to have it', () => crowd.every((raw) => raw.kinds.includes(FRAME.sync)));
	const [first] = crowd[0]?.frames ?? [];
	for (const raw of crowd) expect(raw.frames[0]).toEqual(first);
	for (const { socket } of crowd) socket.terminate();
	writer.destroy();
});

function varUint(value: number): number[] {
	return value < 128 ? [value] : [(value % 128) + 128, ...varUint(Math.floor(value / 128))];
}

function applyFrame(doc: Y.Doc, frame: Uint8Array): void {
	const decoder = createDecoder(frame);
	if (readVarUint(decoder) !== FRAME.sync) return;
	readVarUint(decoder);
	Y.applyUpdate(doc, readVarUint8Array(decoder));
}
