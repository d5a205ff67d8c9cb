import { afterEach, beforeEach, expect, test } from 'vitest';
import { migrate } from '#server/database/migrate.ts';
import { createLog } from '#server/log.ts';
import { startPostgres } from '../support/postgres.ts';
import { LiveClient, until } from './live-client.ts';
import { LiveServer, openTestDatabase } from './live-server.ts';
import { createAccount, createText, sequences, storedText } from './texts.ts';

let postgres: Awaited<ReturnType<typeof startPostgres>>;
let connection: ReturnType<typeof openTestDatabase>;

beforeEach(async () => {
	postgres = await startPostgres();
	const { ownerUrl, appUrl } = postgres;
	await migrate({ ownerUrl, appUrl, log: createLog({ level: 'error' }) });
	connection = openTestDatabase(appUrl);
});

afterEach(async () => {
	await connection.end();
	await postgres.dispose();
});

test('Postgres falls and rises twice while two people type: nothing saved is missing, nothing is doubled', async () => {
	const { database } = connection;
	const text = await createText(database);
	const server = await new LiveServer(database).start();
	const [one, two] = [await createAccount(database), await createAccount(database)];
	const writers = [one, two].map((accountId) => new LiveClient(server, text.path, { accountId }));
	const reader = new LiveClient(server, text.path);
	await until('all to be in', () => [...writers, reader].every((client) => client.provider.synced));
	let words = 0;
	const type = (): void => {
		for (const [n, { doc }] of writers.entries()) doc.getText('t').insert(0, `<${n}:${words++}>`);
	};
	const savedBefore = new Set<string>();
	for (let fall = 0; fall < 2; fall++) {
		const typing = setInterval(type, 3);
		await new Promise((resolve) => setTimeout(resolve, 150));
		const { port, dataDir } = postgres;
		const stopped = postgres.stop('immediate');
		await until('writers to be told', () => writers.every((writer) => writer.notices.includes('not_saved')));
		await stopped;
		clearInterval(typing);
		const shown = reader.text;
		writers[0]?.doc.getText('t').insert(0, `<down${fall}>`);
		await new Promise((resolve) => setTimeout(resolve, 100));
		expect(reader.text, 'what is not stored is not shown').toBe(shown);
		for (const word of shown.match(/<[^>]*>/g) ?? []) savedBefore.add(word);
		postgres = await startPostgres({ port, dataDir });
		await until('everything to be saved', () => writers.every((writer) => writer.saved), 20_000);
		for (const writer of writers) writer.notices.length = 0;
	}
	await until('all to see the same', () => new Set([...writers, reader].map((client) => client.text)).size === 1);
	const stored = (await storedText(database, text.id)).getText('t').toString();
	expect(stored).toBe(reader.text);
	for (const word of savedBefore) expect(stored.split(word)).toHaveLength(2);
	expect(stored.match(/<[^>]*>/g)).toHaveLength(words + 2);
	const numbers = await sequences(database, text.id);
	expect(numbers).toEqual(numbers.map((_, n) => n + 1));
	for (const client of [...writers, reader]) client.destroy();
	await server.stop();
});
