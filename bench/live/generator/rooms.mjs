import { setTimeout as pause } from 'node:timers/promises';
import { memoryOf } from '../../lib/processor-time.mjs';
import { Client, openAll } from './client.mjs';
import { awarenessUpdate, typedUpdate } from './framing.mjs';
import { beginWindow, round, task } from './measuring.mjs';
import { target } from './target.mjs';

const WORDS = 'An agenda item of about one hundred characters, written once when the room was created for the meeting.';
const STATE = JSON.stringify({ user: { name: 'Participant', color: '#30bced' } });
/** A process tidies its memory up when it has been idle for some seconds. */
const IDLE_MS = 15_000;
/** So many rooms come first: with them a process takes what it needs for any number, as for its young objects. */
const WARM = 1_000;

/** W5: many texts with one idle writer each, who has written once. @param {{ rooms: number }} plan */
export async function manyRooms({ rooms }) {
	const open = (/** @type {number} */ index) =>
		new Client(target.room('many', index), {
			cookie: target.writer(index),
			presence: () => awarenessUpdate(5_000 + index, 1, STATE)
		});
	const write = (/** @type {Client} */ client, /** @type {number} */ index) =>
		client.update(typedUpdate(70_000 + index, 0, WORDS));
	const warm = (await openAll(WARM, (index) => open(rooms + index))).clients;
	warm.forEach((client, index) => write(client, rooms + index));
	await pause(1_500);
	const before = memoryOf(task.serverPid).now;
	const endJoining = beginWindow();
	const { clients, perSecond } = await openAll(rooms, open);
	clients.forEach(write);
	await pause(1_000);
	const joining = endJoining();
	const endIdling = beginWindow();
	await pause(IDLE_MS);
	const idle = endIdling();
	const after = memoryOf(task.serverPid).now;
	return {
		open: clients.filter((client) => client.synced && !client.socket.closed).length,
		kibibytesPerRoom: round(((after - before) * 1024) / rooms, 1),
		residentMiB: round(after, 0),
		idleShare: idle.serverShare,
		connectionsPerSecond: perSecond,
		microsecondsPerJoin: Math.round((joining.serverSeconds * 1e6) / rooms),
		otherShare: idle.otherShare
	};
}

const SHARED_BY = 1_000;

/** W5: idle readers, a thousand to a text. @param {{ sockets: number }} plan */
export async function idleSockets({ sockets }) {
	const before = memoryOf(task.serverPid).now;
	const open = (/** @type {number} */ index) => new Client(target.room('idle', Math.floor(index / SHARED_BY)));
	const { clients, perSecond } = await openAll(sockets, open, 100);
	await pause(2_000);
	const endIdling = beginWindow();
	await pause(IDLE_MS);
	const idle = endIdling();
	const memory = memoryOf(task.serverPid);
	return {
		open: clients.filter((client) => client.synced && !client.socket.closed).length,
		residentMiB: round(memory.now, 0),
		highestMiB: round(memory.highest, 0),
		kibibytesPerSocket: round(((memory.now - before) * 1024) / sockets, 1),
		idleShare: idle.serverShare,
		connectionsPerSecond: perSecond,
		otherShare: idle.otherShare
	};
}
