import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import type { Kysely } from 'kysely';
import { WebSocket as NodeSocket } from 'ws';
import * as Y from 'yjs';
import { CLOSE } from '#lib/protocol/close-codes.ts';
import { TextConnection } from '#lib/editing/connection.svelte.ts';
import type { DB } from '#server/database/schema.ts';
import { testDatabaseUrl, type TestDatabase } from '../support/postgres.ts';
import { until } from './live-client.ts';
import { LiveServer, openTestDatabase } from './live-server.ts';
import { createAccount, createText, storedText } from './texts.ts';

let fresh: TestDatabase;
let database: Kysely<DB>;
let server: LiveServer;
let anna: string;
let text: Awaited<ReturnType<typeof createText>>;

beforeAll(async () => {
	fresh = await testDatabaseUrl();
	database = openTestDatabase(fresh.appUrl).database;
	anna = await createAccount(database);
	server = await new LiveServer(database).start();
});

beforeEach(async () => {
	text = await createText(database);
});

afterAll(async () => {
	await server.stop();
	await database.destroy();
	await fresh.drop();
});

/** A browser sends the cookie and the origin by itself. */
function browserSocket(accountId: string | null): typeof WebSocket {
	const headers = { origin: server.origin, cookie: accountId === null ? '' : `who=${accountId}` };
	class Socket extends NodeSocket {
		constructor(url: string | URL) {
			super(url, { headers });
		}
	}
	return Socket as unknown as typeof WebSocket;
}

function open(accountId: string | null, epoch = text.epoch, doc = new Y.Doc()): TextConnection {
	return new TextConnection({
		server: server.socketOrigin,
		room: { kind: 'text', id: text.id },
		epoch,
		access: accountId === null ? 'read' : 'write',
		doc,
		WebSocket: browserSocket(accountId)
	});
}

const write = ({ doc }: TextConnection, words: string) => doc.getText('t').insert(0, words);

test('says saved only when the database holds the words', async () => {
	const editor = open(anna);
	expect(editor.status).toBe('connecting');
	await until('it to be in', () => editor.status === 'saved');
	write(editor, 'ett ');
	expect(editor.status).toBe('saving');
	expect(editor.hasUnsaved).toBe(true);
	await until('it to be saved', () => editor.status === 'saved');
	expect((await storedText(database, text.id)).getText('t').toString()).toBe('ett ');
	expect(editor.hasUnsaved).toBe(false);
	editor.destroy();
});

test('words written without a connection are not saved until they are', async () => {
	const editor = open(anna);
	await until('it to be in', () => editor.status === 'saved');
	await server.cut();
	await until('it to notice', () => editor.status === 'offline');
	expect(editor.hasUnsaved).toBe(false);
	write(editor, 'utan nät ');
	expect(editor.status).toBe('offline');
	expect(editor.hasUnsaved).toBe(true);
	await server.start();
	await until('it to be saved', () => editor.status === 'saved', 15_000);
	expect((await storedText(database, text.id)).getText('t').toString()).toBe('utan nät ');
	editor.destroy();
});

test('a frame that is lost in a cut stays unsaved and is sent again, once', async () => {
	const editor = open(anna);
	await until('it to be in', () => editor.status === 'saved');
	write(editor, 'förlorat ');
	(editor.provider.ws as unknown as NodeSocket).terminate();
	await until('it to notice', () => editor.status === 'offline');
	expect(editor.hasUnsaved).toBe(true);
	await until('it to be saved', () => editor.status === 'saved', 15_000);
	expect((await storedText(database, text.id)).getText('t').toString()).toBe('förlorat ');
	editor.destroy();
});

test('readers see words arrive, are counted, and say nothing about themselves', async () => {
	const editor = open(anna);
	const reader = open(null);
	await until('both to be in', () => editor.status === 'saved' && reader.status === 'saved');
	write(editor, 'hej');
	await until('the words to arrive', () => reader.doc.getText('t').toString() === 'hej');
	await until('the reader to be counted', () => editor.readers === 1);
	expect(editor.awareness.getStates().size).toBe(1);
	expect(reader.awareness.getStates().size).toBe(0);
	editor.destroy();
	reader.destroy();
});

test('editors see each other under the names of their sessions, also when one claims another', async () => {
	const bo = await createAccount(database);
	const [one, two] = [open(anna), open(bo)];
	await until('both to be in', () => one.status === 'saved' && two.status === 'saved');
	two.awareness.setLocalState({ cursor: 3, user: { name: 'Landshövdingen' } });
	const seen = () => one.awareness.getStates().get(two.doc.clientID);
	await until('one to see two', () => seen()?.cursor === 3);
	expect(seen()).toEqual({ cursor: 3, user: { name: `Namn ${bo.slice(-4)}`, id: bo } });
	expect(two.awareness.getLocalState()).toEqual({ cursor: 3, user: { name: 'Landshövdingen' } });
	two.destroy();
	await until('one to see two leave', () => !one.awareness.getStates().has(two.doc.clientID));
	one.destroy();
});

test('a copy of another history is closed for good and can be kept as a file', async () => {
	const stale = open(anna, crypto.randomUUID());
	write(stale, 'ur en annan tid');
	await until('it to be closed', () => stale.status === 'closed');
	expect(stale.closeCode).toBe(CLOSE.otherEpoch);
	expect(stale.hasUnsaved).toBe(true);
	const kept = new Y.Doc();
	Y.applyUpdate(kept, stale.copy());
	expect(kept.getText('t').toString()).toBe('ur en annan tid');
	expect((await storedText(database, text.id)).getText('t').toString()).toBe('');
	stale.destroy();
});
