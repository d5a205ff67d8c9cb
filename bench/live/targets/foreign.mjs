import { openSync } from 'node:fs';
import { onServerCore } from '../cores.mjs';
import { inBench, SERVERS_LOG } from '../places.mjs';
import { listening, startProcess, stopProcess } from '../processes.mjs';

/** @typedef {import('./index.mjs').Target} Target */
/** @typedef {import('./index.mjs').Place} Place */

/**
 * A server of somebody else, started as its makers say.
 * @param {Omit<Target, 'start' | 'side'> & {
 *   script: string, path?: string, env?: (place: Place) => Record<string, string>,
 *   stored?: (databaseUrl: string, rooms: readonly string[]) => Promise<Map<string, Uint8Array[]>>
 * }} options `script`: under bench/; `path`: of the WebSocket, where the room's name does not stand there
 * @returns {Target}
 */
export function foreign({ script, path, env = () => ({}), stored, ...target }) {
	return {
		...target,
		async start(place) {
			const { port, databasePid, nodeOptions } = place;
			const command = [...onServerCore, process.execPath, ...nodeOptions, inBench(script)];
			const child = startProcess(command, {
				cwd: inBench(target.folder === undefined ? 'live' : `peers/${target.folder}`),
				env: { NODE_ENV: 'production', HOST: '127.0.0.1', PORT: String(port), ...env(place) },
				output: openSync(SERVERS_LOG, 'a')
			});
			await listening(child, port);
			return { pid: child.pid ?? 0, port, databasePid, stop: () => stopProcess(child) };
		},
		side: (task) => ({
			room: (kind, index = 0) => `${kind}-${task.run}-${index}`,
			address: (room) => ({ path: path ?? `/${room}`, headers: {} }),
			writer: () => undefined,
			member: () => undefined,
			stored: stored === undefined ? undefined : (rooms) => stored(task.databaseUrl, rooms)
		})
	};
}
