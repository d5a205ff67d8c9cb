// Runs one long-lived program in the foreground: its end is our end, and our end is its end.
import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { environment, nodePath, root } from './prepare.mjs';

const PARENT_CHECK_MS = 1_000;

/**
 * The program stays in our process group, so that whoever kills the group kills both. A signal may thus reach it
 * twice, from the terminal and from us; the program counts those as one. It also ends when its channel to us closes.
 * @param {string[]} args
 * @param {Record<string, string>} [extra] more environment
 */
export function supervise(args, extra = {}) {
	const child = spawn(nodePath, args, {
		cwd: root,
		stdio: ['inherit', 'inherit', 'inherit', 'ipc'],
		env: { ...environment(), ...extra }
	});
	for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP'])) {
		process.on(signal, () => child.kill(signal === 'SIGHUP' ? 'SIGTERM' : signal));
	}
	child.on('error', (error) => {
		process.stderr.write(`${error.message}\n`);
		process.exit(1);
	});
	child.on('exit', (code) => process.exit(code ?? 1));
	if (process.env.npm_lifecycle_event !== undefined) endWithParent(() => child.kill('SIGTERM'));
}

/**
 * npm cannot tell us when it is killed with -9; other parents can. Only npm is watched: whoever started npm, or us,
 * may well go home and leave us running.
 * @param {() => void} end
 */
function endWithParent(end) {
	const before = npmAbove();
	const timer = setInterval(() => {
		if (npmAbove() === before) return;
		clearInterval(timer);
		end();
	}, PARENT_CHECK_MS);
	timer.unref();
}

/** The parent, or, where that is a shell that npm put in between, the parent of that. */
function npmAbove() {
	const parent = process.ppid;
	try {
		const isShell = /^(da|ba|a)?sh$/.test(readFileSync(`/proc/${parent}/comm`, 'utf8').trim());
		const above = /^PPid:\s+(\d+)/m.exec(readFileSync(`/proc/${parent}/status`, 'utf8'));
		return isShell && above ? Number(above[1]) : parent;
	} catch {
		return parent;
	}
}
