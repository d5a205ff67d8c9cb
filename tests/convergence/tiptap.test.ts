import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { setTimeout as pause } from 'node:timers/promises';
import { migrate } from '#server/database/migrate.ts';
import { createLog } from '#server/log.ts';
import { faultPoints } from '../support/fault-points.ts';
import { Link } from '../support/link.ts';
import { startPostgres } from '../support/postgres.ts';
import { contentOf, Editor, firstContent, missingIn, settled, truth, wordsOf } from './editors.ts';
import { LiveClient, until } from './live-client.ts';
import { openTestDatabase } from './live-server.ts';
import { LiveProcess } from './live-process.ts';
import { seeds, SOAK } from './soak.ts';
import { createSeededText, expectStoredOnce, keepRecord, type SeededText } from './stored.ts';
import { createAccount, seeded, storedText } from './texts.ts';

// Real editors' edits over a real network that is bad in every way, to a server that is killed with `kill -9` and a
// Postgres that is stopped as a power cut stops it.

const STEPS = SOAK ? 1_500 : 360;
const BACK_MS = 30_000;
const COMMIT_SECONDS = 0.02;
const FIRST = firstContent();

let postgres: Awaited<ReturnType<typeof startPostgres>>;
let open: ReturnType<typeof openTestDatabase>;
let accounts: string[];

beforeAll(async () => {
	postgres = await startPostgres({ durable: true });
	const { appUrl, ownerUrl } = postgres;
	await migrate({ appUrl, ownerUrl, log: createLog({ level: 'error' }) });
	await keepRecord(ownerUrl);
	// So that something is always on its way when things fall.
	const faults = await faultPoints(ownerUrl, 'text_update');
	await faults.slowCommits(COMMIT_SECONDS);
	await faults.close();
	open = openTestDatabase(appUrl);
	accounts = [await createAccount(open.database), await createAccount(open.database)];
});

afterAll(async () => {
	await open.end();
	await postgres.dispose();
});

/** One text, the people in it, and everything between them. */
class Scene {
	readonly link: Link;
	readonly server: LiveProcess;
	readonly editors: Editor[];
	readonly reader: LiveClient;
	readonly #text: SeededText;
	readonly #next: (below: number) => number;

	private constructor(link: Link, server: LiveProcess, text: SeededText, next: (below: number) => number) {
		[this.link, this.server, this.#text, this.#next] = [link, server, text, next];
		const disorder = { next, every: 12 };
		// Two editors are two tabs of one person.
		this.editors = [0, 0, 1, 1].map((account, n) => {
			const options = { accountId: accounts[account], ...(n % 2 === 0 ? { disorder } : {}) };
			return new Editor(server, text.path, `${n}`, options);
		});
		this.reader = new LiveClient(server, text.path);
	}

	static async open(next: (below: number) => number): Promise<Scene> {
		const text = await createSeededText(open.database, FIRST);
		const server: LiveProcess = new LiveProcess({
			databaseUrl: postgres.appUrl,
			origin: () => `http://127.0.0.1:${link.port}`,
			limits: { lingerMs: 5, snapshotRows: 9 },
			graceSeconds: 0
		});
		const link: Link = await Link.to(() => server.port);
		await server.start();
		const scene = new Scene(link, server, text, next);
		await until('all to be in', () => scene.editors.every((editor) => editor.isIn), BACK_MS);
		return scene;
	}

	get #someone(): LiveClient {
		const editor = this.editors[this.#next(this.editors.length)];
		if (editor === undefined) throw new Error('Nobody is here.');
		return editor.client;
	}

	async step(): Promise<void> {
		const what = this.#next(60);
		if (this.#next(2) === 0) await pause(this.#next(5));
		if (what < 48) this.editors[this.#next(this.editors.length)]?.edit(this.#next);
		else if (what < 50) this.#someone.cut();
		else if (what < 51) this.#someone.provider.disconnect();
		else if (what < 53) for (const { client } of this.editors) client.provider.connect();
		else if (what < 55) this.link.delayMs = this.#next(3) * 12;
		else if (what < 56) this.link.halfClose(this.#next(2) === 0 ? 'client' : 'server');
		else if (what < 57) this.link.cut();
		else if (what < 58) await this.#everybodyLeaves();
		else await pause(this.#next(40));
	}

	/** The room is let go, and compacted, with whatever was on its way. */
	async #everybodyLeaves(): Promise<void> {
		const all = [...this.editors.map(({ client }) => client), this.reader];
		for (const client of all) client.provider.disconnect();
		await pause(this.#next(40));
		for (const client of all) client.provider.connect();
	}

	/** What was said to be kept, and what anybody was shown, is in the database before anybody can send it again. */
	async expectKept(): Promise<void> {
		const clients = [...this.editors.map((editor) => editor.client), this.reader];
		const [kept, shown] = [clients.flatMap((client) => client.kept), clients.flatMap((client) => client.shown)];
		const stored = await storedText(open.database, this.#text.id);
		expect(missingIn(stored, kept), 'acknowledged').toEqual([]);
		expect(missingIn(stored, shown), 'shown').toEqual([]);
	}

	/** Everybody writes, and is cut short. */
	async #burst(): Promise<void> {
		this.link.delayMs = 0;
		for (const { client } of this.editors) client.provider.connect();
		await until('all to be here', () => this.editors.every(({ client }) => client.provider.synced), BACK_MS);
		for (let n = 0; n < 30; n++) {
			this.editors[n % 4]?.type(this.#next);
			if (n % 4 === 0) await pause(this.#next(12));
		}
	}

	async killServer(): Promise<void> {
		await this.#burst();
		await this.server.kill();
		await this.expectKept();
		await this.server.start();
	}

	async cutOffPostgres(): Promise<void> {
		const { port, dataDir } = postgres;
		await this.#burst();
		await postgres.stop('immediate');
		for (let n = 0; n < 10; n++) this.editors[n % 4]?.edit(this.#next);
		await pause(100);
		postgres = await startPostgres({ port, dataDir, durable: true });
		await this.expectKept();
	}

	async expectOneText(): Promise<void> {
		this.link.delayMs = 0;
		for (const { client } of this.editors) client.provider.connect();
		this.reader.provider.connect();
		await settled(this.editors, [this.reader], BACK_MS);
		const whole = truth(FIRST, this.editors);
		const stored = await storedText(open.database, this.#text.id);
		expect(contentOf(stored)).toEqual(contentOf(this.reader.doc));
		expect(wordsOf(stored)).toBe(wordsOf(whole));
		await this.expectKept();
		await expectStoredOnce(open.database, this.#text.id);
	}

	async close(): Promise<void> {
		for (const editor of this.editors) editor.destroy();
		this.reader.destroy();
		await this.server.kill();
		await this.link.close();
	}
}

describe('four tabs of two people and a reader, on a bad network', () => {
	let scene: Scene;
	afterEach(() => scene.close());

	test.each(seeds(3, 60))(
		'end with the same text, everything that was acknowledged, and nothing twice (seed %i)',
		async (seed) => {
			const next = seeded(seed);
			scene = await Scene.open(next);
			for (let step = 1; step <= STEPS; step++) {
				await scene.step();
				if (step % Math.ceil(STEPS / 3) === 0) await scene.killServer();
				if (step === Math.floor(STEPS / 2)) await scene.cutOffPostgres();
			}
			await scene.expectOneText();
		}
	);
});
