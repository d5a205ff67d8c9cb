import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import type { Kysely } from 'kysely';
import { createDecoder, readVarUint } from 'lib0/decoding';
import * as Y from 'yjs';
import { syncFrame } from '#lib/protocol/binary-frames.ts';
import { CLOSE } from '#lib/protocol/close-codes.ts';
import { FRAME, SYNC } from '#lib/protocol/frames.ts';
import type { DB } from '#server/database/schema.ts';
import { testDatabaseUrl, type TestDatabase } from '../support/postgres.ts';
import { RawClient, until } from './live-client.ts';
import { LiveServer, openTestDatabase } from './live-server.ts';
import { createAccount, createText, storedText } from './texts.ts';

// What is acknowledged is in the database, also when frames overtake each other on their way.

let fresh: TestDatabase;
let database: Kysely<DB>;
let server: LiveServer;
let anna: string;
let text: Awaited<ReturnType<typeof createText>>;
let raw: RawClient;

beforeAll(async () => {
	fresh = await testDatabaseUrl();
	database = openTestDatabase(fresh.appUrl).database;
	anna = await createAccount(database);
	server = await new LiveServer(database).start();
});

beforeEach(async () => {
	text = await createText(database);
	const headers = { origin: server.origin, cookie: `who=${anna}` };
	raw = await new RawClient(`${server.socketOrigin}${text.path}?ours=1`, headers).opened();
	await until('to be asked', () => questions() === 1);
});

afterAll(async () => {
	raw.socket.terminate();
	await server.stop();
	await database.destroy();
	await fresh.drop();
});

const isQuestion = (frame: Uint8Array): boolean => frame[0] === FRAME.sync && frame[1] === SYNC.ask;

const questions = (): number => raw.frames.filter(isQuestion).length;

/** How many frames the server has said are kept. */
function saved(): number {
	const last = raw.frames.findLast((frame) => frame[0] === FRAME.saved);
	if (last === undefined) return 0;
	const decoder = createDecoder(last);
	readVarUint(decoder);
	return readVarUint(decoder);
}

const send = (step: 1 | 2, update: Uint8Array): void => raw.socket.send(syncFrame(step, update));

const stored = async (): Promise<string> => (await storedText(database, text.id)).getText('t').toString();

/** Updates that each lean on the one before. */
function updates(...words: string[]): Uint8Array[] {
	const doc = new Y.Doc();
	return words.map((word) => {
		const before = Y.encodeStateVector(doc);
		doc.getText('t').insert(doc.getText('t').length, word);
		return Y.encodeStateAsUpdate(doc, before);
	});
}

test('a word that overtakes the answer it leans on is stored when it is acknowledged', async () => {
	const [first, second] = updates('ett ', 'två ');
	send(SYNC.update, second ?? Uint8Array.of());
	send(SYNC.answer, first ?? Uint8Array.of());
	await until('both to be acknowledged', () => saved() === 2);
	expect(await stored()).toBe('ett två ');
});

test('an answer from before the question does not acknowledge what came in between', async () => {
	const [first, second, third] = updates('ett ', 'två ', 'tre ');
	send(SYNC.answer, first ?? Uint8Array.of());
	send(SYNC.update, third ?? Uint8Array.of());
	await until('to be asked again', () => questions() === 2);
	send(SYNC.answer, first ?? Uint8Array.of());
	await until('to be asked once more, or closed', () => questions() === 3 || raw.closed !== null);
	expect(saved()).toBeLessThan(2);
	send(SYNC.answer, Y.mergeUpdates([second, third].filter((one) => one !== undefined)));
	await until('everything to be acknowledged', () => saved() === 4);
	expect(await stored()).toBe('ett två tre ');
});

test('what leans on something that is never brought is asked for, and refused in the end', async () => {
	const [first, , third] = updates('ett ', 'två ', 'tre ');
	send(SYNC.answer, first ?? Uint8Array.of());
	send(SYNC.update, third ?? Uint8Array.of());
	for (let asked = 2; raw.closed === null; asked++) {
		await until('to be asked or closed', () => questions() === asked || raw.closed !== null);
		expect(asked).toBeLessThan(5);
		if (raw.closed === null) send(SYNC.answer, Uint8Array.of(0, 0));
	}
	expect(raw.closed).toEqual({ code: CLOSE.badFrame, reason: 'waits_for_others' });
	expect(saved()).toBeLessThan(2);
	expect(await stored()).toBe('ett ');
});
