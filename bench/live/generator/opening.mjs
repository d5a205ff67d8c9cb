import { setTimeout as pause } from 'node:timers/promises';
import * as Y from 'yjs';
import { EDITS, playHistory, readText } from '../history.mjs';
import { Client } from './client.mjs';
import { TEXT } from './framing.mjs';
import { beginWindow, now, round, task } from './measuring.mjs';
import { target } from './target.mjs';

/** A frame holds what somebody types in a breath; the server stores and compacts it as it always does. */
const EDITS_PER_FRAME = 10;
const FRAMES_AT_ONCE = 50;

/** Types the whole history into the server, as a writer who is never faster than the server takes it. */
export async function typeHistory() {
	const room = target.room('opening');
	const writer = new Client(room, { cookie: target.writer(0) });
	const reader = new Client(room, { doc: new Y.Doc() });
	await Promise.all([writer.ready(), reader.ready()]);
	/** @type {Uint8Array[]} */
	const updates = [];
	const doc = playHistory(EDITS, (update) => updates.push(update));
	const wanted = Y.encodeStateVector(doc).toString();
	for (let at = 0, frames = 0; at < updates.length; at += EDITS_PER_FRAME, frames++) {
		writer.update(Y.mergeUpdates(updates.slice(at, at + EDITS_PER_FRAME)));
		if (frames % FRAMES_AT_ONCE === 0) await pause(FRAMES_AT_ONCE);
	}
	const same = () => Y.encodeStateVector(reader.options.doc ?? new Y.Doc()).toString() === wanted;
	for (const end = now() + 60_000; !same() && now() < end;) await pause(100);
	const seeded = same();
	await pause(task.settleMs);
	for (const client of [writer, reader]) client.destroy();
	await pause(task.settleMs);
	return { seeded, frames: Math.ceil(updates.length / EDITS_PER_FRAME) };
}

/** W6: the first client after a restart opens a text with a long history. @param {{ room: string }} plan */
export async function opening({ room }) {
	await pause(500);
	const endWindow = beginWindow();
	const client = new Client(target.room(room), { doc: new Y.Doc() });
	await client.ready();
	const syncedMs = client.syncedAt - client.began;
	const length = client.text.length;
	await pause(300);
	const window = endWindow();
	return {
		syncedMs: round(syncedMs, 1),
		complete: length > 0 && length === readText(task.textFile).getText(TEXT).length,
		serverMs: round(window.serverSeconds * 1000, 1),
		databaseMs: round(window.databaseSeconds * 1000, 1),
		receivedBytes: client.socket.bytes,
		otherShare: window.otherShare
	};
}
