import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { setTimeout as pause } from 'node:timers/promises';

const MAIN = fileURLToPath(new URL('../../server/main.ts', import.meta.url));
const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const START_MS = 60_000;

/** A Medskick in a process of its own, as an operator runs it; for browsers and for tests that cut it off. */
export class MedskickProcess {
	readonly #env: NodeJS.ProcessEnv;
	#child: ChildProcess | null = null;
	#output = '';

	/** `env` holds the variables of the README; a port is taken if none is given, and kept through restarts. */
	constructor(env: Record<string, string>) {
		const { PATH, HOME, NODE_COMPILE_CACHE } = process.env;
		this.#env = { PATH, HOME, NODE_COMPILE_CACHE, NODE_ENV: 'production', PORT: '0', ...env };
	}

	/** Everything it has printed since it was last started. */
	get output(): string {
		return this.#output;
	}

	get origin(): string {
		const found = /Medskick is running on (\S+)/.exec(this.#output)?.[1];
		if (found === undefined) throw new Error(`Medskick has not started. It said:\n${this.#output}`);
		return found;
	}

	/** Resolves when the address has been printed. Throws with its output when it ends instead. */
	async start(): Promise<this> {
		this.#output = '';
		const child = spawn(process.execPath, [MAIN], { cwd: ROOT, env: this.#env, stdio: ['ignore', 'pipe', 'pipe'] });
		this.#child = child;
		for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (this.#output += String(chunk)));
		for (const end = Date.now() + START_MS; !this.#output.includes('Medskick is running on'); await pause(25)) {
			if (Date.now() < end && child.exitCode === null && child.signalCode === null) continue;
			await this.kill();
			throw new Error(`Medskick did not start. It said:\n${this.#output}`);
		}
		this.#env.PORT = new URL(this.origin).port;
		return this;
	}

	/** Resolves with the exit code when it has ended by itself; for starts that are meant to fail. */
	async run(): Promise<number | null> {
		await this.start().catch(() => undefined);
		return this.#child?.exitCode ?? null;
	}

	/** As Ctrl-C does. Resolves with the exit code. */
	async stop(): Promise<number | null> {
		return this.#end('SIGINT');
	}

	/** As `kill -9` does: nothing is flushed, nobody is told. */
	async kill(): Promise<void> {
		await this.#end('SIGKILL');
	}

	/** Sends a signal and does not wait. */
	signal(signal: NodeJS.Signals): void {
		this.#child?.kill(signal);
	}

	/** Resolves with the exit code once it has ended, by itself or not. */
	async ended(): Promise<number | null> {
		const child = this.#child;
		if (child === null) return null;
		if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
		return child.exitCode;
	}

	async #end(signal: NodeJS.Signals): Promise<number | null> {
		this.signal(signal);
		return this.ended();
	}
}
