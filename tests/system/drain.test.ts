import { once } from 'node:events';
import { request as httpRequest, type IncomingMessage } from 'node:http';
import { setTimeout as pause } from 'node:timers/promises';
import { sql, type Kysely } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CLOSE, isFinal } from '#lib/protocol/close-codes.ts';
import type { DB } from '#server/database/schema.ts';
import { migrate } from '#server/database/migrate.ts';
import { createLog } from '#server/log.ts';
import { LiveClient, until } from '../convergence/live-client.ts';
import { openTestDatabase } from '../convergence/live-server.ts';
import { storedText } from '../convergence/texts.ts';
import { submission } from '../support/factories.ts';
import { type Ground, prepareGround } from '../support/ground.ts';
import { MedskickProcess } from '../support/medskick.ts';
import { startPostgres } from '../support/postgres.ts';

// SIGTERM to the server as an operator runs it, while fifty sockets edit and comments are on their way.

const PEOPLE = 5;
const SOCKETS = 50;
const TYPING_MS = 150;
/** What a process may take to end while nothing hinders it; well below the half minute after which it gives up. */
const BOUND_MS = 15_000;
const BACK_MS = 60_000;

let postgres: Awaited<ReturnType<typeof startPostgres>>;
let medskick: MedskickProcess;
let ground: Ground;
let open: { database: Kysely<DB>; end(): Promise<void> };

beforeAll(async () => {
	postgres = await startPostgres({ durable: true });
	const { appUrl, ownerUrl } = postgres;
	await migrate({ appUrl, ownerUrl, log: createLog({ level: 'error' }) });
	ground = await prepareGround(appUrl, { writers: PEOPLE, guests: 1 });
	open = openTestDatabase(appUrl);
	const urls = { DATABASE_URL: appUrl, MIGRATE_DATABASE_URL: ownerUrl };
	medskick = new MedskickProcess({ ...urls, METRICS_PORT: '0', DEMO: '0' });
	await medskick.start();
});
afterAll(async () => {
	await medskick.kill();
	await open.end();
	await postgres.dispose();
});

const pages = (): string => `http://127.0.0.1:${new URL(medskick.origin).port}`;

/** Somebody with the text open who types a word now and then; `words` are all of them, `seen` those of the others. */
class Typist {
	readonly client: LiveClient;
	readonly words: string[] = [];
	closedAt = 0;
	readonly #name: string;
	#timer: NodeJS.Timeout | undefined;

	constructor(name: string, cookie: string) {
		this.#name = name;
		const address = { origin: medskick.origin, socketOrigin: pages().replace('http', 'ws') };
		this.client = new LiveClient(address, `/ws/text/${ground.document.documentId}`, { cookie });
		this.client.provider.on('connection-close', () => (this.closedAt ||= performance.now()));
	}

	start(): void {
		this.#timer = setInterval(() => {
			const word = `‹${this.#name}:${this.words.length}›`;
			this.words.push(word);
			this.client.doc.getText('t').insert(0, word);
		}, TYPING_MS);
	}

	stop(): void {
		clearInterval(this.#timer);
	}

	get seen(): string[] {
		return wordsIn(this.client.text).filter((word) => !word.startsWith(`‹${this.#name}:`));
	}
}

const wordsIn = (text: string): string[] => text.match(/‹[^›]*›/g) ?? [];
const storedWords = async (): Promise<string[]> =>
	wordsIn((await storedText(open.database, ground.document.documentId)).getText('t').toString());

type Reply = { status: number; body: string };

/** A comment whose second half goes out when `finish` is called. */
function beginComment(key: string): { finish(): Promise<Reply> } {
	const body = { ...submission({ versionId: ground.document.versionId, text: key }), idempotencyKey: key };
	const bytes = Buffer.from(JSON.stringify(body));
	const headers = {
		'content-type': 'application/json',
		'content-length': bytes.length,
		origin: medskick.origin,
		cookie: ground.guests[0] ?? ''
	};
	const sending = httpRequest(pages() + pathOf(ground), { method: 'POST', headers });
	const answered = once(sending, 'response') as Promise<[IncomingMessage]>;
	answered.catch(() => undefined);
	sending.write(bytes.subarray(0, bytes.length / 2));
	return {
		async finish() {
			sending.end(bytes.subarray(bytes.length / 2));
			const [response] = await answered;
			return { status: response.statusCode ?? 0, body: Buffer.concat(await response.toArray()).toString() };
		}
	};
}

/** 0 when nobody takes the connection. */
const statusOf = (path: string): Promise<number> =>
	fetch(pages() + path, { headers: { connection: 'close' } }).then(
		(response) => response.status,
		() => 0
	);

const pathOf = ({ dialogue, document }: Ground): string =>
	`/dialoger/${dialogue.slug}/underlag/${document.slug}/punkter`;

/** How many sockets the process itself counts, as Prometheus reads it. */
async function countedSockets(): Promise<number> {
	const url = /metrics: (\S+)/.exec(medskick.output)?.[1] ?? '';
	const text = await (await fetch(url)).text();
	return Number(/^medskick_sockets (\d+)$/m.exec(text)?.[1]);
}

describe('SIGTERM while fifty sockets edit', () => {
	let typists: Typist[] = [];
	/** How the ready page answered, each answer once, in order. */
	const answers: number[] = [];
	let code: number | null = null;
	let took = 0;
	let reply: Reply;
	const counted: number[] = [];

	beforeAll(async () => {
		typists = Array.from({ length: SOCKETS }, (_, n) => new Typist(`w${n}`, ground.writers[n % PEOPLE] ?? ''));
		await until('all to be in', () => typists.every(({ client }) => client.provider.synced), BACK_MS);
		for (const typist of typists) typist.start();
		await pause(2_000);
		const comment = beginComment('under way');
		await pause(300);
		answers.push(await statusOf('/halsa/redo'));
		counted.push(await countedSockets());
		const began = performance.now();
		medskick.signal('SIGTERM');
		const ended = medskick.ended();
		await pause(400);
		answers.push(await statusOf('/halsa/redo'), await statusOf('/'));
		await pause(1_500);
		counted.push(await countedSockets());
		reply = await comment.finish();
		code = await ended;
		took = performance.now() - began;
		answers.push(await statusOf('/halsa/redo'));
		for (const typist of typists) typist.stop();
	});
	afterAll(() => {
		for (const { client } of typists) client.destroy();
	});

	it('is told to whoever asks for readiness before connections are refused, and ends with 0 in time', () => {
		expect(answers).toEqual([200, 503, 503, 0]);
		expect(code).toBe(0);
		expect(took).toBeLessThan(BOUND_MS);
	});

	it('can be watched until the end', () => {
		expect(counted[0]).toBe(SOCKETS);
		expect(counted[1]).toBeGreaterThan(0);
		expect(counted[1]).toBeLessThan(SOCKETS);
	});

	it('lets a request under way finish, and what it brought is kept', async () => {
		expect(reply.status).toBe(200);
		const { receipt }: { receipt: { reference: string } } = JSON.parse(reply.body);
		const rows = await open.database.selectFrom('submission').select('reference').execute();
		expect(rows).toContainEqual({ reference: receipt.reference });
	});

	it('closes sockets in shards over some seconds, with a code that lets them come back', () => {
		const codes = typists.map(({ client }) => client.closed[0]?.code ?? 0);
		expect(codes.filter(isFinal)).toEqual([]);
		expect(new Set(codes)).toEqual(new Set([CLOSE.restart]));
		const times = typists.map(({ closedAt }) => closedAt);
		expect(Math.max(...times) - Math.min(...times)).toBeGreaterThan(2_000);
		expect(typists.every(({ client }) => client.notices.includes('draining'))).toBe(true);
	});

	it('has stored whatever anybody else had seen, and leaves no job taken', async () => {
		const stored = new Set(await storedWords());
		const seen = typists.flatMap((typist) => typist.seen);
		expect(seen.length).toBeGreaterThan(SOCKETS * SOCKETS);
		expect(seen.filter((word) => !stored.has(word))).toEqual([]);
		const taken = await sql`select id from graphile_worker.jobs where locked_at is not null`.execute(open.database);
		expect(taken.rows).toEqual([]);
	});

	it('loses nothing: what was not acknowledged comes with the clients when the server is back', async () => {
		await medskick.start();
		await until('all to be back', () => typists.every(({ client }) => client.provider.synced), BACK_MS);
		const typed = typists.flatMap(({ words }) => words);
		await until('everything to be stored', async () => (await storedWords()).length >= typed.length, BACK_MS);
		expect((await storedWords()).toSorted()).toEqual(typed.toSorted());
	});

	it('a second signal, once the first is old enough to be another, ends at once', async () => {
		medskick.signal('SIGTERM');
		await pause(2_000);
		const began = performance.now();
		medskick.signal('SIGTERM');
		expect(await medskick.ended()).toBe(130);
		expect(performance.now() - began).toBeLessThan(1_500);
	});
});
