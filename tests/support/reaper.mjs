// Waits for a test run to end, however it ends, and takes its Postgres and its temporary folder away.
import { spawnSync } from 'node:child_process';
import { existsSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';

const [run, postmaster, folder = ''] = process.argv.slice(2).map((value, index) => (index < 2 ? Number(value) : value));

/** @param {unknown} pid */
function isAlive(pid) {
	try {
		process.kill(Number(pid), 0);
		return true;
	} catch {
		return false;
	}
}

while (isAlive(run) && existsSync(String(folder))) await pause(500);
if (existsSync(String(folder))) {
	if (isAlive(postmaster)) process.kill(Number(postmaster), 'SIGQUIT');
	await pause(500);
	const smallDisk = join(String(folder), 'small-disk');
	if (existsSync(smallDisk)) spawnSync('umount', ['-l', smallDisk]);
	rmSync(String(folder), { recursive: true, force: true, maxRetries: 5 });
}
