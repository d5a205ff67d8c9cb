import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';

/** @typedef {{ method: string, params: any, sessionId?: string }} BrowserEvent as the DevTools protocol tells them */
/** @typedef {Awaited<ReturnType<typeof launchChromium>>} Chromium */

const PLACES = ['/usr/lib/chromium/chromium', '/usr/bin/chromium'];
const QUIET = [
	...['--no-first-run', '--no-default-browser-check', '--disable-background-networking', '--disable-component-update'],
	...['--disable-default-apps', '--disable-extensions', '--disable-sync', '--disable-gpu', '--disable-dev-shm-usage'],
	...['--disable-background-timer-throttling', '--disable-renderer-backgrounding', '--mute-audio'],
	'--disable-backgrounding-occluded-windows',
	'--disable-features=Translate,OptimizationHints,MediaRouter'
];

/**
 * A browser process of its own with an empty profile, driven over a pipe: no cache of any kind from an earlier run.
 * @param {{ program?: string | undefined, width: number, height: number }} options
 */
export async function launchChromium({ program, width, height }) {
	const profile = mkdtempSync(join(tmpdir(), 'medskick-browser-'));
	const executable = program ?? process.env.CHROMIUM_PATH ?? PLACES.find(existsSync) ?? 'chromium';
	const own = ['--headless=new', '--no-sandbox', '--remote-debugging-pipe', `--user-data-dir=${profile}`];
	const child = spawn(executable, [...own, ...QUIET, `--window-size=${width},${height}`, 'about:blank'], {
		stdio: ['ignore', 'ignore', 'ignore', 'pipe', 'pipe']
	});
	const gone = new Promise((resolve) => child.once('exit', resolve));
	const protocol = speak(child);
	return {
		...protocol,
		async close() {
			protocol.send('Browser.close').catch(() => undefined);
			await Promise.race([gone, pause(3_000)]);
			if (child.exitCode === null) child.kill('SIGKILL');
			await Promise.race([gone, pause(1_000)]);
			rmSync(profile, { recursive: true, force: true, maxRetries: 5 });
		}
	};
}

/**
 * Commands and events of the DevTools protocol, separated by NUL characters on the child's fourth and fifth pipe.
 * @param {import('node:child_process').ChildProcess} child
 */
function speak(child) {
	const [, , , input, output] = child.stdio;
	if (!input || !output || !('write' in input) || !('read' in output)) throw new Error('The browser has no pipes');
	/** @type {Map<number, { resolve: (result: any) => void, reject: (error: Error) => void }>} */
	const waiting = new Map();
	/** @type {((event: BrowserEvent) => void)[]} */
	const listeners = [];
	let last = 0;
	let unread = '';

	const hear = (/** @type {string} */ text) => {
		const { id, result, error, ...event } = JSON.parse(text);
		if (id === undefined) return listeners.forEach((listener) => listener(event));
		const asked = waiting.get(id);
		waiting.delete(id);
		if (error) asked?.reject(new Error(error.message));
		else asked?.resolve(result);
	};
	output.setEncoding('utf8');
	output.on('data', (data) => {
		const messages = (unread + data).split('\0');
		unread = messages.pop() ?? '';
		messages.forEach(hear);
	});
	input.on('error', () => undefined);
	child.once('exit', () => waiting.forEach(({ reject }) => reject(new Error('The browser is gone'))));

	return {
		/** @param {(event: BrowserEvent) => void} listener */
		on: (listener) => void listeners.push(listener),
		/**
		 * @param {string} method
		 * @param {Record<string, unknown>} [params]
		 * @param {string} [sessionId]
		 * @returns {Promise<any>}
		 */
		send: (method, params = {}, sessionId = undefined) =>
			new Promise((resolve, reject) => {
				const id = ++last;
				waiting.set(id, { resolve, reject });
				input.write(JSON.stringify({ id, method, params, sessionId }) + '\0');
			})
	};
}
