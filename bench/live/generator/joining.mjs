import { createHash } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import * as Y from 'yjs';
import { readText } from '../history.mjs';
import { Client } from './client.mjs';
import { TEXT } from './framing.mjs';
import { Histogram } from './histogram.mjs';
import { beginWindow, now, round, task } from './measuring.mjs';
import { target } from './target.mjs';

const SPREAD_MS = 1_000;

/** @param {string} text */
const hash = (text) => createHash('sha1').update(text).digest('hex');

/**
 * Puts the text into a server that does not have it. A server that keeps no texts needs somebody to stay.
 * @param {{ stay: boolean }} plan
 */
export async function seedText({ stay }) {
	const doc = readText(task.textFile);
	const client = new Client(target.room('joining'), { doc });
	await client.ready();
	await pause(task.settleMs);
	const other = new Client(target.room('joining'), { doc: new Y.Doc() });
	await other.ready();
	await pause(300);
	const seeded = hash(other.text) === hash(client.text);
	other.destroy();
	if (!stay) client.destroy();
	await pause(task.settleMs);
	return { seeded };
}

/**
 * W3: many open the same text within a second. A few keep the document and are compared whole; of the others the
 * length must fit, or they were told "in sync" before they had the text.
 * @param {{ people: number, sessions: boolean, seed: boolean }} plan `seed`: nobody has put the text there before
 */
export async function joining({ people, sessions, seed }) {
	if (seed && !(await seedText({ stay: true })).seeded) throw new Error('the text did not arrive whole');
	const doc = readText(task.textFile);
	const wanted = hash(doc.getText(TEXT).toString());
	const size = Y.encodeStateAsUpdate(doc).length;
	const whole = new Set([0, people >> 1, people - 1]);
	const latency = new Histogram();
	/** @type {Client[]} */
	const clients = [];
	const began = now();
	const endWindow = beginWindow();
	await Promise.all(
		Array.from({ length: people }, async (_, index) => {
			await pause((index * SPREAD_MS) / people);
			const keeps = whole.has(index);
			const client = (clients[index] = new Client(target.room('joining'), {
				cookie: sessions ? target.member(index) : undefined,
				keepLong: keeps,
				doc: keeps ? new Y.Doc() : undefined,
				onSynced: ({ syncedAt }) => latency.add(syncedAt - client.began)
			}));
			await client.ready();
		})
	);
	const window = endWindow();
	const synced = clients.filter((client) => client.synced);
	const complete = synced.filter((client) =>
		client.options.doc === undefined ? client.syncBytes >= size / 2 : hash(client.text) === wanted
	).length;
	return {
		allSyncedMs: Math.round(Math.max(...synced.map(({ syncedAt }) => syncedAt)) - began),
		synced: synced.length,
		early: synced.length - complete,
		microsecondsPerJoin: Math.round((window.serverSeconds * 1e6) / people),
		latencyMs: latency.summary(),
		textBytes: size,
		...window,
		databaseMsPerJoin: round((window.databaseSeconds * 1000) / people)
	};
}
