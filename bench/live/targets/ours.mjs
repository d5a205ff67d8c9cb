import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import pg from 'pg';
import { computedBy, familyOf } from '../../lib/processor-time.mjs';
import { startMedskick } from '../../lib/medskick.mjs';
import { onServerCore, setFree } from '../cores.mjs';
import { forget, remember } from '../processes.mjs';

/** @typedef {import('./index.mjs').Place} Place */
/** @typedef {import('./index.mjs').Task} Task */

/**
 * What was made for the measurements: texts by what they are for, cookies of those who may write and of those who only
 * read, and the page of the document that is commented on. `typed`: the long text of W6 is there.
 * @typedef {{ texts: Record<string, string[]>, writers: string[], members: string[], page: string, typed?: boolean }} Manifest
 */
export const MANIFEST = 'bench.json';
const STOP_MS = 15_000;

/** Our own server as an operator runs it: built pages, gateway, embedded Postgres, nothing switched off. */
export const ours = {
	name: 'ours',
	label: 'Medskick, every update committed before it is sent',
	framing: /** @type {const} */ ('y-websocket'),
	persistent: true,
	settleMs: 1_000,
	start,
	side
};

/** @param {Place} place */
async function start({ folder, nodeOptions }) {
	const medskick = await startMedskick(folder, { nodeOptions, before: onServerCore });
	const { pid, databasePid, origin } = medskick;
	const end = () => [pid, databasePid].forEach(kill);
	remember(medskick, end);
	setFree(familyOf(databasePid));
	return {
		pid,
		port: Number(new URL(origin).port),
		databasePid,
		async stop() {
			const stopped = await inTime(medskick.stop());
			await inTime(stopDatabase(databasePid));
			if (!stopped) end();
			forget(medskick);
		}
	};
}

/** @param {number} pid @param {NodeJS.Signals} [signal] */
function kill(pid, signal = 'SIGKILL') {
	try {
		process.kill(pid, signal);
		return true;
	} catch {
		return false;
	}
}

/** The database outlives a server that was killed. @param {number} pid */
async function stopDatabase(pid) {
	kill(pid, 'SIGINT');
	while (kill(pid, /** @type {any} */ (0))) await new Promise((resolve) => setTimeout(resolve, 50));
}

/** @param {Promise<unknown>} work */
async function inTime(work) {
	/** @type {NodeJS.Timeout | undefined} */
	let timer;
	const limit = new Promise((resolve) => (timer = setTimeout(() => resolve(false), STOP_MS)));
	const done = await Promise.race([work.then(() => true), limit]);
	clearTimeout(timer);
	return done === true;
}

/** @param {Task} task */
function side(task) {
	/** @type {Manifest} */
	const manifest = JSON.parse(readFileSync(join(task.folder, MANIFEST), 'utf8'));
	const origin = `http://localhost:${task.port}`;
	return {
		room: (/** @type {string} */ kind, index = 0) => manifest.texts[kind]?.[index] ?? '',
		address: (/** @type {string} */ id, { cookie, stock = false }) => ({
			path: `/ws/text/${id}${stock ? '' : '?ours=1'}`,
			headers: { origin, ...(cookie === undefined ? {} : { cookie }) }
		}),
		writer: (/** @type {number} */ index) => manifest.writers[index % manifest.writers.length],
		member: (/** @type {number} */ index) => manifest.members[index % manifest.members.length],
		countsSections: true,
		page: manifest.page,
		site: { origin, computed: () => computedBy(task.serverPid, task.databasePid) },
		stored: (/** @type {readonly string[]} */ ids) => stored(task, ids)
	};
}

/** @param {Task} task @param {readonly string[]} ids */
async function stored({ folder }, ids) {
	const client = new pg.Client(databaseUrl(folder));
	await client.connect();
	const texts = new Map(ids.map((id) => [id, /** @type {Uint8Array[]} */ ([])]));
	const queries = [
		'select text_id, state as bytes from text_snapshot where text_id = any ($1)',
		'select text_id, bytes from text_update where text_id = any ($1) order by text_id, sequence'
	];
	for (const query of queries) {
		const { rows } = await client.query(query, [ids]);
		for (const { text_id: id, bytes } of rows) texts.get(id)?.push(bytes);
	}
	await client.end();
	return texts;
}

/** @param {string} folder */
function databaseUrl(folder) {
	const { setup } = JSON.parse(readFileSync(join(folder, 'postgres-passwords.json'), 'utf8'));
	const port = readFileSync(join(folder, 'postgres', 'postmaster.pid'), 'utf8').split('\n')[3];
	return `postgres://medskick_setup:${setup}@127.0.0.1:${port}/medskick`;
}
