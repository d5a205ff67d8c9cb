import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';
import type { Page } from '@playwright/test';

/** What a SOCKS5 server answers (RFC 1928): no password is needed, and: connected. */
const WELCOME = Buffer.from([5, 0]);
const CONNECTED = Buffer.from([5, 0, 0, 1, 0, 0, 0, 0, 0, 0]);

/**
 * A browser's way to the servers of this machine, which is cut for real: once an answer was in that a page behind a
 * service worker had sent while its browser was only told to be offline.
 */
export class Line {
	#isCut = false;
	readonly #sockets = new Set<Socket>();
	readonly #server = createServer((client) => this.#serve(client));

	/** For the browser's context; without `bypass` it would go to this machine directly. */
	get proxy(): { server: string; bypass: string } {
		return { server: `socks5://127.0.0.1:${(this.#server.address() as AddressInfo).port}`, bypass: '<-loopback>' };
	}

	async open(): Promise<this> {
		await once(this.#server.listen(0, '127.0.0.1'), 'listening');
		return this;
	}

	#serve(client: Socket): void {
		this.#keep(client);
		if (this.#isCut) return void client.destroy();
		client.once('data', () => {
			client.write(WELCOME);
			client.once('data', (request) => this.#connect(client, Buffer.from(request).readUInt16BE(request.length - 2)));
		});
	}

	#connect(client: Socket, port: number): void {
		const server = connect(port, '127.0.0.1', () => {
			client.write(CONNECTED);
			client.pipe(server).pipe(client);
		});
		this.#keep(server);
		client.on('close', () => server.destroy());
		server.on('close', () => client.destroy());
	}

	#keep(socket: Socket): void {
		this.#sockets.add(socket);
		socket.on('error', () => socket.destroy());
		socket.on('close', () => this.#sockets.delete(socket));
	}

	async cut(page: Page): Promise<void> {
		this.#isCut = true;
		for (const socket of this.#sockets) socket.destroy();
		await page.context().setOffline(true);
	}

	async mend(page: Page): Promise<void> {
		this.#isCut = false;
		await page.context().setOffline(false);
	}

	async close(): Promise<void> {
		const closed = once(this.#server, 'close');
		this.#server.close();
		for (const socket of this.#sockets) socket.destroy();
		await closed;
	}
}
