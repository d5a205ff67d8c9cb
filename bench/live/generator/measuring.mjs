import { performance, monitorEventLoopDelay } from 'node:perf_hooks';
import { machineTime, memoryOf, ofFamily, ofProcess } from '../../lib/processor-time.mjs';

/** @typedef {import('./client.mjs').Client} Client */

const delay = monitorEventLoopDelay({ resolution: 10 });
delay.enable();

/** What one run is told on its command line. @type {import('../one-run.mjs').Task} */
export const task = JSON.parse(process.argv[2] ?? '{}');

const reading = () => ({
	at: performance.now(),
	server: ofProcess(task.serverPid),
	database: task.databasePid === 0 ? 0 : ofFamily(task.databasePid),
	own: process.cpuUsage(),
	machine: machineTime()
});

/** @param {number} value @param {number} [digits] */
export const round = (value, digits = 3) => Number(value.toFixed(digits));

/** @param {readonly Client[]} clients */
const traffic = (clients) => ({
	bytes: clients.reduce((sum, client) => sum + client.socket.bytes, 0),
	frames: clients.reduce((sum, client) => sum + client.socket.frames, 0)
});

/**
 * Begins a window of measurement; the returned function ends it. Seconds of processor time are those of the server's
 * process, of Postgres with its children, and of this generator; `other` is what anything else on the machine used.
 * @param {readonly Client[]} [clients] whose traffic is counted
 */
export function beginWindow(clients = []) {
	delay.reset();
	const before = reading();
	const sent = traffic(clients);
	return () => {
		const after = reading();
		const seconds = (after.at - before.at) / 1000;
		const server = after.server - before.server;
		const database = after.database - before.database;
		const own = (after.own.user + after.own.system - before.own.user - before.own.system) / 1e6;
		const other = Math.max(0, after.machine - before.machine - server - database - own);
		const received = traffic(clients);
		return {
			seconds: round(seconds),
			serverSeconds: round(server, 4),
			serverShare: round(server / seconds),
			databaseSeconds: round(database),
			generatorShare: round(own / seconds),
			otherShare: round(other / seconds),
			megabytesPerSecond: round((received.bytes - sent.bytes) / 1e6 / seconds, 2),
			frames: received.frames - sent.frames,
			generatorDelayMs: round(delay.percentile(99) / 1e6, 1),
			memoryMiB: round(memoryOf(task.serverPid).highest, 1)
		};
	};
}

export const now = () => performance.now();
