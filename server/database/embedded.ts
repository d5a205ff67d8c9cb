import { once } from 'node:events';
import { rmSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { join, resolve } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import pg from 'pg';
import type { Logger } from '#server/log.ts';
import { ensureCluster, ensureDataDir, placesIn, writeSettings } from './embedded-cluster.ts';
import type { Passwords, Places } from './embedded-cluster.ts';
import { embeddedUrl, ensureRoles } from './embedded-roles.ts';
import { chooseUser, findPrograms, isAlive, launch, runningPostmaster } from './embedded-run.ts';
import type { Programs, RunAs } from './embedded-run.ts';

/** A Postgres of our own. The addresses stay the same for as long as this object is in use. */
export type EmbeddedDatabase = {
	/** For migrations: owns the database. */
	readonly ownerUrl: string;
	/** For the application: may do only what migrations granted. */
	readonly appUrl: string;
	/** The superuser, on the maintenance database; for set-up and for tests. */
	readonly setupUrl: string;
	readonly port: number;
	/** The postmaster's process number. */
	readonly pid: number;
	/** `immediate` is what a power cut looks like to Postgres. Resolves when the process is gone. */
	stop(how?: 'fast' | 'immediate'): Promise<void>;
};

export type EmbeddedOptions = {
	dataDir: string;
	log: Logger;
	/** false: no fsync. For tests. */
	durable?: boolean;
	/** false: a Postgres that dies stays dead. For tests. */
	restart?: boolean;
	/** A given port instead of a free one. */
	port?: number;
};

const START_MS = 60_000;
const STOP_MS = 30_000;
const LOCK = 7_263_351;

/**
 * Starts the database in `dataDir`, or takes over the one that an earlier process left running there. Throws when
 * a living Medskick uses the folder.
 */
export async function startEmbedded(options: EmbeddedOptions): Promise<EmbeddedDatabase> {
	const places = placesIn(resolve(options.dataDir));
	const programs = await findPrograms();
	ensureDataDir(places);
	const runAs = chooseUser([programs.postgres, places.dataDir]);
	const passwords = await ensureCluster(places, programs, runAs, options.durable ?? true);
	const server = new EmbeddedServer(places, programs, runAs, passwords, options);
	await server.open();
	return server;
}

class EmbeddedServer implements EmbeddedDatabase {
	readonly #places: Places;
	readonly #programs: Programs;
	readonly #runAs: RunAs;
	readonly #passwords: Passwords;
	readonly #options: EmbeddedOptions;
	#port: number;
	#pid = 0;
	#guard: pg.Client | null = null;
	#stopping = false;

	constructor(places: Places, programs: Programs, runAs: RunAs, passwords: Passwords, options: EmbeddedOptions) {
		this.#places = places;
		this.#programs = programs;
		this.#runAs = runAs;
		this.#passwords = passwords;
		this.#options = options;
		this.#port = options.port ?? 0;
	}

	get ownerUrl(): string {
		return embeddedUrl('owner', this.#passwords, this.#port);
	}
	get appUrl(): string {
		return embeddedUrl('app', this.#passwords, this.#port);
	}
	get setupUrl(): string {
		return embeddedUrl('setup', this.#passwords, this.#port, 'postgres');
	}
	get port(): number {
		return this.#port;
	}
	get pid(): number {
		return this.#pid;
	}

	async open(): Promise<void> {
		const left = runningPostmaster(this.#places.cluster);
		if (left === null) await this.#start();
		else await this.#adopt(left);
		const guard = await this.#takeGuard();
		await ensureRoles(guard, this.#passwords);
	}

	async stop(how: 'fast' | 'immediate' = 'fast'): Promise<void> {
		if (this.#stopping) return;
		this.#stopping = true;
		await this.#guard?.end().catch(() => undefined);
		if (isAlive(this.#pid)) process.kill(this.#pid, how === 'fast' ? 'SIGINT' : 'SIGQUIT');
		if (await this.#goneWithin(STOP_MS)) return;
		this.#options.log.warn({ pid: this.#pid }, 'embedded Postgres does not stop; cutting it off');
		process.kill(this.#pid, 'SIGQUIT');
		await this.#goneWithin(STOP_MS);
	}

	async #start(): Promise<void> {
		if (this.#port === 0) this.#port = await freePort();
		rmSync(join(this.#places.cluster, 'postmaster.pid'), { force: true });
		writeSettings(this.#places, this.#runAs, this.#port, this.#options.durable ?? true);
		const command = [this.#programs.postgres, '-D', this.#places.cluster];
		const child = launch(this.#runAs, command, this.#places.log);
		await once(child, 'spawn');
		child.unref();
		this.#pid = child.pid ?? 0;
		let exited = false;
		child.once('exit', () => (exited = true));
		await this.#answersWithin(START_MS, () => exited);
	}

	async #adopt(left: { pid: number; port: number }): Promise<void> {
		this.#options.log.info({ pid: left.pid }, 'taking over the database that an earlier run left behind');
		[this.#pid, this.#port] = [left.pid, left.port];
		await this.#answersWithin(START_MS, () => !isAlive(left.pid)).catch(() => this.#replace(left.pid));
	}

	/** What was left behind is going down or hangs: help it down, and start anew. */
	async #replace(pid: number): Promise<void> {
		if (isAlive(pid)) process.kill(pid, 'SIGQUIT');
		if (!(await this.#goneWithin(STOP_MS))) throw new Error(`Postgres (process ${pid}) neither answers nor stops.`);
		await this.#start();
	}

	async #answersWithin(ms: number, gaveUp: () => boolean): Promise<void> {
		for (const end = Date.now() + ms; Date.now() < end && !gaveUp(); await pause(50)) {
			const client = new pg.Client({ connectionString: this.setupUrl, connectionTimeoutMillis: 2_000 });
			client.on('error', () => undefined);
			const answered = await client.connect().then(
				() => true,
				() => false
			);
			await client.end().catch(() => undefined);
			if (answered) return;
		}
		throw new Error(`The embedded Postgres does not answer. Its own log is ${this.#places.log}`);
	}

	/**
	 * One process at a time owns a data folder. The lock lives in the database, so it ends with its holder, however
	 * that one ended. The same connection tells us when Postgres dies.
	 */
	async #takeGuard(): Promise<pg.Client> {
		const guard = new pg.Client({ connectionString: this.setupUrl, keepAlive: true });
		guard.on('error', () => undefined);
		await guard.connect();
		const answer = await guard.query<{ mine: boolean }>('select pg_try_advisory_lock($1) as mine', [LOCK]);
		if (answer.rows[0]?.mine !== true) {
			await guard.end();
			throw new Error(`Another Medskick is running on ${this.#places.dataDir}. Stop it, or set another DATA_DIR.`);
		}
		guard.once('end', () => void this.#recover());
		this.#guard = guard;
		return guard;
	}

	async #recover(): Promise<void> {
		const { log, restart } = this.#options;
		for (let wait = 500; !this.#stopping && restart !== false; wait = Math.min(wait * 2, 10_000)) {
			log.error('the embedded Postgres is gone; starting it again');
			await pause(wait);
			if (this.#stopping) return;
			try {
				const running = runningPostmaster(this.#places.cluster);
				if (running === null) await this.#start();
				else await this.#adopt(running);
				await this.#takeGuard();
				return;
			} catch (error) {
				log.error({ err: error }, 'the embedded Postgres did not start');
			}
		}
	}

	async #goneWithin(ms: number): Promise<boolean> {
		for (const end = Date.now() + ms; Date.now() < end; await pause(20)) if (!isAlive(this.#pid)) return true;
		return !isAlive(this.#pid);
	}
}

async function freePort(): Promise<number> {
	const server = createServer().listen(0, '127.0.0.1');
	await once(server, 'listening');
	const { port } = server.address() as AddressInfo;
	server.close();
	await once(server, 'close');
	return port;
}
