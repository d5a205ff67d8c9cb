import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Kysely } from 'kysely';
import { v7 } from 'uuid';
import * as Y from 'yjs';
import { syncFrame } from '#lib/protocol/binary-frames.ts';
import { CLOSE } from '#lib/protocol/close-codes.ts';
import { FRAME, SYNC } from '#lib/protocol/frames.ts';
import type { DB } from '#server/database/schema.ts';
import { testDatabaseUrl, type TestDatabase } from '../support/postgres.ts';
import { LiveClient, RawClient, until } from './live-client.ts';
import { LiveServer, openTestDatabase } from './live-server.ts';
import { createAccount, createText, sequences } from './texts.ts';

let fresh: TestDatabase;
let database: Kysely<DB>;
let server: LiveServer;
let anna: string;
let bo: string;
let text: Awaited<ReturnType<typeof createText>>;

beforeAll(async () => {
	fresh = await testDatabaseUrl();
	database = openTestDatabase(fresh.appUrl).database;
	[anna, bo] = [await createAccount(database), await createAccount(database)];
	server = await new LiveServer(database, { limits: { handshakeMs: 200, socketsPerAddress: 20 } }).start();
});

beforeEach(async () => {
	text = await createText(database);
});

afterAll(async () => {
	await server.stop();
	await database.destroy();
	await fresh.drop();
});

const asWriter = (accountId: string) => ({ origin: server.origin, cookie: `who=${accountId}` });
const url = (path: string) => server.socketOrigin + path;

async function reader(): Promise<RawClient> {
	return new RawClient(url(text.path), { origin: server.origin }).opened();
}

async function writer(accountId = anna): Promise<RawClient> {
	return new RawClient(url(text.path), asWriter(accountId)).opened();
}

const write = (raw: RawClient, update: Uint8Array) => raw.socket.send(syncFrame(SYNC.update, update));

function words(doc = new Y.Doc()): Uint8Array {
	doc.getText('t').insert(0, 'ett ord');
	return Y.encodeStateAsUpdate(doc);
}

describe('who is not let in', () => {
	test.each([
		['/', 404],
		['/ws', 404],
		['/ws/text/1', 404],
		['/ws/secrets/0190b5a0-0000-7000-8000-000000000000', 404],
		['/ws/text/0190b5a0-0000-7000-8000-000000000000/..', 404],
		['/ws/text/0190B5A0-0000-7000-8000-000000000000', 404],
		['/ws/text/%00', 404]
	])('an address that is no room: %s', async (path, status) => {
		expect(await new RawClient(url(path), { origin: server.origin }).end()).toBe(status);
	});

	test('a page of another site, with our visitor’s cookie', async () => {
		const headers = { ...asWriter(anna), origin: 'https://evil.example' };
		expect(await new RawClient(url(text.path), headers).end()).toBe(403);
		expect(await new RawClient(url(text.path), { cookie: `who=${anna}` }).end()).toBe(403);
		expect(await new RawClient(url(text.path), { origin: 'null' }).end()).toBe(403);
	});

	test('a text that does not exist', async () => {
		expect(await new RawClient(url(`/ws/text/${v7()}`), { origin: server.origin }).end()).toBe(CLOSE.gone);
	});

	test('more sockets from one address than allowed, and room again when they are gone', async () => {
		const many = Array.from({ length: 20 }, () => new RawClient(url(text.path), { origin: server.origin }));
		await Promise.all(many.map((socket) => socket.opened()));
		expect(await new RawClient(url(text.path), { origin: server.origin }).end()).toBe(429);
		for (const { socket } of many) socket.terminate();
		await until('the sockets to be gone', () => server.realtime.metrics.sockets === 0);
		(await reader()).socket.terminate();
	});
});

describe('who is refused with a reason', () => {
	test.each([[4401], [4403], [4404]] as const)('%i', async (code) => {
		const strict = await new LiveServer(database, { judge: async () => ({ refused: code }) }).start();
		const headers = { origin: strict.origin };
		expect(await new RawClient(strict.socketOrigin + text.path, headers).end()).toBe(code);
		await strict.stop();
	});

	test('a judgement that never comes, or fails', async () => {
		const judges = [() => new Promise<never>(() => undefined), () => Promise.reject(new Error('no database'))];
		for (const judge of judges) {
			const slow = await new LiveServer(database, { judge, limits: { handshakeMs: 50 } }).start();
			expect(await new RawClient(slow.socketOrigin + text.path, { origin: slow.origin }).end()).toBe(503);
			await slow.stop();
		}
	});
});

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
		expect(await sequences(database, text.id)).toEqual([]);
	});

	test('a text frame in a room that speaks binary', async () => {
		const raw = await writer();
		raw.socket.send('{"kind":"section"}');
		expect(await raw.end()).toBe(CLOSE.badFrame);
	});

	test('binary, other JSON and noise in a room without a text', async () => {
		for (const say of ['[]', '{"kind":"point_published"}', '{"kind":', 'null']) {
			const raw = await new RawClient(url(`/ws/document/${v7()}`), { origin: server.origin }).opened();
			raw.socket.send(say);
			expect(await raw.end(), say).toBe(CLOSE.badFrame);
		}
	});

	test('a frame larger than a reader may send', async () => {
		const raw = await reader();
		raw.socket.send(new Uint8Array(70 * 1024));
		expect(await raw.end()).toBe(1009);
	});

	test('ten thousand tiny frames', async () => {
		const raw = await reader();
		for (let n = 0; n < 10_000; n++) raw.send(FRAME.section, 4, 0x6e, 0x75, 0x6c, 0x6c);
		expect(await raw.end()).toBe(CLOSE.overload);
	});
});

describe('what must not be written', () => {
	test('anything from a reader', async () => {
		const raw = await reader();
		write(raw, words());
		expect(await raw.end()).toBe(CLOSE.forbidden);
		expect(await sequences(database, text.id)).toEqual([]);
	});

	test('seven bytes that announce thirty million structs', async () => {
		const raw = await writer();
		write(raw, Uint8Array.of(1, 0x80, 0x87, 0xa7, 0x0e, 1, 0));
		await raw.end();
		expect(raw.closed).toEqual({ code: CLOSE.badFrame, reason: 'counts_exceed_bytes' });
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
		expect(await sequences(database, text.id)).toHaveLength(1);
		mine.destroy();
	});

	test('words that lean on others which never come: asked for once, then refused', async () => {
		const doc = new Y.Doc();
		words(doc);
		const before = Y.encodeStateVector(doc);
		doc.getText('t').insert(3, ' till');
		const later = Y.encodeStateAsUpdate(doc, before);
		const raw = await writer();
		raw.socket.send(syncFrame(SYNC.answer, later));
		await until('to be asked again', () => raw.kinds.filter((kind) => kind === FRAME.sync).length === 2);
		raw.socket.send(syncFrame(SYNC.answer, later));
		await raw.end();
		expect(raw.closed).toEqual({ code: CLOSE.badFrame, reason: 'waits_for_others' });
		const joiner = new LiveClient(server, text.path);
		await until('a joiner to be in', () => joiner.provider.synced);
		expect(joiner.doc.store.pendingStructs).toBeNull();
		expect(joiner.text).toBe('');
		joiner.destroy();
	});

	test('and everybody else notices nothing', async () => {
		const good = new LiveClient(server, text.path, { accountId: anna });
		const raw = await writer(bo);
		good.doc.getText('t').insert(0, 'gott ');
		write(raw, Uint8Array.of(9, 9, 9));
		await raw.end();
		good.doc.getText('t').insert(0, 'mer ');
		await until('it to be saved', () => good.saved);
		expect(good.closed).toEqual([]);
		good.destroy();
	});
});
