import { connect, type Socket } from 'node:net';
import { randomBytes } from 'node:crypto';
import type { LiveServer } from './live-server.ts';
import { until } from './live-client.ts';

/** The end of what has arrived: enough for a close frame. */
const KEPT = 200;

/** A connection below WebSocket: for saying what no WebSocket says, and for saying nothing. */
export class Tcp {
	readonly socket: Socket;
	/** The HTTP status of the answer, once it is here. */
	answer: number | null = null;
	#last = Buffer.alloc(0);
	isOpen = false;
	hasEnded = false;

	constructor(server: Pick<LiveServer, 'origin'>, from = '127.0.0.1') {
		this.socket = connect({ port: Number(new URL(server.origin).port), host: '127.0.0.1', localAddress: from });
		this.socket.on('connect', () => (this.isOpen = true));
		this.socket.on('data', (bytes: Buffer) => this.#hear(bytes));
		this.socket.on('error', () => (this.hasEnded = true));
		this.socket.on('close', () => (this.hasEnded = true));
	}

	async connected(): Promise<this> {
		await until('the connection to open', () => this.isOpen);
		return this;
	}

	/** Asks for a WebSocket; `end` leaves the request unfinished when it is ''. */
	ask(server: Pick<LiveServer, 'origin'>, path: string, cookie = '', end = '\r\n\r\n'): void {
		const lines = [
			`GET ${path} HTTP/1.1`,
			`Host: ${new URL(server.origin).host}`,
			'Connection: Upgrade',
			'Upgrade: websocket',
			'Sec-WebSocket-Version: 13',
			`Sec-WebSocket-Key: ${randomBytes(16).toString('base64')}`,
			`Origin: ${server.origin}`,
			`Cookie: ${cookie}`
		];
		this.socket.write(lines.join('\r\n') + end);
	}

	#hear(bytes: Buffer): void {
		this.answer ??= Number(bytes.toString('latin1').split(' ', 2)[1]);
		this.#last = Buffer.from(Buffer.concat([this.#last, bytes.subarray(-KEPT)]).subarray(-KEPT));
	}

	async status(): Promise<number> {
		await until('an answer', () => this.answer !== null || this.hasEnded);
		return this.answer ?? 0;
	}

	async ended(ms?: number): Promise<void> {
		await until('the connection to end', () => this.hasEnded, ms);
	}

	/** The code of the close frame that came last, or null. */
	get closeCode(): number | null {
		const at = this.#last.lastIndexOf(0x88);
		return at < 0 || (this.#last[at + 1] ?? 0) < 2 ? null : this.#last.readUInt16BE(at + 2);
	}

	destroy(): void {
		this.socket.destroy();
	}
}

/** A client's frame with its mask (of zeros, so that the payload stays as it is). */
export function clientFrame(opcode: number, payload: Uint8Array, announced = payload.length): Uint8Array {
	const head = announced < 126 ? [0x80 | announced] : [0x80 | 127, ...lengthBytes(announced)];
	return Uint8Array.from([0x80 | opcode, ...head, 0, 0, 0, 0, ...payload]);
}

function lengthBytes(length: number): number[] {
	const bytes = Buffer.alloc(8);
	bytes.writeBigUInt64BE(BigInt(length));
	return [...bytes];
}
