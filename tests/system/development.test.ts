import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { rmSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { afterAll, expect, it } from 'vitest';
import { placesIn } from '#server/database/embedded-cluster.ts';
import { runningPostmaster } from '#server/database/embedded-run.ts';
import { temporaryFolder } from '../support/postgres.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const START_MS = 90_000;

async function freePort(): Promise<number> {
	const server = createServer().listen(0, '127.0.0.1');
	await once(server, 'listening');
	const { port } = server.address() as AddressInfo;
	server.close();
	return port;
}

const folder = temporaryFolder();
const { cluster } = placesIn(folder);
afterAll(() => {
	const left = runningPostmaster(cluster);
	if (left !== null) process.kill(left.pid, 'SIGQUIT');
	rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
});

it('npm run dev, told to end by SIGTERM, ends its database too', async () => {
	const child = spawn(process.execPath, ['scripts/dev.mjs'], {
		cwd: ROOT,
		env: {
			PATH: process.env.PATH,
			HOME: process.env.HOME,
			DATA_DIR: folder,
			PORT: String(await freePort()),
			DEMO: '0'
		},
		stdio: ['ignore', 'pipe', 'pipe']
	});
	let output = '';
	for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (output += String(chunk)));
	for (const end = Date.now() + START_MS; !output.includes('(development) is running'); await pause(50))
		if (Date.now() > end || child.exitCode !== null) throw new Error(`It did not start. It said:\n${output}`);
	expect(runningPostmaster(cluster)).not.toBeNull();
	const exited = once(child, 'exit');
	child.kill('SIGTERM');
	const [code] = await exited;
	expect(runningPostmaster(cluster)).toBeNull();
	expect(code).toBe(0);
});
