import { limits } from './limits.mjs';
import { ours } from './ours.mjs';
import { peers } from './peers.mjs';

/**
 * A server that can be measured.
 *
 * @typedef {object} Target
 * @property {string} name
 * @property {string} label
 * @property {'y-websocket' | 'hocuspocus'} framing
 * @property {boolean} [limit] what the machine and the protocol allow, not a peer
 * @property {string} [folder] under bench/peers, installed on demand
 * @property {boolean} [persistent] keeps its texts over a restart
 * @property {boolean} [onPostgres] wants a database of its own
 * @property {number} [settleMs] until what was written is stored
 * @property {(place: Place) => Promise<Server>} start
 * @property {(task: Task) => Side} side what the load generator must know of it
 *
 * @typedef {{ port: number, folder: string, databaseUrl: string, databasePid: number, nodeOptions: string[] }} Place
 * @typedef {{ pid: number, port: number, databasePid: number, stop: () => Promise<void> }} Server
 * @typedef {import('../one-run.mjs').Task} Task
 *
 * @typedef {object} Side
 * @property {(kind: string, index?: number) => string} room
 * @property {(room: string, options: { cookie?: string, stock?: boolean }) => { path: string, headers: Record<string, string> }} address
 * @property {(index: number) => string | undefined} writer the session of one who may write
 * @property {(index: number) => string | undefined} member the session of one who only reads
 * @property {boolean} [countsSections] people are counted per section instead of being shown one by one
 * @property {(rooms: readonly string[]) => Promise<Map<string, Uint8Array[]>>} [stored] what is in the database
 */

/** @type {readonly Target[]} */
export const targets = [ours, ...peers, ...limits];

/** @param {string} name @returns {Target} */
export function findTarget(name) {
	const found = targets.find((target) => target.name === name);
	if (found === undefined)
		throw new Error(`There is no target "${name}". There are: ${targets.map((t) => t.name).join(', ')}`);
	return found;
}
