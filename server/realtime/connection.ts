import type { Duplex } from 'node:stream';
import type { RawData, WebSocket } from 'ws';
import type { RoomName } from '#lib/protocol/rooms.ts';
import type { AnyRoom } from './rooms.ts';
import type { Session } from './session.ts';
import { PING } from './wire.ts';

export type ConnectionDeps = {
	now: () => number;
	ended: (connection: Connection, room: AnyRoom | null) => void;
	/** A fault of ours while the room was dealing with this socket. */
	failed: (room: AnyRoom, error: unknown) => void;
};

/** One accepted socket: joins what `ws` reports with the session and its room. */
export class Connection {
	readonly session: Session;
	readonly roomName: RoomName;
	readonly #ws: WebSocket;
	readonly #socket: Duplex;
	readonly #deps: ConnectionDeps;
	#room: AnyRoom | null = null;
	#alive = true;

	constructor(ws: WebSocket, socket: Duplex, session: Session, roomName: RoomName, deps: ConnectionDeps) {
		this.#ws = ws;
		this.#socket = socket;
		this.session = session;
		this.roomName = roomName;
		this.#deps = deps;
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
		if (this.session.admitPing(this.#deps.now())) this.#ws.pong(data);
	}

	/** The room is loaded. False when the other end is gone meanwhile. */
	enter(room: AnyRoom): boolean {
		if (this.session.state.kind !== 'opening') return false;
		this.#room = room;
		this.#inRoom(room, () => room.join(this.session));
		return true;
	}

	/** Whatever goes wrong in one room goes wrong in that room only. */
	#inRoom(room: AnyRoom, work: () => void): void {
		try {
			work();
		} catch (error) {
			this.#deps.failed(room, error);
		}
	}

	#receive(data: RawData, isBinary: boolean): void {
		if (!(data instanceof Uint8Array) || !this.session.admit(data, this.#deps.now())) return;
		const room = this.#room;
		if (room !== null) this.#inRoom(room, () => room.receive(this.session, data, !isBinary));
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
