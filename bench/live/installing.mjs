import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { inBench } from './places.mjs';

/** Installs what peers need, in their own folders and only when they are measured. @param {readonly (string | undefined)[]} folders */
export function installPeers(folders) {
	for (const folder of new Set(folders)) {
		if (folder === undefined || existsSync(inBench(`peers/${folder}/node_modules`))) continue;
		process.stderr.write(`Installing ${folder} …\n`);
		const cwd = inBench(`peers/${folder}`);
		const { status } = spawnSync('npm', ['ci', '--no-audit', '--no-fund'], {
			cwd,
			stdio: ['ignore', 2, 2],
			shell: false
		});
		if (status !== 0) throw new Error(`"npm ci" failed in ${cwd}`);
	}
}
