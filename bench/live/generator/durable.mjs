import { setTimeout as pause } from 'node:timers/promises';
import * as Y from 'yjs';
import { Client, expectClosing, openAll } from './client.mjs';
import { TEXT, typedUpdate } from './framing.mjs';
import { Histogram } from './histogram.mjs';
import { eachMark, mark, MARK_LENGTH } from './markers.mjs';
import { beginWindow, now, round, task } from './measuring.mjs';
import { target } from './target.mjs';

const TEXTS = 50;
const WRITERS = 4;
/** Updates of one writer that nobody has seen yet. */
const IN_FLIGHT = 8;
/** Time for the database to end what the killed server had asked of it. */
const AFTERMATH_MS = 1_500;

/** @typedef {{ client: Client, index: number, sentAt: number[], seen: Set<number>, acknowledged: number, waiting: number, firstFrame: number }} Writer */

/**
 * W4: fifty texts with four writers each, as fast as it goes; then the server is killed. Lost is what somebody else had
 * seen, or what had been acknowledged, and is not in the database.
 * @param {{ ms: number, kill: boolean }} plan `kill`: not while profiling, since a killed process writes no profile
 */
export async function durable({ ms, kill }) {
	const latency = new Histogram();
	/** @type {Writer[]} */
	const writers = [];
	let running = false;
	let seen = 0;
	const open = (/** @type {number} */ index) => {
		const client = new Client(roomOf(index), {
			cookie: target.writer(index),
			onChanges: (buffer, start, end) => hear(index, buffer, start, end),
			onSaved: (count) => {
				const writer = writers[index];
				if (writer !== undefined) writer.acknowledged = count - writer.firstFrame;
			}
		});
		writers[index] = { client, index, sentAt: [], seen: new Set(), acknowledged: 0, waiting: 0, firstFrame: 0 };
		return client;
	};
	/** @param {number} receiver @param {Buffer} buffer @param {number} start @param {number} end */
	function hear(receiver, buffer, start, end) {
		const at = now();
		/** @type {Set<Writer>} */
		const heard = new Set();
		eachMark(buffer, start, end, (sender, number) => {
			const writer = writers[sender];
			if (writer === undefined || sender === receiver || writer.seen.has(number)) return;
			writer.seen.add(number);
			writer.waiting--;
			seen++;
			latency.add(at - (writer.sentAt[number] ?? at));
			heard.add(writer);
		});
		if (running) for (const writer of heard) fill(writer);
	}

	const { perSecond } = await openAll(TEXTS * WRITERS, open);
	await pause(300);
	for (const writer of writers) writer.firstFrame = writer.client.changes;
	const endWindow = beginWindow();
	running = true;
	for (const writer of writers) fill(writer);
	await pause(ms);
	const seenInTime = seen;
	const window = endWindow();
	running = false;
	expectClosing();
	if (kill) process.kill(task.serverPid, 'SIGKILL');
	await pause(50);
	const sent = writers.reduce((sum, { sentAt }) => sum + sentAt.length, 0);
	return {
		sent,
		broadcast: seen,
		acknowledged: writers.reduce((sum, { acknowledged }) => sum + acknowledged, 0),
		broadcastPerSecond: Math.round(seenInTime / window.seconds),
		microsecondsPerUpdate: round((window.serverSeconds * 1e6) / seenInTime, 1),
		latencyMs: latency.summary(),
		connectionsPerSecond: perSecond,
		...(await losses(writers)),
		...window
	};
}

/** @param {number} index */
const roomOf = (index) => target.room('durable', Math.floor(index / WRITERS));

/** @param {Writer} writer */
function fill(writer) {
	for (; writer.waiting < IN_FLIGHT && !writer.client.socket.closed; writer.waiting++) {
		const number = writer.sentAt.length;
		writer.sentAt.push(now());
		writer.client.update(typedUpdate(100_000 + writer.index * 31, number * MARK_LENGTH, mark(writer.index, number)));
	}
}

/** @param {readonly Writer[]} writers */
async function losses(writers) {
	if (target.stored === undefined) return { stored: null, lost: null };
	await pause(AFTERMATH_MS);
	const rooms = Array.from({ length: TEXTS }, (_, index) => target.room('durable', index));
	const texts = await target.stored(rooms);
	const kept = writers.map(() => /** @type {Set<number>} */ (new Set()));
	for (const updates of texts.values()) eachStored(updates, (sender, number) => kept[sender]?.add(number));
	const lost = writers.flatMap(({ seen, acknowledged, index, sentAt }) =>
		sentAt.flatMap((at, number) =>
			(seen.has(number) || number < acknowledged) && kept[index]?.has(number) !== true ? [at] : []
		)
	);
	return { stored: kept.reduce((sum, { size }) => sum + size, 0), lost: lost.length };
}

/** @param {readonly Uint8Array[]} updates @param {(sender: number, number: number) => void} found */
function eachStored(updates, found) {
	const doc = new Y.Doc();
	doc.transact(() => updates.forEach((update) => Y.applyUpdate(doc, update)));
	const text = Buffer.from(doc.getText(TEXT).toString());
	eachMark(text, 0, text.length, found);
}
