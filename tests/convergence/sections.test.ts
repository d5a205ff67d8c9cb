import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Kysely } from 'kysely';
import { v7 } from 'uuid';
import { jsonFrame } from '#lib/protocol/binary-frames.ts';
import { CLOSE } from '#lib/protocol/close-codes.ts';
import { FRAME, SECTION_LENGTH } from '#lib/protocol/frames.ts';
import type { DB } from '#server/database/schema.ts';
import { testDatabaseUrl, type TestDatabase } from '../support/postgres.ts';
import { RawClient, until } from './live-client.ts';
import { LiveServer, openTestDatabase } from './live-server.ts';
import { createAccount, createText } from './texts.ts';

// *I am at section X* means the same in a room with a text and in one without, and what is no section ends both alike.

let fresh: TestDatabase;
let database: Kysely<DB>;
let server: LiveServer;
let anna: string;

beforeAll(async () => {
	fresh = await testDatabaseUrl();
	database = openTestDatabase(fresh.appUrl).database;
	anna = await createAccount(database);
	server = await new LiveServer(database).start();
});

afterAll(async () => {
	await server.stop();
	await database.destroy();
	await fresh.drop();
});

type Saying = (section: unknown) => string | Uint8Array;
const inText: Saying = (section) => Uint8Array.from(jsonFrame(FRAME.section, section));
const inFeed: Saying = (section) => JSON.stringify({ kind: 'section', section });

const NO_SECTIONS = {
	empty: '',
	'too long': 'x'.repeat(SECTION_LENGTH + 1),
	number: 7,
	object: {},
	list: ['h1'],
	truth: true
};
const SECTIONS = { a: 'h1', 'as long as may be': 'x'.repeat(SECTION_LENGTH), none: null };

async function open(kind: 'text' | 'feed', who: 'reader' | 'writer') {
	const path = kind === 'text' ? (await createText(database)).path : `/ws/document/${v7()}`;
	const headers: Record<string, string> = { origin: server.origin };
	if (who === 'writer') headers.cookie = `who=${anna}`;
	return new RawClient(server.socketOrigin + path, headers).opened();
}

describe.each([
	['a room with a text', 'reader', 'text', inText],
	['a room with a text', 'writer', 'text', inText],
	['a room without one', 'reader', 'feed', inFeed]
] as const)('in %s, from a %s,', (_room, who, kind, saying) => {
	test.each(Object.entries(NO_SECTIONS))('%s is no section and closes the connection', async (_name, section) => {
		const raw = await open(kind, who);
		raw.socket.send(saying(section));
		expect(await raw.end()).toBe(CLOSE.badFrame);
	});

	test.each(Object.entries(SECTIONS))('%s section does not', async (_name, section) => {
		const raw = await open(kind, who);
		raw.socket.send(saying(section));
		raw.socket.ping();
		let answered = false;
		raw.socket.once('pong', () => void (answered = true));
		await until('the frame to be read', () => answered);
		expect(raw.socket.readyState).toBe(raw.socket.OPEN);
		raw.socket.terminate();
	});
});
