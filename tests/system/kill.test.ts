import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Kysely } from 'kysely';
import * as Y from 'yjs';
import { FRAGMENT } from '#lib/document/yjs.ts';
import type { DB } from '#server/database/schema.ts';
import { migrate } from '#server/database/migrate.ts';
import { createLog } from '#server/log.ts';
import { LiveClient, until } from '../convergence/live-client.ts';
import { openTestDatabase } from '../convergence/live-server.ts';
import { sequences, storedText } from '../convergence/texts.ts';
import { submission } from '../support/factories.ts';
import { type Ground, prepareGround } from '../support/ground.ts';
import { MedskickProcess } from '../support/medskick.ts';
import { startPostgres } from '../support/postgres.ts';

// The server as an operator runs it, cut off while people type and comment: what was acknowledged is there, once.

type Postgres = Awaited<ReturnType<typeof startPostgres>>;

const WRITERS = 3;
const GUESTS = 2;
const BACK_MS = 60_000;
const WORDS = 20;

let postgres: Postgres;
let medskick: MedskickProcess;
let address: ReturnType<typeof addressOf>;
let ground: Ground;
let open: { database: Kysely<DB>; end(): Promise<void> };

beforeAll(async () => {
	postgres = await startPostgres({ durable: true });
	const { appUrl, ownerUrl } = postgres;
	await migrate({ appUrl, ownerUrl, log: createLog({ level: 'error' }) });
	ground = await prepareGround(appUrl, { writers: WRITERS, guests: GUESTS });
	medskick = new MedskickProcess({ DATABASE_URL: appUrl, MIGRATE_DATABASE_URL: ownerUrl, DEMO: '0' });
	await medskick.start();
	address = addressOf(medskick.origin);
	open = openTestDatabase(appUrl);
});
afterAll(async () => {
	await medskick.kill();
	await open.end();
	await postgres.dispose();
});

/** Where it is; the same after every restart, and known while it is away. */
function addressOf(origin: string) {
	const { port } = new URL(origin);
	return { origin, pages: `http://127.0.0.1:${port}`, socketOrigin: `ws://127.0.0.1:${port}` };
}

/** Somebody who types without a pause, into the words of a paragraph as an editor does. */
class Writer {
	readonly client: LiveClient;
	readonly typed: string[] = [];
	/** The words that the server has said are kept. */
	readonly acknowledged: string[] = [];
	/** Words on their way, with the number of their frame on this connection. */
	#onTheirWay: { word: string; connection: number; frame: number }[] = [];
	readonly #name: string;
	#timer: NodeJS.Timeout | undefined;

	constructor(name: string, cookie: string) {
		this.#name = name;
		this.client = new LiveClient(address, `/ws/text/${ground.document.documentId}`, { cookie });
	}

	start(): void {
		this.#timer = setInterval(() => this.#type(), 25);
	}

	stop(): void {
		clearInterval(this.#timer);
	}

	#type(): void {
		const word = `‹${this.#name}:${this.typed.length}›`;
		this.typed.push(word);
		const before = this.client.counts;
		firstWords(this.client.doc).insert(0, word);
		const { connection, sent } = this.client.counts;
		// What is typed without a connection goes with the first exchange of the next, under no number of its own.
		if (sent > before.sent) this.#onTheirWay.push({ word, connection, frame: sent });
		this.#hear();
	}

	#hear(): void {
		const { connection, acknowledged } = this.client.counts;
		const here = this.#onTheirWay.filter((one) => one.connection === connection);
		this.acknowledged.push(...here.filter(({ frame }) => frame <= acknowledged).map(({ word }) => word));
		this.#onTheirWay = here.filter(({ frame }) => frame > acknowledged);
	}
}

function firstWords(doc: Y.Doc): Y.XmlText {
	for (const item of doc.getXmlFragment(FRAGMENT).createTreeWalker(() => true))
		if (item instanceof Y.XmlText) return item;
	throw new Error('The text has no words');
}

const wordsIn = (doc: Y.Doc): string[] =>
	doc
		.getXmlFragment(FRAGMENT)
		.toString()
		.match(/‹[^›]*›/g) ?? [];

/** Somebody who comments, one input after the other, and sends each again until there is an answer: as the outbox does. */
class Commenter {
	/** Keys of inputs that were answered, with their references. */
	readonly answered = new Map<string, string>();
	readonly #name: string;
	readonly #cookie: string;
	#running = true;
	#sending: Promise<void> = Promise.resolve();

	constructor(name: string, cookie: string) {
		this.#name = name;
		this.#cookie = cookie;
	}

	start(): void {
		this.#sending = this.#send();
	}

	/** Resolves when the one that is on its way has its answer. */
	async stop(): Promise<void> {
		this.#running = false;
		await this.#sending;
	}

	async #send(): Promise<void> {
		for (let n = 0; this.#running; n++) {
			const key = `${this.#name}-${n}`;
			const body = { ...submission({ versionId: ground.document.versionId, text: key }), idempotencyKey: key };
			let reference: string | null = null;
			for (const end = Date.now() + BACK_MS; reference === null; await pause(100)) {
				if (Date.now() > end) throw new Error(`No answer to ${key}`);
				reference = await this.#sendOnce(JSON.stringify(body));
			}
			this.answered.set(key, reference);
		}
	}

	/** The reference, or null where the answer never came. */
	async #sendOnce(body: string): Promise<string | null> {
		const { origin, pages } = address;
		const path = `/dialoger/${ground.dialogue.slug}/underlag/${ground.document.slug}/punkter`;
		const headers = { 'content-type': 'application/json', origin, cookie: this.#cookie };
		try {
			const response = await fetch(pages + path, { method: 'POST', headers, body });
			if (response.status !== 200) return null;
			const { receipt }: { receipt: { reference: string } } = await response.json();
			return receipt.reference;
		} catch {
			return null;
		}
	}
}

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

async function expectEverythingOnce(writers: readonly Writer[], commenters: readonly Commenter[], reader: LiveClient) {
	const all = [...writers.map((writer) => writer.client), reader];
	await until(
		'everybody to see the same',
		() => new Set(all.map((client) => wordsIn(client.doc).join())).size === 1,
		BACK_MS
	);
	const stored = await storedText(open.database, ground.document.documentId);
	const typed = writers.flatMap((writer) => writer.typed);
	expect(wordsIn(stored).toSorted()).toEqual(typed.toSorted());
	expect(wordsIn(stored)).toEqual(wordsIn(reader.doc));
	const numbers = await sequences(open.database, ground.document.documentId);
	expect(new Set(numbers).size).toBe(numbers.length);
	const keys = commenters.flatMap((commenter) => [...commenter.answered]);
	const rows = await open.database
		.selectFrom('submission')
		.select(['idempotency_key', 'reference'])
		.where('idempotency_key', 'is not', null)
		.execute();
	expect(rows.map((row) => [row.idempotency_key, row.reference]).toSorted()).toEqual(keys.toSorted());
	const events = await open.database
		.selectFrom('audit_event')
		.select('object_id')
		.where('action', '=', 'submission.send')
		.execute();
	expect(events).toHaveLength(keys.length);
}

/** So many more words and inputs are acknowledged that a loss would show. */
async function untilAcknowledged(writers: readonly Writer[], commenters: readonly Commenter[]): Promise<void> {
	const goals = writers.map((writer) => writer.acknowledged.length + WORDS);
	const inputs = commenters.map((commenter) => commenter.answered.size + 1);
	await until(
		'words to be acknowledged',
		() => writers.every((one, n) => one.acknowledged.length >= (goals[n] ?? 0)),
		BACK_MS
	);
	await until(
		'inputs to be answered',
		() => commenters.every((one, n) => one.answered.size >= (inputs[n] ?? 0)),
		BACK_MS
	);
}

/**
 * The database holds everything that was acknowledged, before anybody could send anything again. What is acknowledged
 * is taken first: where the server stays up it goes on acknowledging while the database is read.
 */
async function expectAcknowledged(writers: readonly Writer[], commenters: readonly Commenter[]): Promise<void> {
	const acknowledged = writers.flatMap((writer) => writer.acknowledged);
	const answered = commenters.flatMap((commenter) => [...commenter.answered.values()]);
	const stored = new Set(wordsIn(await storedText(open.database, ground.document.documentId)));
	expect(acknowledged.filter((word) => !stored.has(word))).toEqual([]);
	const rows = await open.database.selectFrom('submission').select('reference').execute();
	const kept = new Set(rows.map((row) => row.reference));
	expect(answered.filter((reference) => !kept.has(reference))).toEqual([]);
}

describe('while three write and two comment', () => {
	let writers: Writer[];
	let commenters: Commenter[];
	let reader: LiveClient;

	beforeAll(async () => {
		writers = ground.writers.map((cookie, n) => new Writer(`w${n}`, cookie));
		commenters = ground.guests.map((cookie, n) => new Commenter(`k${n}`, cookie));
		reader = new LiveClient(address, `/ws/text/${ground.document.documentId}`, { cookie: ground.writers[0] });
		await until('all to be in', () =>
			[...writers.map(({ client }) => client), reader].every((client) => client.provider.synced)
		);
		for (const one of [...writers, ...commenters]) one.start();
	});
	afterAll(() => {
		for (const client of [...writers.map((writer) => writer.client), reader]) client.destroy();
	});

	it('kill -9 of the server, twice, loses nothing that was acknowledged', async () => {
		for (let fall = 0; fall < 2; fall++) {
			await untilAcknowledged(writers, commenters);
			await medskick.kill();
			await expectAcknowledged(writers, commenters);
			await medskick.start();
			await until('writers to be back', () => writers.every(({ client }) => client.provider.synced), BACK_MS);
		}
	});

	it('pg_ctl stop -m immediate and start loses nothing either, and the server stays up', async () => {
		await untilAcknowledged(writers, commenters);
		const { port, dataDir } = postgres;
		await postgres.stop('immediate');
		expect((await fetch(`${address.pages}/halsa`)).status).toBe(200);
		expect((await fetch(`${address.pages}/halsa/redo`)).status).toBe(503);
		await pause(300);
		postgres = await startPostgres({ port, dataDir, durable: true });
		await expectAcknowledged(writers, commenters);
		await expect.poll(async () => (await fetch(`${address.pages}/halsa/redo`)).status, { timeout: BACK_MS }).toBe(200);
	});

	it('in the end everybody has come back by themselves and everything is there exactly once', async () => {
		await untilAcknowledged(writers, commenters);
		for (const writer of writers) writer.stop();
		await Promise.all(commenters.map((commenter) => commenter.stop()));
		await until('everything to be saved', () => writers.every(({ client }) => client.saved), BACK_MS);
		await expectEverythingOnce(writers, commenters, reader);
	});
});
