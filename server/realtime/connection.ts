import type { Duplex } from 'node:stream';
import type { RawData, WebSocket } from 'ws';
import type { RoomName } from '#lib/protocol/rooms.ts';
import type { AnyRoom } from './rooms.ts';
import type { Session } from './session.ts';
import { PING } from './wire.ts';

/** One accepted socket: joins what `ws` reports with the session and its room. */
export class Connection {
	readonly session: Session;
	readonly roomName: RoomName;
	readonly #ws: WebSocket;
	readonly #socket: Duplex;
	readonly #now: () => number;
	#room: AnyRoom | null = null;
	#alive = true;

	constructor(
		ws: WebSocket,
		socket: Duplex,
		session: Session,
		roomName: RoomName,
		deps: { now: () => number; ended: (connection: Connection, room: AnyRoom | null) => void }
	) {
		this.#ws = ws;
		this.#socket = socket;
		this.session = session;
		this.roomName = roomName;
		this.#now = deps.now;
		ws.on('message', (data, isBinary) => this.#receive(data, isBinary));
		ws.on('ping', (data) => this.#answer(data));
		ws.on('pong', () => (this.#alive = true));
		// A frame that breaks the protocol: ws has closed the socket with the right code already.
		ws.on('error', () => (session.distrusted = true));
		ws.on('close', (code) => {
			session.ended(code);
			this.#room?.leave(session);
			deps.ended(this, this.#room);
		});
		socket.on('drain', () => this.#room?.drained(session));
	}

	/** A ping costs what any frame costs, so it counts as one. */
	#answer(data: Buffer): void {
		if (this.session.admitPing(this.#now())) this.#ws.pong(data);
	}

	/** The room is loaded. False when the other end is gone meanwhile. */
	enter(room: AnyRoom): boolean {
		if (this.session.state.kind !== 'opening') return false;
		this.#room = room;
		room.join(this.session);
		return true;
	}

	#receive(data: RawData, isBinary: boolean): void {
		if (!(data instanceof Uint8Array) || !this.session.admit(data, this.#now())) return;
		this.#room?.receive(this.session, data, !isBinary);
	}

	/** Called every now and then: ends a connection whose other end has not answered since the last call. */
	checkLife(): void {
		if (!this.#alive) return this.#ws.terminate();
		this.#alive = false;
		if (this.#ws.readyState === this.#ws.OPEN) this.#socket.write(PING);
	}

	terminate(): void {
		this.#ws.terminate();
	}
}
