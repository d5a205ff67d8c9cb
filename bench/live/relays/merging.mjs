// Limit: one frame per room, kind and tick. Updates are merged, presence keeps the newest state of each client, and
// the same bytes are written to every socket.
import { createServer } from 'node:http';
import { createDecoder, readVarUint, readVarUint8Array } from 'lib0/decoding';
import { createEncoder, toUint8Array, writeUint8Array, writeVarUint, writeVarUint8Array } from 'lib0/encoding';
import { WebSocketServer } from 'ws';
import * as Y from 'yjs';

const TICK = Number(process.env.TICK);
const PRESENCE_TICK = Number(process.env.PRESENCE_TICK);
const SYNC = 0;
const PRESENCE = 1;
const MOST_WAITING = 4_000_000;
const FIRST = Buffer.from([SYNC, 0, 1, 0]);

/** @typedef {{ sockets: Set<import('node:stream').Duplex>, log: Uint8Array[], joining: Buffer | null, updates: Uint8Array[], states: Map<number, Uint8Array>, moved: Map<number, Uint8Array>, tick: boolean, presenceTick: boolean }} Room */
/** @type {Map<string, Room>} */
const rooms = new Map();

/** @param {string} name @returns {Room} */
function roomOf(name) {
	const made = () => ({
		sockets: new Set(),
		log: [],
		joining: null,
		updates: [],
		states: new Map(),
		moved: new Map(),
		tick: false,
		presenceTick: false
	});
	const room = rooms.get(name) ?? made();
	rooms.set(name, room);
	return room;
}

/** @param {number[]} head @param {Uint8Array} payload @returns {Buffer} a whole WebSocket frame */
function frame(head, payload) {
	const encoder = createEncoder();
	for (const number of head) writeVarUint(encoder, number);
	writeVarUint8Array(encoder, payload);
	const body = toUint8Array(encoder);
	const size = body.length < 126 ? 2 : body.length < 65_536 ? 4 : 10;
	const bytes = Buffer.alloc(size + body.length);
	bytes[0] = 0x82;
	bytes[1] = size === 2 ? body.length : size === 4 ? 126 : 127;
	if (size === 4) bytes.writeUInt16BE(body.length, 2);
	if (size === 10) bytes.writeBigUInt64BE(BigInt(body.length), 2);
	bytes.set(body, size);
	return bytes;
}

/** @param {Map<number, Uint8Array>} states */
function presenceFrame(states) {
	const encoder = createEncoder();
	writeVarUint(encoder, states.size);
	for (const state of states.values()) writeUint8Array(encoder, state);
	return frame([PRESENCE], toUint8Array(encoder));
}

/** @param {Room} room @param {Buffer} bytes */
function toAll(room, bytes) {
	for (const socket of room.sockets) if (socket.writableLength < MOST_WAITING) socket.write(bytes);
}

/** @param {Room} room */
function flushUpdates(room) {
	room.tick = false;
	const update = Y.mergeUpdates(room.updates.splice(0));
	toAll(room, frame([SYNC, 2], update));
}

/** @param {Room} room */
function flushPresence(room) {
	room.presenceTick = false;
	toAll(room, presenceFrame(room.moved));
	room.moved.clear();
}

/** @param {Room} room @param {import('node:stream').Duplex} socket */
function answer(room, socket) {
	if (room.log.length > 1) room.log = [Y.mergeUpdates(room.log)];
	room.joining ??= frame([SYNC, 1], room.log[0] ?? Uint8Array.of(0, 0));
	socket.write(room.joining);
	if (room.states.size > 0) socket.write(presenceFrame(room.states));
}

/** @param {Room} room @param {Uint8Array} update */
function collect(room, update) {
	if (update.length <= 2) return;
	const kept = new Uint8Array(update);
	room.log.push(kept);
	room.joining = null;
	room.updates.push(kept);
	if (!room.tick) setTimeout(() => flushUpdates(room), TICK);
	room.tick = true;
}

/** @param {Room} room @param {Uint8Array} update */
function collectPresence(room, update) {
	const decoder = createDecoder(update);
	for (let left = readVarUint(decoder); left > 0; left--) {
		const start = decoder.pos;
		const client = readVarUint(decoder);
		readVarUint(decoder);
		readVarUint8Array(decoder);
		const state = new Uint8Array(update.subarray(start, decoder.pos));
		room.states.set(client, state);
		room.moved.set(client, state);
	}
	if (!room.presenceTick) setTimeout(() => flushPresence(room), PRESENCE_TICK);
	room.presenceTick = true;
}

/** @param {Room} room @param {import('node:stream').Duplex} socket @param {Buffer} data */
function hear(room, socket, data) {
	const decoder = createDecoder(data);
	const kind = readVarUint(decoder);
	if (kind === PRESENCE) return collectPresence(room, readVarUint8Array(decoder));
	if (kind !== SYNC) return;
	const step = readVarUint(decoder);
	if (step === 0) answer(room, socket);
	else collect(room, readVarUint8Array(decoder));
}

const sockets = new WebSocketServer({ noServer: true, perMessageDeflate: false });
const server = createServer((_request, response) => response.end());
server.on('upgrade', (request, connection, head) =>
	sockets.handleUpgrade(request, connection, head, (socket) => {
		const room = roomOf(request.url ?? '');
		room.sockets.add(connection);
		socket.send(FIRST);
		socket.on('message', (data) => hear(room, connection, /** @type {Buffer} */ (data)));
		socket.on('close', () => room.sockets.delete(connection));
		socket.on('error', () => undefined);
	})
);
server.listen(Number(process.env.PORT), '127.0.0.1');
