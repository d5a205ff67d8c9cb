import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { root, server } from '../../scripts/prepare.mjs';
import { computedBy } from './processor-time.mjs';

const START_MS = 60_000;

/** @typedef {Awaited<ReturnType<typeof startMedskick>>} Medskick */

/**
 * Starts the built application as an operator does, on a free port of the loopback address.
 * @param {string} dataDir where its database lies
 * @param {{ nodeOptions?: string[], before?: string[] }} [how] for instance `--cpu-prof`; a command that starts ours
 */
export async function startMedskick(dataDir, { nodeOptions = [], before = [] } = {}) {
	const env = { PATH: process.env.PATH, HOME: process.env.HOME, NODE_ENV: 'production', PORT: '0', DATA_DIR: dataDir };
	const [program = '', ...args] = [...before, process.execPath, ...nodeOptions, ...server];
	const child = spawn(program, args, {
		cwd: root,
		env: { ...env, DEMO: '1' },
		stdio: ['ignore', 'pipe', 'pipe']
	});
	let output = '';
	for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (output += String(chunk)));
	for (const end = Date.now() + START_MS; !output.includes('Medskick is running on'); await pause(25)) {
		if (Date.now() < end && child.exitCode === null) continue;
		child.kill('SIGKILL');
		throw new Error(`Medskick did not start. It said:\n${output}`);
	}
	await pause(200);
	const pid = child.pid ?? 0;
	const postmaster = Number(readFileSync(join(dataDir, 'postgres', 'postmaster.pid'), 'utf8').split('\n')[0]);
	return {
		pid,
		databasePid: postmaster,
		origin: /Medskick is running on (\S+)/.exec(output)?.[1] ?? '',
		/** A link from the terminal that signs somebody in, by words of its line. */
		link: (/** @type {string} */ words) =>
			output.split('\n').flatMap((line) => (line.includes(words) ? (/https?:\S+/.exec(line) ?? []) : []))[0] ?? '',
		/** Seconds that our process and Postgres have computed since they started. */
		computed: () => computedBy(pid, postmaster),
		async stop() {
			if (child.exitCode !== null || child.signalCode !== null) return;
			const exited = once(child, 'exit');
			child.kill('SIGINT');
			await exited;
		}
	};
}

/**
 * Signs in by a link from the terminal: opens its page, presses the button.
 * @param {Medskick} medskick
 * @param {string} words of the line that the link stands in
 * @returns {Promise<string>} the cookie to send along
 */
export async function signIn(medskick, words) {
	const link = new URL(medskick.link(words));
	const answer = await fetch(link, {
		method: 'POST',
		redirect: 'manual',
		headers: { origin: medskick.origin },
		body: new URLSearchParams({ _code: link.searchParams.get('kod') ?? '', next: '' })
	});
	const cookie = answer.headers.getSetCookie()[0]?.split(';', 1)[0];
	if (cookie === undefined) throw new Error(`Signing in was answered with ${answer.status} and no cookie`);
	return cookie;
}
