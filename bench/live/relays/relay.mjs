// Limit: every frame goes as it is to all others in the room; who joins gets the frames of the room so far.
import { createServer } from 'node:http';
import { WebSocketServer } from 'ws';

const SYNC = 0;
const PRESENCE = 1;
const ASK = 0;
const ANSWER = 1;
const UPDATE = 2;
const FIRST = Buffer.from([SYNC, ASK, 1, 0]);
const EMPTY_ANSWER = Buffer.from([SYNC, ANSWER, 2, 0, 0]);

/** @typedef {{ sockets: Set<import('ws').WebSocket>, log: Buffer[], states: Map<object, Buffer> }} Room */
/** @type {Map<string, Room>} */
const rooms = new Map();

/** @param {string} name @returns {Room} */
function roomOf(name) {
	const room = rooms.get(name) ?? { sockets: new Set(), log: [], states: new Map() };
	rooms.set(name, room);
	return room;
}

/** @param {Room} room @param {import('ws').WebSocket} socket @param {Buffer} frame */
function relay(room, socket, frame) {
	if (frame[0] === PRESENCE) room.states.set(socket, frame);
	if (frame[0] === SYNC) {
		if (frame[1] === ASK) {
			for (const sent of [...room.log, EMPTY_ANSWER, ...room.states.values()]) socket.send(sent);
			return;
		}
		if (frame.length <= EMPTY_ANSWER.length) return;
		frame[1] = UPDATE;
		room.log.push(frame);
	}
	for (const other of room.sockets) if (other !== socket) other.send(frame);
}

const sockets = new WebSocketServer({ noServer: true, perMessageDeflate: false });
const server = createServer((_request, response) => response.end());
server.on('upgrade', (request, connection, head) =>
	sockets.handleUpgrade(request, connection, head, (socket) => {
		const room = roomOf(request.url ?? '');
		room.sockets.add(socket);
		socket.send(FIRST);
		socket.on('message', (data) => relay(room, socket, /** @type {Buffer} */ (data)));
		socket.on('close', () => {
			room.sockets.delete(socket);
			room.states.delete(socket);
		});
		socket.on('error', () => undefined);
	})
);
server.listen(Number(process.env.PORT), '127.0.0.1');
