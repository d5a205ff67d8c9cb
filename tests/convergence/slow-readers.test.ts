import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Kysely } from 'kysely';
import type { WebSocket } from 'ws';
import type { DB } from '#server/database/schema.ts';
import { DEFAULT_LIMITS } from '#server/realtime/limits.ts';
import { testDatabaseUrl, type TestDatabase } from '../support/postgres.ts';
import { LiveClient, until } from './live-client.ts';
import { openTestDatabase } from './live-server.ts';
import { SOAK } from './soak.ts';
import { Tcp } from './tcp.ts';
import { createAccount, createText } from './texts.ts';
import { memoryHeld, pause, percentile, WatchedServer } from './watched-server.ts';

// One in twenty reads nothing while the others read on: for a minute of 500 sockets in a soak run, for some seconds of
// 100 with narrower limits otherwise.

const SOCKETS = SOAK ? 500 : 100;
const SLOW = SOCKETS / 20;
const OBSERVERS = 3;
const PASTE_BYTES = (SOAK ? 64 : 256) * 1024;
const EVERY_MS = 40;
const PHASE_MS = SOAK ? 60_000 : 4_000;
const LIMITS = SOAK ? DEFAULT_LIMITS : { ...DEFAULT_LIMITS, soft: 16 * 1024, hard: 128 * 1024, lagMs: 30_000 };
const MB = 1024 * 1024;

let fresh: TestDatabase;
let database: Kysely<DB>;
let server: WatchedServer;
let path: string;
let writer: LiveClient;

beforeAll(async () => {
	fresh = await testDatabaseUrl();
	database = openTestDatabase(fresh.appUrl).database;
	server = new WatchedServer(database, { limits: LIMITS });
	await server.start();
	path = (await createText(database)).path;
	writer = new LiveClient(server, path, { accountId: await createAccount(database) });
	await until('the writer to be in', () => writer.saved);
});

afterAll(async () => {
	writer.destroy();
	await server.stop();
	await database.destroy();
	await fresh.drop();
});

/** A reader that stops reading, and goes on not reading whenever it comes back, until it is woken. */
class Sleeper {
	readonly client = new LiveClient(server, path);
	#asleep = false;

	constructor() {
		this.client.provider.on('status', () => this.#keepAsleep());
	}

	get #socket(): WebSocket | null {
		return this.client.provider.ws as unknown as WebSocket | null;
	}

	#keepAsleep(): void {
		if (this.#asleep && this.#socket?.readyState === 1) this.#socket.pause();
	}

	sleep(): void {
		this.#asleep = true;
		this.#keepAsleep();
	}

	wake(): void {
		this.#asleep = false;
		this.#socket?.resume();
	}
}

type Phase = { latencies: number[]; mostWaiting: number; waitingInAll: number };

/** Pastes, takes the paste away again, and writes a mark; notes how long each mark takes to reach the observers. */
async function write(observers: LiveClient[], ms: number, isEnough = () => true): Promise<Phase> {
	const phase: Phase = { latencies: [], mostWaiting: 0, waitingInAll: 0 };
	const marks = new Map<string, number>();
	const hear = (of: LiveClient) => {
		const text = of.doc.getText('marks');
		text.observe((event) => {
			for (const { insert } of event.changes.delta) {
				const at = typeof insert === 'string' ? marks.get(insert) : undefined;
				if (at !== undefined) phase.latencies.push(performance.now() - at);
			}
		});
	};
	observers.forEach(hear);
	const words = writer.doc.getText('t');
	for (let n = 0, end = Date.now() + ms; Date.now() < end || !isEnough(); n++) {
		writer.doc.transact(() => {
			if (words.length > 0) words.delete(0, words.length);
			words.insert(0, `${n}`.padEnd(PASTE_BYTES, '.'));
		});
		await until('the paste to be saved', () => writer.saved, 30_000);
		const mark = `‹${ms}:${n}›`;
		marks.set(mark, performance.now());
		writer.doc.getText('marks').insert(0, mark);
		await until('the mark to be saved', () => writer.saved, 30_000);
		const { waiting } = server;
		phase.mostWaiting = Math.max(phase.mostWaiting, ...waiting);
		phase.waitingInAll = Math.max(
			phase.waitingInAll,
			waiting.reduce((sum, bytes) => sum + bytes, 0)
		);
		await pause(EVERY_MS);
	}
	return phase;
}

test(
	`${SLOW} of ${SOCKETS} sockets read nothing for ${PHASE_MS / 1000} s: bounded memory, no delay, the right text`,
	{ timeout: 120_000 + 3 * PHASE_MS },
	async () => {
		const crowd = Array.from({ length: SOCKETS - SLOW - OBSERVERS - 1 }, () => new Tcp(server));
		for (const one of crowd) (await one.connected()).ask(server, path);
		const observers = Array.from({ length: OBSERVERS }, () => new LiveClient(server, path));
		const sleepers = Array.from({ length: SLOW }, () => new Sleeper());
		const clients = [...observers, ...sleepers.map(({ client }) => client)];
		await until('all to be in', () => clients.every(({ provider }) => provider.synced), 30_000);
		await until('the crowd to be in', () => server.realtime.metrics.sockets === SOCKETS, 30_000);

		const allRead = await write(observers, PHASE_MS / 2);
		const before = memoryHeld();
		for (const sleeper of sleepers) sleeper.sleep();
		// Systems take some megabytes for a sleeper before anything waits here.
		const someSleep = await write(observers, PHASE_MS, () => server.realtime.metrics.slowReaders >= SLOW);
		const growth = memoryHeld() - before;

		// What waits when the limit is passed, and the frame that passed it.
		expect(someSleep.mostWaiting).toBeLessThanOrEqual(LIMITS.hard + 3 * PASTE_BYTES);
		// For a moment each frame waits for everybody; a sleeper that came back leaves its old socket behind for a while.
		const forSleepers = 2 * SLOW * (LIMITS.hard + 3 * PASTE_BYTES);
		expect(someSleep.waitingInAll).toBeLessThanOrEqual(forSleepers + SOCKETS * PASTE_BYTES);
		// With what the clients hold, which live here too.
		expect(growth, 'memory held').toBeLessThan(SLOW * LIMITS.hard + 100 * MB);
		expect(someSleep.latencies.length).toBeGreaterThan(10);
		const [usual, late] = [percentile(allRead.latencies, 0.5), percentile(someSleep.latencies, 0.5)];
		expect(late, `usually ${Math.round(usual)} ms`).toBeLessThan(2 * usual + 50);
		for (const { closed } of observers) expect(closed).toEqual([]);

		for (const sleeper of sleepers) sleeper.wake();
		const marks = () => writer.doc.getText('marks').toString();
		const isRight = ({ doc, text }: LiveClient) => text === writer.text && doc.getText('marks').toString() === marks();
		await until('the slow ones to have the right text', () => clients.every(isRight), 60_000);
		expect(Math.max(...server.waiting)).toBeLessThan(LIMITS.hard);
		for (const client of clients) client.destroy();
		for (const one of crowd) one.destroy();
		process.stdout.write(
			`median latency ${Math.round(usual)} → ${Math.round(late)} ms; most waiting for one socket ` +
				`${Math.round(someSleep.mostWaiting / 1024)} kB; held ${Math.round(growth / MB)} MB\n`
		);
	}
);
