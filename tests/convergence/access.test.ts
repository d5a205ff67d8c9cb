import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Kysely } from 'kysely';
import { v7 } from 'uuid';
import * as Y from 'yjs';
import { syncFrame } from '#lib/protocol/binary-frames.ts';
import { CLOSE } from '#lib/protocol/close-codes.ts';
import { SYNC, type FeedFrame } from '#lib/protocol/frames.ts';
import { roomName } from '#lib/protocol/rooms.ts';
import type { DB } from '#server/database/schema.ts';
import type { Judgement } from '#server/realtime/judging.ts';
import { testDatabaseUrl, type TestDatabase } from '../support/postgres.ts';
import { LiveClient, RawClient, until } from './live-client.ts';
import { LiveServer, openTestDatabase } from './live-server.ts';
import { createAccount, createText, sequences, storedText } from './texts.ts';

let fresh: TestDatabase;
let database: Kysely<DB>;
let server: LiveServer;
let anna: string;
let bo: string;
let text: Awaited<ReturnType<typeof createText>>;
let mayRead: boolean;
let moderators: Set<string>;
let judgements: number;

beforeAll(async () => {
	fresh = await testDatabaseUrl();
	database = openTestDatabase(fresh.appUrl).database;
	[anna, bo] = [await createAccount(database), await createAccount(database)];
});

beforeEach(async () => {
	text = await createText(database);
	[mayRead, moderators, judgements] = [true, new Set(), 0];
	server = await new LiveServer(database, {
		judge: async ({ accountId }): Promise<Judgement> => {
			judgements++;
			if (accountId === null && !mayRead) return { refused: 4403 };
			return { access: accountId === null ? 'read' : 'write', moderator: moderators.has(accountId ?? '') };
		},
		limits: { lingerMs: 0 }
	}).start();
});

afterEach(() => server.stop());

afterAll(async () => {
	await database.destroy();
	await fresh.drop();
});

/** Every byte that has arrived, as text. */
const everything = (raw: RawClient): string =>
	raw.frames.map((frame) => Buffer.from(frame).toString('latin1')).join('');

async function seed(words: string): Promise<string> {
	const doc = new Y.Doc();
	doc.getText('t').insert(0, words);
	const update = Y.encodeStateAsUpdate(doc);
	const { epoch } = await database
		.transaction()
		.execute((tx) => server.realtime.seedText(tx, { textId: text.id, kind: 'text', update, accountId: anna }));
	await server.realtime.seeded(text.id, epoch);
	return epoch;
}

describe('words deleted before the text was shared', () => {
	test.each(['in one sitting', 'and stored in updates of their own, after a restart'])(
		'never reach a reader, %s',
		async (how) => {
			const editor = new LiveClient(server, text.path, { accountId: anna });
			const words = editor.doc.getText('t');
			words.insert(0, 'Detta är öppet. HEMLIGT-MARKÖR. Slut.');
			await until('it to be saved', () => editor.saved);
			words.delete(16, 15);
			await until('the deletion to be saved', () => editor.saved);
			if (how !== 'in one sitting') {
				editor.provider.disconnect();
				await server.cut();
				await server.start();
			}
			const reader = await new RawClient(server.socketOrigin + text.path, { origin: server.origin }).opened();
			const nothing = Uint8Array.of(0);
			const before = Y.encodeStateVector(new Map([[editor.doc.clientID, 10]]));
			for (const vector of [nothing, before]) reader.socket.send(syncFrame(SYNC.ask, vector));
			await until('both answers', () => reader.frames.length >= 2);
			expect(everything(reader)).toContain('Slut.');
			expect(everything(reader)).not.toContain('HEMLIGT');
			const read = await server.realtime.readText(text.id);
			expect(Buffer.from(read?.state ?? []).toString('latin1')).not.toContain('HEMLIGT');
			reader.socket.terminate();
			editor.destroy();
		}
	);
});

describe('a change of access', () => {
	test('stops reading within a second, also for one who never answers', async () => {
		const editor = new LiveClient(server, text.path, { accountId: anna });
		const reader = await new RawClient(server.socketOrigin + text.path, { origin: server.origin }).opened();
		await until('the editor to be in', () => editor.saved);
		mayRead = false;
		server.realtime.revoke({ room: roomName('text', text.id) });
		const frames = reader.frames.length;
		await until('the editor to be back', () => editor.closed.length === 1 && editor.saved);
		expect(editor.closed[0]?.code).toBe(CLOSE.accessChanged);
		editor.doc.getText('t').insert(0, 'efteråt');
		await until('it to be saved', () => editor.saved);
		expect(await reader.end()).toBe(CLOSE.accessChanged);
		expect(reader.frames.length).toBe(frames);
		const again = new RawClient(server.socketOrigin + text.path, { origin: server.origin });
		expect(await again.end()).toBe(CLOSE.forbidden);
		editor.destroy();
	});

	test('signing out elsewhere ends that session’s sockets and no others, and nothing more goes in', async () => {
		const [one, two] = [anna, bo].map((accountId) => new LiveClient(server, text.path, { accountId }));
		await until('both to be in', () => one?.saved === true && two?.saved === true);
		one?.doc.getText('t').insert(0, 'för sent');
		server.realtime.revoke({ sessionKey: anna });
		one?.provider.disconnect();
		await new Promise((resolve) => setTimeout(resolve, 50));
		expect(await sequences(database, text.id)).toEqual([]);
		expect(two?.closed).toEqual([]);
		one?.destroy();
		two?.destroy();
	});

	test('while a handshake is under way, it is judged again', async () => {
		let release = (): void => undefined;
		const gate = new Promise<void>((resolve) => (release = resolve));
		const answers: Judgement[] = [{ access: 'read', moderator: false }, { refused: 4403 }];
		const slow = await new LiveServer(database, {
			judge: async () => {
				await gate;
				return answers.shift() ?? { refused: 4404 };
			}
		}).start();
		const raw = new RawClient(slow.socketOrigin + text.path, { origin: slow.origin });
		await new Promise((resolve) => setTimeout(resolve, 50));
		slow.realtime.revoke({ accountId: bo });
		release();
		expect(await raw.end()).toBe(CLOSE.forbidden);
		await slow.stop();
	});

	test('a hundred at once, strangers and signed in, are one question about the room, and each is judged', async () => {
		const all = Array.from(
			{ length: 100 },
			(_, n) =>
				new RawClient(server.socketOrigin + text.path, {
					origin: server.origin,
					...(n % 2 === 0 ? {} : { cookie: `who=${anna}` })
				})
		);
		await Promise.all(all.map((raw) => raw.opened()));
		expect(server.roomsLookedUp).toBe(1);
		expect(judgements).toBe(100);
		for (const { socket } of all) socket.terminate();
	});
});

describe('a text that is seeded anew', () => {
	test('closes those who have the old one; the new one is not mixed with it', async () => {
		const editor = new LiveClient(server, text.path, { accountId: anna, epoch: text.epoch });
		editor.doc.getText('t').insert(0, 'gammalt ');
		await until('it to be saved', () => editor.saved);
		const epoch = await seed('nytt ');
		await until('it to be closed', () => editor.closed.length > 0);
		expect(editor.closed[0]?.code).toBe(CLOSE.otherEpoch);
		const fresh = new LiveClient(server, text.path, { accountId: bo, epoch });
		await until('a new one to be in', () => fresh.saved);
		expect(fresh.text).toBe('nytt ');
		expect((await server.realtime.readText(text.id))?.epoch).toBe(epoch);
		editor.destroy();
		fresh.destroy();
	});

	test('a reader without a mark of its own who comes back with the old one is closed too', async () => {
		const editor = new LiveClient(server, text.path, { accountId: anna });
		editor.doc.getText('t').insert(0, 'gammalt ');
		await until('it to be saved', () => editor.saved);
		const reader = new LiveClient(server, text.path, { ours: false });
		await until('the reader to have it', () => reader.text === 'gammalt ');
		reader.provider.disconnect();
		await seed('nytt ');
		reader.provider.connect();
		await until('the reader to be closed', () => reader.closed.length > 0);
		expect([reader.closed[0]?.code, reader.text]).toEqual([CLOSE.otherEpoch, 'gammalt ']);
		editor.destroy();
		reader.destroy();
	});

	test('also when nobody told: the next commit finds another epoch and the words stay with their author', async () => {
		const editor = new LiveClient(server, text.path, { accountId: anna });
		await until('it to be in', () => editor.saved);
		await database.updateTable('living_text').set({ epoch: v7() }).where('id', '=', text.id).execute();
		editor.doc.getText('t').insert(0, 'för den gamla');
		await until('it to be closed', () => editor.closed.length > 0);
		expect(editor.closed[0]?.code).toBe(CLOSE.otherEpoch);
		expect((await storedText(database, text.id)).getText('t').toString()).toBe('');
		editor.destroy();
	});
});

describe('draining', () => {
	test('stores what is on its way, lets nobody in, and sends everybody to come back', async () => {
		const editors = [anna, bo].map((accountId) => new LiveClient(server, text.path, { accountId }));
		await until('all to be in', () => editors.every((editor) => editor.saved));
		editors[0]?.doc.getText('t').insert(0, 'sista ordet');
		await new Promise((resolve) => setTimeout(resolve, 2));
		for (const editor of editors) editor.provider.shouldReconnect = () => false;
		await server.realtime.drain(50);
		expect(editors.map((editor) => editor.closed[0]?.code)).toEqual([CLOSE.restart, CLOSE.restart]);
		expect(await new RawClient(server.socketOrigin + text.path, { origin: server.origin }).end()).toBe(503);
		expect((await storedText(database, text.id)).getText('t').toString()).toBe('sista ordet');
		for (const editor of editors) editor.destroy();
	});
});

describe('news', () => {
	const room = roomName('document', v7());
	const open = (who?: string) =>
		new RawClient(`${server.socketOrigin}/ws/${room}`, {
			origin: server.origin,
			cookie: who ? `who=${who}` : ''
		}).opened();
	const heard = (raw: RawClient) =>
		raw.texts.flatMap((line) => {
			const frame: FeedFrame = JSON.parse(line);
			return frame.kind === 'event' ? frame.events.map((event) => event.kind) : [];
		});

	test('reaches those whom it concerns, in order, and nobody else', async () => {
		moderators.add(anna);
		const [visitor, moderator, author] = [await open(), await open(anna), await open(bo)];
		const pointId = v7();
		await until('all to be in', () => server.realtime.presenceOf(room).people === 3);
		server.feed.publish({ room, audience: 'moderators', event: { kind: 'queue_changed', pointId, item: {} } });
		server.feed.publish({
			room,
			audience: { accountId: bo },
			event: { kind: 'point_published', pointId, point: { held: true } }
		});
		server.feed.publish({ room, audience: 'everyone', event: { kind: 'agreement_changed', pointId, count: 2 } });
		await until('the last to be heard by all', () =>
			[visitor, moderator, author].every((raw) => heard(raw).includes('agreement_changed'))
		);
		expect(heard(visitor)).toEqual(['agreement_changed']);
		expect(heard(moderator)).toEqual(['queue_changed', 'agreement_changed']);
		expect(heard(author)).toEqual(['point_published', 'agreement_changed']);
		for (const { socket } of [visitor, moderator, author]) socket.terminate();
	});

	test('how many are at which section is told to everybody, all together and now and then', async () => {
		const garbled = await open();
		garbled.socket.send(JSON.stringify({ kind: 'section', section: 'x'.repeat(65) }));
		await until('what is no section to be refused', () => garbled.socket.readyState === garbled.socket.CLOSED);
		const all = [await open(), await open(), await open()];
		await until('all to be in', () => server.realtime.presenceOf(room).people === 3);
		all.forEach(({ socket }, n) => socket.send(JSON.stringify({ kind: 'section', section: n < 2 ? 'h1' : 'h2' })));
		const summaries = () =>
			(all[2]?.texts ?? []).map((line): FeedFrame => JSON.parse(line)).filter((frame) => frame.kind === 'presence');
		await until('the sections to be counted', () => summaries().at(-1)?.sections.h1 === 2);
		expect(summaries().at(-1)).toEqual({ kind: 'presence', people: 3, editors: 0, sections: { h1: 2, h2: 1 } });
		expect(summaries().length).toBeLessThanOrEqual(3);
		for (const { socket } of all) socket.terminate();
	});
});
