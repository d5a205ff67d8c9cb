import { once } from 'node:events';
import { createConnection, createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';

/** `client` is the end that opened the connection. */
type Pair = { client: Socket; server: Socket };
type End = keyof Pair;

/** Called with what an end sends, before it is passed on. False: it is lost, and everything after it. */
export type Watcher = (bytes: Buffer, from: End, pair: Pair) => boolean;

/**
 * A network between two programs on this machine, which can be slow, cut, half closed, or swallow everything. A real
 * TCP proxy on a port of its own: both ends see what they would see on a bad line.
 */
export class Link {
	/** How long each piece is under way, in milliseconds. */
	delayMs = 0;
	/** Nobody is told that the line is dead: what is sent vanishes, new connections hang. */
	swallows = false;
	watcher: Watcher | null = null;
	readonly #target: () => number;
	readonly #server: Server;
	readonly #pairs = new Set<Pair>();

	private constructor(target: () => number) {
		this.#target = target;
		this.#server = createServer({ allowHalfOpen: true }, (client) => this.#connect(client));
	}

	/** `target`: the port that connections are passed on to, asked for each anew. */
	static async to(target: () => number): Promise<Link> {
		const link = new Link(target);
		link.#server.listen(0, '127.0.0.1');
		await once(link.#server, 'listening');
		return link;
	}

	get port(): number {
		return (this.#server.address() as AddressInfo).port;
	}

	get connections(): number {
		return this.#pairs.size;
	}

	#connect(client: Socket): void {
		const server = createConnection({ port: this.#target(), host: '127.0.0.1', allowHalfOpen: true });
		const pair = { client, server };
		this.#pairs.add(pair);
		const swallowed = this.swallows;
		this.#carry(pair, 'client', server, swallowed);
		this.#carry(pair, 'server', client, swallowed);
		for (const socket of [client, server]) {
			socket.setNoDelay(true);
			socket.on('error', () => this.#end(pair));
			socket.on('close', () => this.#end(pair));
		}
	}

	/** Pieces stay in order, however the delay changes. */
	#carry(pair: Pair, from: End, to: Socket, swallowed: boolean): void {
		let lost = swallowed;
		let before = Promise.resolve();
		const inOrder = (work: () => void): void => {
			const arrived = this.delayMs > 0 ? pause(this.delayMs) : Promise.resolve();
			before = before.then(() => arrived).then(() => (to.destroyed ? undefined : work()));
		};
		pair[from].on('data', (bytes: Buffer) => {
			lost ||= this.swallows || this.watcher?.(bytes, from, pair) === false;
			if (!lost) inOrder(() => void to.write(bytes));
		});
		pair[from].on('end', () => {
			lost ||= this.swallows;
			if (!lost) inOrder(() => void to.end());
		});
	}

	#end(pair: Pair): void {
		if (!this.swallows) this.#destroy(pair);
	}

	#destroy(pair: Pair): void {
		this.#pairs.delete(pair);
		for (const socket of [pair.client, pair.server]) socket.destroy();
	}

	/** Every connection is reset. */
	cut(): void {
		for (const pair of this.#pairs) this.#destroy(pair);
	}

	/** One end stops talking on every connection and goes on listening. */
	halfClose(from: End): void {
		for (const pair of this.#pairs) (from === 'client' ? pair.server : pair.client).end();
	}

	async close(): Promise<void> {
		this.swallows = false;
		const closed = once(this.#server, 'close');
		this.#server.close();
		this.cut();
		await closed;
	}
}
