import { spawnSync } from 'node:child_process';
import { availableParallelism } from 'node:os';

const SERVER = '0';
const LOAD = '1';

/** The server on one core, the load on another; Postgres wherever there is room. Not possible everywhere. */
export const pinned =
	availableParallelism() >= 2 && spawnSync('taskset', ['-c', SERVER, 'true'], { stdio: 'ignore' }).status === 0;

export const onServerCore = pinned ? ['taskset', '-c', SERVER] : [];
export const onLoadCore = pinned ? ['taskset', '-c', LOAD] : [];

/** What was started on the server's core without belonging there may use all of them. @param {readonly number[]} pids */
export function setFree(pids) {
	if (!pinned) return;
	const all = `0-${availableParallelism() - 1}`;
	for (const pid of pids) spawnSync('taskset', ['-a', '-p', '-c', all, String(pid)], { stdio: 'ignore' });
}
