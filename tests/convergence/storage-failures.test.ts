import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import type { Kysely } from 'kysely';
import { v7 } from 'uuid';
import * as Y from 'yjs';
import { CLOSE } from '#lib/protocol/close-codes.ts';
import type { DB } from '#server/database/schema.ts';
import { LivingText } from '#server/realtime/living-text.ts';
import type { Batch } from '#server/realtime/text-types.ts';
import { createTextStorage, type TextStorage } from '#server/realtime/text-storage.ts';
import { testDatabaseUrl, type TestDatabase } from '../support/postgres.ts';
import { LiveClient, until } from './live-client.ts';
import { LiveServer, openTestDatabase } from './live-server.ts';
import { createAccount, createText, sequences, storedText } from './texts.ts';

let fresh: TestDatabase;
let database: Kysely<DB>;
let real: TextStorage;
let server: LiveServer;
let anna: string;
let text: Awaited<ReturnType<typeof createText>>;
/** What the next commits do instead of only storing. */
let trouble: ((store: () => ReturnType<TextStorage['commit']>) => ReturnType<TextStorage['commit']>)[];

beforeAll(async () => {
	fresh = await testDatabaseUrl();
	database = openTestDatabase(fresh.appUrl).database;
	real = createTextStorage(database, 0);
	anna = await createAccount(database);
});

beforeEach(async () => {
	trouble = [];
	text = await createText(database);
	const commit = (batches: readonly Batch[]) => {
		const store = () => real.commit(batches);
		return trouble.shift()?.(store) ?? store();
	};
	const storage = { ...real, commit };
	server = await new LiveServer(database, { storage, longestPause: 60, limits: { lingerMs: 0 } }).start();
});

afterEach(() => server.stop());

afterAll(async () => {
	await database.destroy();
	await fresh.drop();
});

const lost = () => Promise.reject(Object.assign(new Error('terminating connection'), { code: '57P01' }));

async function editor(path = text.path, accountId = anna): Promise<LiveClient> {
	const client = new LiveClient(server, path, { accountId });
	await until('the editor to be in', () => client.saved);
	return client;
}

async function stored(id = text.id): Promise<string> {
	return (await storedText(database, id)).getText('t').toString();
}

const write = (client: LiveClient, words: string) => client.doc.getText('t').insert(0, words);

describe('a commit that fails', () => {
	test('is repeated; meanwhile the writer is told and nobody is shown anything', async () => {
		const [writer, reader] = [await editor(), new LiveClient(server, text.path)];
		await until('the reader to be in', () => reader.provider.synced);
		trouble = [lost, lost, lost];
		write(writer, 'uthålligt');
		await until('the writer to be told', () => writer.notices.includes('not_saved'));
		expect([writer.saved, reader.text]).toEqual([false, '']);
		await until('it to be saved', () => writer.saved);
		await until('it to be shown', () => reader.text === 'uthålligt');
		expect(await sequences(database, text.id)).toEqual([1]);
		writer.destroy();
		reader.destroy();
	});

	test('though it was stored is not stored again', async () => {
		const writer = await editor();
		const storedThenLost = async (store: () => ReturnType<TextStorage['commit']>) => store().then(lost);
		trouble = [storedThenLost, lost, storedThenLost];
		write(writer, 'en gång');
		await until('it to be saved', () => writer.saved);
		expect(await sequences(database, text.id)).toEqual([1]);
		write(writer, 'och ');
		await until('it to be saved', () => writer.saved);
		expect(await sequences(database, text.id)).toEqual([1, 2]);
		expect(await stored()).toBe('och en gång');
		writer.destroy();
	});

	test('and comes through after its repetition began is stored once', async () => {
		const writer = await editor();
		let late: (() => void) | undefined;
		const attempt = (store: () => ReturnType<TextStorage['commit']>) => {
			late = () => void store();
			return lost();
		};
		trouble = [attempt];
		write(writer, 'sent');
		await until('it to be saved', () => writer.saved);
		late?.();
		await new Promise((resolve) => setTimeout(resolve, 30));
		expect(await sequences(database, text.id)).toEqual([1]);
		writer.destroy();
	});

	test('joiners are answered from what is stored, or wait; they never see what is not', async () => {
		const writer = await editor();
		let release = (): void => undefined;
		const gate = new Promise<void>((resolve) => (release = resolve));
		trouble = [(store) => gate.then(store)];
		write(writer, 'på väg');
		await new Promise((resolve) => setTimeout(resolve, 20));
		const joiner = new LiveClient(server, text.path);
		const read = server.realtime.readText(text.id);
		await new Promise((resolve) => setTimeout(resolve, 50));
		expect(joiner.text).toBe('');
		release();
		await until('the joiner to see it', () => joiner.text === 'på väg');
		expect((await read)?.sequence).toBe(1);
		writer.destroy();
		joiner.destroy();
	});
});

describe('writers are told that something is not saved', () => {
	test('also when they begin to write in the middle of a commit that takes long', async () => {
		const others = [await createText(database), await createText(database)];
		const [first, second, last] = [await editor(), await editor(others[0]?.path), await editor(others[1]?.path)];
		let release = (): void => undefined;
		const gate = new Promise<void>((resolve) => (release = resolve));
		trouble = [(store) => gate.then(store), (store) => gate.then(store)];
		for (const early of [first, second]) {
			write(early, 'länge ');
			await until('the writer to be told', () => early.notices.includes('not_saved'));
		}
		write(last, 'också ');
		await until('the last to be told', () => last.notices.includes('not_saved'));
		release();
		for (const writer of [first, second, last]) await until('it to be saved', () => writer.saved);
		for (const writer of [first, second, last]) writer.destroy();
	});

	test('and those who come when all is well again are not', async () => {
		const other = await createText(database);
		const [writer, here] = [await editor(other.path), await editor()];
		trouble = [lost, lost, lost, lost, lost];
		write(writer, 'uthålligt');
		await until('the writer to be told', () => writer.notices.includes('not_saved'));
		// What this one brings is nothing new, and waits all the same.
		const came = new LiveClient(server, text.path, { accountId: anna });
		await until('the room to be told', () => here.notices.includes('not_saved'));
		await until('all to be saved', () => writer.saved && came.saved);
		const after = await editor();
		expect(after.notices).not.toContain('not_saved');
		for (const client of [writer, here, came, after]) client.destroy();
	});
});

describe('what can never be stored', () => {
	test('an author whom the database does not know: that text is closed with a reason, all others go on', async () => {
		const other = await createText(database);
		const [good, bad] = [await editor(other.path), await editor(text.path, v7())];
		const both = new Promise<void>((resolve) => setTimeout(resolve, 20));
		trouble = [(store) => both.then(store)];
		write(good, 'först ');
		write(bad, 'av ingen');
		write(good, 'sedan ');
		await until('the text to be closed', () => bad.closed.length > 0);
		expect(bad.closed[0]).toEqual({ code: CLOSE.notStorable, reason: 'not_storable' });
		await until('the other to be saved', () => good.saved);
		expect(await stored(other.id)).toBe('sedan först ');
		expect(await sequences(database, text.id)).toEqual([]);
		expect(server.realtime.metrics.roomsQuarantined).toBe(1);
		const after = await editor();
		write(after, 'det går igen');
		await until('the text to work again', () => after.saved);
		for (const client of [good, bad, after]) client.destroy();
	});

	test('a text that was deleted meanwhile', async () => {
		const other = await createText(database);
		const [good, bad] = [await editor(other.path), await editor()];
		await database.deleteFrom('living_text').where('id', '=', text.id).execute();
		write(bad, 'till ingenting');
		write(good, 'till något');
		await until('the text to be closed', () => bad.closed.length > 0);
		expect(bad.closed[0]?.code).toBe(CLOSE.gone);
		await until('the other to be saved', () => good.saved);
		good.destroy();
		bad.destroy();
	});
});

test('an update that makes Yjs throw closes its sender; all others’ words are stored and they notice nothing', async () => {
	const bo = await createAccount(database);
	const [good, bad] = [await editor(), await editor(text.path, bo)];
	const apply = LivingText.prototype.apply;
	const spy = vi.spyOn(LivingText.prototype, 'apply').mockImplementation(function (this: LivingText, update, ...rest) {
		const applied = apply.call(this, update, ...rest);
		return Buffer.from(update).includes('sprängs') ? 'broken' : applied;
	});
	write(good, 'före ');
	write(bad, 'sprängs ');
	write(good, 'efter ');
	await until('the sender to be closed', () => bad.closed.length > 0);
	expect(bad.closed[0]).toEqual({ code: CLOSE.badFrame, reason: 'would_not_apply' });
	await until('the others to be saved', () => good.saved);
	spy.mockRestore();
	expect(good.closed).toEqual([]);
	expect(server.realtime.metrics.roomsRebuilt).toBe(1);
	expect(await stored()).toBe('efter före ');
	const joiner = new LiveClient(server, text.path);
	await until('a joiner to be in', () => joiner.provider.synced);
	expect(joiner.text).toBe('efter före ');
	for (const client of [good, bad, joiner]) client.destroy();
});

describe('others who use the database', () => {
	test('one who holds the row of a text keeps that text waiting and no other', async () => {
		const other = await createText(database);
		const [held, free] = [await editor(), await editor(other.path)];
		await database.transaction().execute(async (tx) => {
			await tx.selectFrom('living_text').select('id').where('id', '=', text.id).forUpdate().execute();
			write(held, 'väntar');
			write(free, 'går');
			await until('the free one to be saved', () => free.saved);
			expect(held.saved).toBe(false);
		});
		await until('the other to be saved', () => held.saved);
		expect(await stored()).toBe('väntar');
		held.destroy();
		free.destroy();
	});

	test('one who writes to the same text is taken in, and the numbers have no gap', async () => {
		const writer = await editor();
		const foreign = new Y.Doc();
		foreign.getText('t').insert(0, 'främmande ');
		const bytes = Buffer.from(Y.encodeStateAsUpdate(foreign));
		await database.updateTable('living_text').set({ last_sequence: 1 }).where('id', '=', text.id).execute();
		const row = { text_id: text.id, sequence: 1, epoch: text.epoch, batch_id: v7(), account_id: null, bytes };
		await database.insertInto('text_update').values(row).execute();
		write(writer, 'eget ');
		await until('it to be saved', () => writer.saved);
		await until('the foreign words to arrive', () => writer.text.includes('främmande'));
		expect(await sequences(database, text.id)).toEqual([1, 2]);
		expect((await stored()).length).toBe('främmande eget '.length);
		writer.destroy();
	});

	test('two processes that compact the same text: the one that covers more wins', async () => {
		const doc = new Y.Doc();
		doc.getText('t').insert(0, 'a');
		const at = (through: number) => {
			const state = Y.encodeStateAsUpdate(doc);
			return { textId: text.id, epoch: text.epoch, through, state, vector: Y.encodeStateVector(doc) };
		};
		const done = await Promise.all([real.compact(at(5)), real.compact(at(9)), real.compact(at(7))]);
		expect(done).toContain(true);
		expect(await real.compact(at(8))).toBe(false);
		expect(await real.compact({ ...at(20), epoch: v7() })).toBe(false);
		const { through_sequence } = await database
			.selectFrom('text_snapshot')
			.select('through_sequence')
			.where('text_id', '=', text.id)
			.executeTakeFirstOrThrow();
		expect(through_sequence).toBe(9);
	});
});

test('a text that cannot be loaded is tried again, and nobody is told that an empty one is all there is', async () => {
	let failures = 2;
	const load: TextStorage['load'] = (id) => (failures-- > 0 ? lost() : real.load(id));
	const shaky = await new LiveServer(database, { storage: { ...real, load } }).start();
	const client = new LiveClient(shaky, text.path, { accountId: anna });
	let syncedEarly = false;
	client.provider.on('sync', (synced) => (syncedEarly ||= synced && failures >= 0));
	await until('the client to be in', () => client.saved);
	expect(syncedEarly).toBe(false);
	expect(client.closed.map(({ code }) => code)).toEqual([CLOSE.overload, CLOSE.overload]);
	client.destroy();
	await shaky.stop();
});
