import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { Limits } from '#server/realtime/limits.ts';

/** What a live part in a process of its own is told when it starts. */
export type LiveProcessOptions = {
	databaseUrl: string;
	/** What browsers take for the address of the pages, where something lies between. */
	origin?: () => string;
	limits?: Partial<Limits>;
	/** How long updates stay after a snapshot covers them. */
	graceSeconds?: number;
};

const MAIN = fileURLToPath(new URL('./live-process-main.ts', import.meta.url));

/** A live part that can be killed as `kill -9` does, and comes back on the same port. */
export class LiveProcess {
	readonly #options: LiveProcessOptions;
	#child: ChildProcess | null = null;
	#port = 0;

	constructor(options: LiveProcessOptions) {
		this.#options = options;
	}

	get port(): number {
		return this.#port;
	}

	get origin(): string {
		return this.#options.origin?.() ?? `http://127.0.0.1:${this.#port}`;
	}

	get socketOrigin(): string {
		return this.origin.replace('http', 'ws');
	}

	async start(): Promise<this> {
		const settings = JSON.stringify({ ...this.#options, port: this.#port, origin: this.#options.origin?.() });
		const child = fork(MAIN, [settings], { stdio: ['ignore', 'inherit', 'inherit', 'ipc'], execArgv: [] });
		this.#child = child;
		const ended = once(child, 'exit').then(() => Promise.reject(new Error('The live part ended at once.')));
		const [port] = await Promise.race([once(child, 'message'), ended]);
		this.#port = Number(port);
		return this;
	}

	async kill(): Promise<void> {
		const child = this.#child;
		if (child === null || child.exitCode !== null || child.signalCode !== null) return;
		const exited = once(child, 'exit');
		child.kill('SIGKILL');
		await exited;
	}
}
