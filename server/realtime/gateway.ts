import { STATUS_CODES, type IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { WebSocketServer, type WebSocket } from 'ws';
import { PARAMETER } from '#lib/protocol/frames.ts';
import { parseRoomPath, type Room } from '#lib/protocol/rooms.ts';
import type { Logger } from '#server/log.ts';
import { countedAs } from './address.ts';
import type { Decision, Judging } from './judging.ts';
import type { Limits } from './limits.ts';
import { count, type RealtimeMetrics } from './metrics.ts';
import type { Grant, Viewer } from './session.ts';

/** A socket that was let in. */
export type Accepted = {
	ws: WebSocket;
	socket: Duplex;
	room: Room;
	viewer: Viewer;
	grant: Grant;
	/** What the client says its copy belongs to. */
	epoch: string | null;
	ours: boolean;
};

export type GatewayDeps<A> = {
	judging: Judging<A>;
	/** Scheme, host and port of our pages; null means the host that the request itself names. */
	origin: () => string | null;
	addressOf: (request: IncomingMessage) => string;
	limits: Limits;
	metrics: RealtimeMetrics;
	log: Pick<Logger, 'warn'>;
	onAccepted: (accepted: Accepted) => void;
};

type Handshake = { room: Room; query: URLSearchParams; address: string };

/** A fragment costs more memory than its bytes. */
const FRAGMENTS = 64;

/**
 * From an upgrade request to an accepted socket: path, origin, limits, session, judgement, in this order, so that
 * what costs nothing to refuse is refused first. Up to here an answer is an HTTP status; a viewer who may not enter
 * gets a close code instead, because a browser cannot see a status here.
 */
export class Gateway<A> {
	readonly #deps: GatewayDeps<A>;
	readonly #readers: WebSocketServer;
	readonly #writers: WebSocketServer;
	readonly #perAddress = new Map<string, number>();
	#pending = 0;
	#closing = false;

	constructor(deps: GatewayDeps<A>) {
		this.#deps = deps;
		const common = {
			noServer: true,
			clientTracking: false,
			perMessageDeflate: false,
			maxFragments: FRAGMENTS,
			autoPong: false
		};
		this.#readers = new WebSocketServer({ ...common, maxPayload: deps.limits.readerFrame });
		this.#writers = new WebSocketServer({ ...common, maxPayload: deps.limits.writerFrame });
	}

	/** From now on nobody is let in. */
	close(): void {
		this.#closing = true;
	}

	async handle(request: IncomingMessage, socket: Duplex, head: Buffer): Promise<void> {
		socket.on('error', () => socket.destroy());
		const handshake = this.#read(request);
		if (typeof handshake === 'number') return this.#answer(socket, handshake);
		const { address } = handshake;
		this.#countAddress(address, 1);
		socket.once('close', () => this.#countAddress(address, -1));
		this.#pending++;
		try {
			const decision = await this.#inTime(this.#deps.judging.decide(request, handshake.room));
			this.#upgrade(request, socket, head, handshake, decision);
		} catch (error) {
			this.#deps.log.warn({ error: error instanceof Error ? error.message : '' }, 'handshake failed');
			this.#answer(socket, 503);
		} finally {
			this.#pending--;
		}
	}

	/** What the request asks for, or the status it is refused with. */
	#read(request: IncomingMessage): Handshake | number {
		const [path = '', query] = (request.url ?? '').split('?', 2);
		const room = parseRoomPath(path);
		if (room === null) return 404;
		if (!this.#isOurs(request)) return 403;
		const address = countedAs(this.#deps.addressOf(request));
		const { socketsPerAddress, pendingHandshakes } = this.#deps.limits;
		if (this.#closing || this.#pending >= pendingHandshakes) return 503;
		if ((this.#perAddress.get(address) ?? 0) >= socketsPerAddress) return 429;
		return { room, query: new URLSearchParams(query), address };
	}

	/** A page of another site would bring our visitor's cookie; its browser says where it comes from. */
	#isOurs({ headers }: IncomingMessage): boolean {
		const { origin, host } = headers;
		if (origin === undefined || !URL.canParse(origin)) return false;
		const ours = this.#deps.origin();
		return ours === null ? new URL(origin).host === host : new URL(origin).origin === ours;
	}

	#countAddress(address: string, change: number): void {
		const now = (this.#perAddress.get(address) ?? 0) + change;
		if (now > 0) this.#perAddress.set(address, now);
		else this.#perAddress.delete(address);
	}

	#inTime(decision: Promise<Decision>): Promise<Decision> {
		return new Promise((resolve, reject) => {
			const timer = setTimeout(() => reject(new Error('handshake took too long')), this.#deps.limits.handshakeMs);
			decision.then(resolve, reject).finally(() => clearTimeout(timer));
		});
	}

	#upgrade(
		request: IncomingMessage,
		socket: Duplex,
		head: Buffer,
		{ room, query }: Handshake,
		decision: Decision
	): void {
		if (socket.destroyed) return;
		if (this.#closing) return this.#answer(socket, 503);
		const { viewer, judgement } = decision;
		const writes = 'access' in judgement && judgement.access === 'write';
		// The handshake's answer and the first frame leave together where the room is open already.
		socket.cork();
		process.nextTick(() => socket.uncork());
		(writes ? this.#writers : this.#readers).handleUpgrade(request, socket, head, (ws) => {
			if ('refused' in judgement) return this.#turnAway(ws, judgement.refused);
			const epoch = query.get(PARAMETER.epoch);
			const ours = query.has(PARAMETER.ours);
			this.#deps.onAccepted({ ws, socket, room, viewer, grant: judgement, epoch, ours });
		});
	}

	#turnAway(ws: WebSocket, code: number): void {
		count(this.#deps.metrics.handshakesRefused, String(code));
		ws.on('error', () => ws.terminate());
		ws.close(code);
		const timer = setTimeout(() => ws.terminate(), this.#deps.limits.closeMs);
		ws.once('close', () => clearTimeout(timer));
	}

	#answer(socket: Duplex, status: number): void {
		count(this.#deps.metrics.handshakesRefused, String(status));
		if (socket.destroyed) return;
		socket.once('finish', () => socket.destroy());
		socket.end(`HTTP/1.1 ${status} ${STATUS_CODES[status] ?? ''}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`);
	}
}
