import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import type { Kysely } from 'kysely';
import { WebSocket as NodeSocket } from 'ws';
import { TextConnection } from '#lib/editing/connection.svelte.ts';
import type { DB } from '#server/database/schema.ts';
import { testDatabaseUrl, type TestDatabase } from '../support/postgres.ts';
import { LiveClient, until } from './live-client.ts';
import { openTestDatabase } from './live-server.ts';
import { SOAK } from './soak.ts';
import { createAccount, createText } from './texts.ts';
import { memoryHeld, pause, WatchedServer } from './watched-server.ts';

// Stock y-websocket clients, with their heartbeats, echoes and suspicions, and ours, in one room: ten minutes in a soak
// run. Otherwise time goes faster, at both ends: heartbeats every 15 s and silence of 30 s are constants of theirs.

const FASTER = vi.hoisted(() => {
	const faster = process.env.SOAK === '1' ? 1 : 8;
	const [began, now, timeout, interval] = [Date.now(), Date.now, setTimeout, setInterval];
	const shorter =
		<T>(timer: (work: () => void, ms: number, ...args: unknown[]) => T) =>
		(work: () => void, ms = 0, ...args: unknown[]): T =>
			timer(work, ms / faster, ...args);
	Date.now = () => began + (now() - began) * faster;
	Object.assign(globalThis, { setTimeout: shorter(timeout), setInterval: shorter(interval) });
	return faster;
});

const STOCK = 20;
const OUR_EDITORS = 20;
const OUR_READERS = 180;
const EDITORS = STOCK + OUR_EDITORS;
/** As the clients see it. */
const MINUTE = 60_000;
const QUIET_MS = SOAK ? 10 * MINUTE : 1.5 * MINUTE;
const MB = 1024 * 1024;
/** More than one editor's cursor, name and id take. */
const STATE_BYTES = 200;
const RENEWED_EVERY_MS = 20_000;

let fresh: TestDatabase;
let database: Kysely<DB>;
let server: WatchedServer;
let text: Awaited<ReturnType<typeof createText>>;
let stock: LiveClient[];
let editors: TextConnection[];
let readers: TextConnection[];

beforeAll(async () => {
	fresh = await testDatabaseUrl();
	database = openTestDatabase(fresh.appUrl).database;
	server = new WatchedServer(database);
	await server.start();
	text = await createText(database);
	stock = await each(STOCK, async () => {
		return new LiveClient(server, text.path, { accountId: await createAccount(database), ours: false });
	});
	editors = await each(OUR_EDITORS, async () => open(await createAccount(database)));
	readers = await each(OUR_READERS, async () => open(null));
}, 120_000);

afterAll(async () => {
	for (const client of [...stock, ...editors, ...readers]) client.destroy();
	await server.stop();
	await database.destroy();
	await fresh.drop();
});

async function each<T>(count: number, make: () => Promise<T>): Promise<T[]> {
	const all: T[] = [];
	for (let n = 0; n < count; n++) all.push(await make());
	return all;
}

function open(accountId: string | null): TextConnection {
	const headers = { origin: server.origin, cookie: accountId === null ? '' : `who=${accountId}` };
	class Socket extends NodeSocket {
		constructor(url: string | URL) {
			super(url, { headers });
		}
	}
	return new TextConnection({
		server: server.socketOrigin,
		room: { kind: 'text', id: text.id },
		epoch: text.epoch,
		access: accountId === null ? 'read' : 'write',
		WebSocket: Socket as unknown as typeof WebSocket
	});
}

const awarenessOf = (client: LiveClient | TextConnection) =>
	client instanceof TextConnection ? client.awareness : client.provider.awareness;
const everyEditor = () => [...stock, ...editors];

/** What each editor sees: the cursor of each other, by client id. */
const seenBy = (client: LiveClient | TextConnection): string =>
	JSON.stringify(
		[...awarenessOf(client).getStates()].map(([id, state]) => [id, state.cursor]).sort(([one], [other]) => one - other)
	);

const expected = (): string =>
	JSON.stringify(
		everyEditor()
			.map((client) => [client.doc.clientID, awarenessOf(client).getLocalState()?.cursor])
			.sort(([one], [other]) => one - other)
	);

const allSeeAll = (): boolean => everyEditor().every((client) => seenBy(client) === expected());

/** Bytes that the server has sent to those who are here. */
const bytesOut = (): number => [...server.sockets].reduce((sum, { bytesWritten }) => sum + bytesWritten, 0);

async function costOf(work: () => Promise<void>): Promise<number> {
	const before = bytesOut();
	await work();
	return bytesOut() - before;
}

test(
	`${STOCK} stock clients and ${OUR_EDITORS + OUR_READERS} of ours, for ${QUIET_MS / MINUTE} quiet minutes of theirs`,
	{ timeout: 180_000 + QUIET_MS / FASTER },
	async () => {
		everyEditor().forEach((client, n) => awarenessOf(client).setLocalState({ cursor: n }));
		await until('all editors to see all', allSeeAll, 30_000 * FASTER);
		await until(
			'all to be counted',
			() => readers.every(({ presence }) => presence.people === EDITORS + OUR_READERS),
			30_000 * FASTER
		);

		const lost: string[] = [];
		everyEditor().forEach((client, n) => {
			awarenessOf(client).on('change', ({ added, removed }: { added: number[]; removed: number[] }) => {
				if (added.length + removed.length > 0) lost.push(`${n}: +${added.join()} −${removed.join()}`);
			});
		});
		const samples = [memoryHeld()];
		const quiet = await costOf(async () => {
			for (let n = 0; n < 4; n++) {
				await pause(QUIET_MS / 4);
				samples.push(memoryHeld());
			}
		});

		expect(lost, 'nobody came or went').toEqual([]);
		expect(allSeeAll()).toBe(true);
		for (const reader of readers) expect(reader.awareness.getStates().size).toBe(0);
		const closed = stock.flatMap((client) => client.closed);
		expect(closed, 'no stock client suspected the connection').toEqual([]);
		expect(everyEditor().every(({ provider }) => provider.wsconnected)).toBe(true);

		const renewals = QUIET_MS / RENEWED_EVERY_MS + 2;
		const alive = (EDITORS + OUR_READERS) * renewals * 20;
		expect(quiet, 'each state once in twenty seconds to each editor').toBeLessThan(
			renewals * EDITORS * EDITORS * STATE_BYTES + alive
		);
		expect((samples.at(-1) ?? 0) - (samples[1] ?? 0), 'memory').toBeLessThan(20 * MB);

		const [mover, typist] = [stock[0], stock[1]];
		if (mover === undefined || typist === undefined) throw new Error('no clients');
		const MOVES = 40;
		const moved = await costOf(async () => {
			for (let n = 0; n < MOVES; n++) {
				awarenessOf(mover).setLocalState({ cursor: `move ${n}` });
				await until('the move to be seen by all', allSeeAll, 10_000 * FASTER);
			}
		});
		expect(moved, 'one move is one state to each editor, and no echo of it').toBeLessThan(
			MOVES * EDITORS * STATE_BYTES * 1.5 + EDITORS * EDITORS * STATE_BYTES
		);

		const words = 'ord';
		const typed = await costOf(async () => {
			for (const letter of words) {
				typist.doc.getText('t').insert(0, letter);
				const isThere = () => readers.every(({ doc }) => doc.getText('t').toString() === typist.text);
				await until('the letter to be read by all', isThere, 10_000 * FASTER);
			}
		});
		expect(typed, 'one letter is one small frame to each').toBeLessThan(
			words.length * (EDITORS + OUR_READERS) * 100 + EDITORS * EDITORS * STATE_BYTES
		);

		mover.destroy();
		const others = everyEditor().filter((client) => client !== mover);
		const isGone = () => others.every((client) => !awarenessOf(client).getStates().has(mover.doc.clientID));
		await until('the one who left to be gone for all', isGone, 10_000 * FASTER);
		process.stdout.write(
			`quiet: ${Math.round((quiet / QUIET_MS) * 1000)} B/s for all; a move ${Math.round(moved / MOVES)} B; ` +
				`a letter ${Math.round(typed / words.length)} B; memory ${samples.map((one) => Math.round(one / MB)).join(' ')} MB\n`
		);
	}
);
