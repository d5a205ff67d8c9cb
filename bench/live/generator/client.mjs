import { createDecoder, readVarString, readVarUint, readVarUint8Array } from 'lib0/decoding';
import * as Y from 'yjs';
import { framings, KIND, STEP, TEXT } from './framing.mjs';
import { now, task } from './measuring.mjs';
import { RawSocket } from './socket.mjs';
import { target } from './target.mjs';

const PATIENCE_MS = 60_000;
/** Clients come from so many loopback addresses, as people in a hall have theirs. */
const ADDRESSES = 200;
const HOCUSPOCUS_ADMITTED = 2;

const framing = framings[target.framing];
let made = 0;

/** What went wrong, by name; part of the result. @type {Record<string, number>} */
export const errors = {};
let closing = false;

/** From here on lost connections are meant. */
export function expectClosing() {
	closing = true;
}

/** @param {string} name */
export function countError(name) {
	errors[name] = (errors[name] ?? 0) + 1;
}

/**
 * @typedef {object} ClientOptions
 * @property {string} [cookie] a session; without it: an anonymous reader
 * @property {Y.Doc} [doc] kept in sync; without it the client only looks at what comes
 * @property {() => Uint8Array} [presence] the state sent first
 * @property {boolean} [keepLong]
 * @property {boolean} [stock] a client that does not say that it understands our own frames
 * @property {(buffer: Buffer, start: number, end: number) => void} [onChanges]
 * @property {(buffer: Buffer, start: number, end: number) => void} [onAwareness]
 * @property {(buffer: Buffer, start: number, end: number) => void} [onPresence] ours: the summary of who is where
 * @property {(count: number) => void} [onSaved] ours: so many of the frames with changes are committed
 * @property {(client: Client) => void} [onSynced]
 */

/** One connection to one room, speaking as much of the protocol as a measurement needs. */
export class Client {
	synced = false;
	failed = false;
	/** Frames with changes that were sent on this connection. */
	changes = 0;
	/** Length of what came before the client was told that it is in sync. */
	syncBytes = 0;
	began = now();
	syncedAt = 0;
	#admitted = target.framing !== 'hocuspocus';
	#prefix = 0;
	/** @type {(() => void) | null} */
	#settle = null;

	/** @param {string} room @param {ClientOptions} [options] */
	constructor(room, options = {}) {
		this.room = room;
		this.options = options;
		this.#prefix = framing.prefixLength(room);
		const { path, headers } = target.address(room, options);
		this.socket = new RawSocket({
			port: task.port,
			path,
			headers,
			localAddress: `127.0.1.${(made++ % ADDRESSES) + 1}`,
			keepLong: options.keepLong ?? true,
			onOpen: () => (this.#admitted ? this.#begin() : this.socket.send(framing.token(room))),
			onFrame: (buffer, start, end, length) => this.#read(buffer, start + this.#prefix, end, length),
			onClose: () => this.#closed()
		});
		options.doc?.on('update', (update, origin) => {
			if (origin !== this) this.update(update);
		});
	}

	#begin() {
		const { doc, presence } = this.options;
		this.socket.send(framing.ask(this.room, doc === undefined ? undefined : Y.encodeStateVector(doc)));
		if (presence !== undefined) this.awareness(presence());
	}

	/** @param {Buffer} buffer @param {number} start @param {number} end @param {number} length of the whole frame */
	#read(buffer, start, end, length) {
		const kind = buffer[start];
		if (kind === KIND.sync || kind === KIND.syncReply) return this.#sync(buffer, start + 1, end, length);
		if (kind === KIND.awareness) return this.options.onAwareness?.(buffer, start + 1, end);
		if (kind === KIND.presence) return this.options.onPresence?.(buffer, start + 1, end);
		if (kind === KIND.saved) return this.options.onSaved?.(readVarUint(createDecoder(buffer.subarray(start + 1, end))));
		if (kind === KIND.auth) this.#admit(buffer[start + 1] === HOCUSPOCUS_ADMITTED);
	}

	/** @param {boolean} admitted */
	#admit(admitted) {
		this.#admitted = admitted;
		if (admitted) return this.#begin();
		countError('refused');
		this.#settle?.();
	}

	/** @param {Buffer} buffer @param {number} start @param {number} end @param {number} length */
	#sync(buffer, start, end, length) {
		const step = buffer[start];
		if (step === STEP.ask) return this.#answer(buffer.subarray(start + 1, end));
		const { doc, onChanges, onSynced } = this.options;
		if (doc !== undefined) Y.applyUpdate(doc, payload(buffer.subarray(start + 1, end)), this);
		onChanges?.(buffer, start + 1, end);
		if (this.synced) return;
		this.syncBytes += length;
		if (step !== STEP.answer) return;
		this.synced = true;
		this.syncedAt = now();
		onSynced?.(this);
		this.#settle?.();
	}

	/** @param {Buffer} asked */
	#answer(asked) {
		const { doc } = this.options;
		this.changes++;
		const missing = doc === undefined ? undefined : Y.encodeStateAsUpdate(doc, payload(asked));
		this.socket.send(framing.answer(this.room, missing));
	}

	#closed() {
		this.failed = true;
		if (closing) return;
		const reason = this.socket.closeCode ?? this.socket.error?.message ?? 'cut off';
		countError(`${this.synced ? 'lost' : 'not let in'} (${reason})`);
		this.#settle?.();
	}

	/** @param {Uint8Array} update */
	update(update) {
		if (this.socket.closed) return;
		this.changes++;
		this.socket.send(framing.update(this.room, update));
	}

	/** @param {Uint8Array} update */
	awareness(update) {
		this.socket.send(framing.awareness(this.room, update));
	}

	/** Resolves when the server has said that the client is in sync, or when it never will. */
	async ready() {
		if (this.synced || this.failed) return;
		await new Promise((resolve) => {
			const timer = setTimeout(() => resolve(countError('not in sync in time')), PATIENCE_MS);
			this.#settle = () => resolve(clearTimeout(timer));
		});
	}

	get text() {
		return this.options.doc?.getText(TEXT).toString() ?? '';
	}

	destroy() {
		this.socket.destroy();
	}
}

/** A copy: the buffer is read into again. @param {Buffer} bytes */
const payload = (bytes) => new Uint8Array(readVarUint8Array(createDecoder(bytes)));

/**
 * Opens connections, at most `atOnce` handshakes at a time.
 * @param {number} count
 * @param {(index: number) => Client} open
 */
export async function openAll(count, open, atOnce = 50) {
	/** @type {Client[]} */
	const clients = new Array(count);
	const began = now();
	let next = 0;
	const work = async () => {
		while (next < count) {
			const index = next++;
			const client = (clients[index] = open(index));
			await client.ready();
		}
	};
	await Promise.all(Array.from({ length: Math.min(atOnce, count) }, work));
	return { clients, perSecond: Math.round((count / (now() - began)) * 1000) };
}

/**
 * The states in an awareness update.
 * @param {Buffer} bytes
 * @param {(client: number, clock: number, state: string) => void} found
 */
export function eachState(bytes, found) {
	const decoder = createDecoder(readVarUint8Array(createDecoder(bytes)));
	for (let left = readVarUint(decoder); left > 0; left--) {
		found(readVarUint(decoder), readVarUint(decoder), readVarString(decoder));
	}
}
