import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Kysely } from 'kysely';
import type * as Y from 'yjs';
import { FRAGMENT } from '#lib/document/yjs.ts';
import { DoubleWatch } from '#lib/editing/text/doubles.ts';
import type { DB } from '#server/database/schema.ts';
import { createTextStorage } from '#server/realtime/text-storage.ts';
import { testDatabaseUrl, type TestDatabase } from '../support/postgres.ts';
import { contentOf, Editor, firstContent, settled, truth } from './editors.ts';
import { LiveServer, openTestDatabase } from './live-server.ts';
import { createSeededText, expectStoredOnce, keepRecord } from './stored.ts';
import { createAccount, storedText } from './texts.ts';

let fresh: TestDatabase;
let database: Kysely<DB>;
let server: LiveServer;

beforeAll(async () => {
	fresh = await testDatabaseUrl();
	await keepRecord(fresh.ownerUrl);
	database = openTestDatabase(fresh.appUrl).database;
	server = await new LiveServer(database, { storage: createTextStorage(database, 0) }).start();
});

afterAll(async () => {
	await server.stop();
	await database.destroy();
	await fresh.drop();
});

/** Which words are found to stand twice, and by whom the two were put there. */
function doublesIn(doc: Y.Doc): { words: string; authors: number[] }[] {
	return new DoubleWatch().look(doc.getXmlFragment(FRAGMENT)).map(({ words, first, second }) => {
		return { words, authors: [first, second].map((element) => element._item?.id.client ?? 0).toSorted() };
	});
}

test('what two people double by splitting one paragraph at once is told apart from an update applied twice', async () => {
	const first = firstContent();
	const text = await createSeededText(database, first);
	const accounts = [await createAccount(database), await createAccount(database)];
	const editors = accounts.map((accountId, n) => new Editor(server, text.path, `${n}`, { accountId }));
	await settled(editors, [], 10_000);
	for (const { client } of editors) client.provider.disconnect();
	for (const { headless } of editors) headless.split(1, 25, 'second');
	for (const { client } of editors) client.provider.connect();
	await settled(editors, [], 10_000);

	const stored = await storedText(database, text.id);
	const [mine, theirs] = editors.map(({ headless }) => headless.doc.clientID);
	const found = doublesIn(stored);
	expect(found).toHaveLength(1);
	expect(found[0]?.words).toContain('Vägen till skog går över fjället.');
	// Two people's own structs, each stored once: nothing was applied twice.
	expect(found[0]?.authors).toEqual([mine, theirs].toSorted());
	await expectStoredOnce(database, text.id);
	expect(contentOf(stored)).toEqual(contentOf(truth(first, editors)));
	for (const { client } of editors) expect(doublesIn(client.doc)).toEqual(found);
	for (const editor of editors) editor.destroy();
});
