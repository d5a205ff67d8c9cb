import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

const supervise = new URL('./supervise.mjs', import.meta.url).href;

/** Says which signal reached it, takes a moment to end, and ends in its own way. */
const PROGRAM = `
	const end = (what) => { console.log(what); setTimeout(() => process.exit(7), 200); };
	for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => end(signal));
	process.on('disconnect', () => end('disconnect'));
	setInterval(() => undefined, 1000);
	console.log('ready', process.pid);`;

/** A supervisor as npm start runs it, with a program that is ready. */
async function supervised() {
	const code = `import { supervise } from ${JSON.stringify(supervise)}; supervise(['-e', ${JSON.stringify(PROGRAM)}]);`;
	const child = spawn(process.execPath, ['--input-type=module', '-e', code], {
		cwd: fileURLToPath(new URL('..', import.meta.url)),
		env: { ...process.env, npm_lifecycle_event: undefined },
		stdio: ['ignore', 'pipe', 'inherit']
	});
	let output = '';
	child.stdout.on('data', (chunk) => (output += String(chunk)));
	await expect.poll(() => output, { timeout: 30_000 }).toContain('ready');
	return { child, said: () => output };
}

describe('the start script', () => {
	it.each(
		/** @type {[NodeJS.Signals, string][]} */ ([
			['SIGTERM', 'SIGTERM'],
			['SIGINT', 'SIGINT'],
			['SIGHUP', 'SIGTERM']
		])
	)('hands %s on as %s, waits for the end of the program and ends as it did', async (signal, arrives) => {
		const { child, said } = await supervised();
		child.kill(signal);
		const [code] = await once(child, 'exit');
		expect(said().split('\n')[1]).toBe(arrives);
		expect(code).toBe(7);
	});

	it('takes the program with it when it is killed without a word', async () => {
		const { child, said } = await supervised();
		child.kill('SIGKILL');
		await expect.poll(said, { timeout: 10_000 }).toContain('disconnect');
	});
});
