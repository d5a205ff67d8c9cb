import { createDecoder, readVarUint, readVarUint8Array } from 'lib0/decoding';
import { WebSocket } from 'ws';
import { WebsocketProvider } from 'y-websocket';
import * as Y from 'yjs';
import { carriesChanges } from '#lib/protocol/binary-frames.ts';
import { FRAME, PARAMETER } from '#lib/protocol/frames.ts';
import { disorderly, type Disorder } from './disorder.ts';
import type { LiveServer } from './live-server.ts';

type Headers = Record<string, string>;

/**
 * What has been handed to the socket of this connection: how many frames with changes, and their updates. `shown`
 * are the updates that have come from the server, on whatever connection.
 */
type Sent = { changes: number; connection: number; updates: Uint8Array[]; held: number; shown: Uint8Array[] };

/** A WebSocket that sends what a browser would: where the page is from, and who is signed in. */
function socketWith(headers: Headers, sent: Sent, disorder: Disorder | undefined): typeof globalThis.WebSocket {
	class HeaderSocket extends WebSocket {
		#ways: { out: (frame: Uint8Array) => void; in: (frame: Uint8Array) => void } | null = null;
		constructor(url: string | URL) {
			super(url, { headers });
			Object.assign(sent, { changes: 0, connection: sent.connection + 1, updates: [], held: 0 });
			if (disorder === undefined) return;
			const { connection } = sent;
			const mine = (change: number): void => void (sent.connection === connection && (sent.held += change));
			this.#ways = {
				out: disorderly(disorder, (frame) => this.#send(frame), mine),
				in: disorderly(disorder, (frame) => void super.emit('message', frame, true))
			};
		}
		override send(data: Uint8Array): void {
			if (this.#ways !== null && carriesChanges(data)) this.#ways.out(data);
			else this.#send(data);
		}
		#send(data: Uint8Array): void {
			if (this.readyState !== WebSocket.OPEN) return;
			if (carriesChanges(data)) {
				sent.changes++;
				sent.updates.push(updateIn(data));
			}
			super.send(data);
		}
		override emit(event: string, ...args: unknown[]): boolean {
			const [data] = args;
			if (event !== 'message' || !(data instanceof Uint8Array) || !carriesChanges(data))
				return super.emit(event, ...args);
			sent.shown.push(updateIn(data));
			if (this.#ways === null) return super.emit(event, ...args);
			this.#ways.in(data);
			return true;
		}
	}
	return HeaderSocket as unknown as typeof globalThis.WebSocket;
}

function updateIn(frame: Uint8Array): Uint8Array {
	const decoder = createDecoder(frame);
	readVarUint(decoder);
	readVarUint(decoder);
	return readVarUint8Array(decoder);
}

export type ClientOptions = {
	accountId?: string;
	/** A session of the real application, in place of `accountId`. */
	cookie?: string;
	ours?: boolean;
	epoch?: string;
	doc?: Y.Doc;
	connect?: boolean;
	/** Frames with changes are doubled and overtaken, in both directions. */
	disorder?: Disorder;
};

/** A real y-websocket client. `saved` counts as ours does: everything sent on this connection is acknowledged. */
export class LiveClient {
	readonly doc: Y.Doc;
	readonly provider: WebsocketProvider;
	/** Close codes seen, in order. */
	readonly closed: { code: number; reason: string }[] = [];
	readonly notices: string[] = [];
	/** The updates that the server has said are kept, on whatever connection. */
	readonly kept: Uint8Array[] = [];
	readonly #sent: Sent = { changes: 0, connection: 0, updates: [], held: 0, shown: [] };
	#acknowledged = 0;

	constructor(server: Pick<LiveServer, 'origin' | 'socketOrigin'>, path: string, options: ClientOptions = {}) {
		this.doc = options.doc ?? new Y.Doc();
		const headers: Headers = { origin: server.origin };
		if (options.accountId !== undefined) headers.cookie = `who=${options.accountId}`;
		if (options.cookie !== undefined) headers.cookie = options.cookie;
		const params: Record<string, string> = {};
		if (options.ours !== false) params[PARAMETER.ours] = '1';
		if (options.epoch !== undefined) params[PARAMETER.epoch] = options.epoch;
		this.provider = new WebsocketProvider(server.socketOrigin, path.slice(1), this.doc, {
			WebSocketPolyfill: socketWith(headers, this.#sent, options.disorder),
			disableBc: true,
			connect: false,
			maxBackoffTime: 200,
			params
		});
		this.#listen();
		if (options.connect !== false) this.provider.connect();
	}

	#listen(): void {
		const handlers = this.provider.messageHandlers;
		handlers[FRAME.saved] = (_encoder, decoder) => this.#hear(readVarUint(decoder));
		handlers[FRAME.event] = handlers[FRAME.presence] = () => undefined;
		handlers[FRAME.notice] = (_encoder, decoder) => {
			this.notices.push(JSON.parse(new TextDecoder().decode(decoder.arr.subarray(decoder.pos + 1))).notice);
		};
		this.provider.on('status', ({ status }) => {
			if (status !== 'connected') this.#acknowledged = 0;
		});
		this.provider.on('connection-close', (event) => {
			if (event !== null) this.closed.push({ code: event.code, reason: event.reason });
		});
		this.provider.on('connection-error', () => undefined);
	}

	#hear(acknowledged: number): void {
		this.kept.push(...this.#sent.updates.slice(this.#acknowledged, acknowledged));
		this.#acknowledged = acknowledged;
	}

	/** True when the server has said that every change we sent is in the database. */
	get saved(): boolean {
		const { changes, held } = this.#sent;
		return this.provider.synced && changes > 0 && held === 0 && this.#acknowledged === changes;
	}

	/** Frames with changes that this connection has sent, and how many of them the server has said are kept. */
	get counts(): { connection: number; sent: number; acknowledged: number } {
		const { connection, changes } = this.#sent;
		return { connection, sent: changes, acknowledged: this.#acknowledged };
	}

	/** The updates that the server has sent. */
	get shown(): readonly Uint8Array[] {
		return this.#sent.shown;
	}

	/** For messages of tests that wait in vain. */
	get standing(): string {
		const { synced, wsconnected, shouldConnect } = this.provider;
		return JSON.stringify({
			synced,
			wsconnected,
			shouldConnect,
			sent: this.#sent.changes,
			acknowledged: this.#acknowledged,
			closed: this.closed
		});
	}

	/** The connection is lost without a word, as on a phone in a tunnel; the client comes back by itself. */
	cut(): void {
		const socket = this.provider.ws as unknown as WebSocket | null;
		socket?.terminate();
	}

	get text(): string {
		return this.doc.getText('t').toString();
	}

	/** Seen by the others at some time, gone for ever: nobody sends its edits any more. */
	destroy(): void {
		this.provider.destroy();
		this.provider.awareness.destroy();
	}
}

/** Waits for something to become true; says what it waited for when it does not. */
export async function until(what: string, isSo: () => boolean | Promise<boolean>, ms = 10_000): Promise<void> {
	for (const end = Date.now() + ms; !(await isSo()); await new Promise((resolve) => setTimeout(resolve, 5))) {
		if (Date.now() > end) throw new Error(`Waited ${ms} ms in vain for: ${what}`);
	}
}

/** A bare socket, for saying what no client says. */
export class RawClient {
	readonly socket: WebSocket;
	readonly frames: Uint8Array[] = [];
	readonly texts: string[] = [];
	closed: { code: number; reason: string } | null = null;
	refused: number | null = null;

	constructor(url: string, headers: Headers = {}) {
		this.socket = new WebSocket(url, { headers });
		this.socket.on('message', (data: Buffer, isBinary: boolean) => {
			if (isBinary) this.frames.push(Uint8Array.from(data));
			else this.texts.push(data.toString());
		});
		this.socket.on('close', (code, reason) => (this.closed = { code, reason: reason.toString() }));
		this.socket.on('unexpected-response', (_request, response) => {
			this.refused = response.statusCode ?? 0;
			response.destroy();
		});
		this.socket.on('error', () => undefined);
	}

	async opened(): Promise<this> {
		await until('the socket to open', () => this.socket.readyState === WebSocket.OPEN);
		return this;
	}

	/** How the server answered: an HTTP status, or a close code. */
	async end(): Promise<number> {
		await until('the server to end the connection', () => this.refused !== null || this.closed !== null);
		return this.refused ?? this.closed?.code ?? 0;
	}

	send(...bytes: number[]): void {
		this.socket.send(Uint8Array.from(bytes));
	}

	/** The kinds of the frames that have arrived. */
	get kinds(): number[] {
		return this.frames.map((frame) => readVarUint(createDecoder(frame)));
	}
}
