import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { connect, createServer } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';

const START_MS = 20_000;
const STOP_MS = 3_000;

/** What was started and still runs, with the way to end it. @type {Map<object, () => void>} */
const running = new Map();

/** Ends everything that was started, the last first. */
export function endAll() {
	for (const end of [...running.values()].reverse()) end();
	running.clear();
}

/** @param {object} key @param {() => void} end */
export const remember = (key, end) => void running.set(key, end);
/** @param {object} key */
export const forget = (key) => void running.delete(key);

/**
 * @param {string[]} command
 * @param {{ cwd?: string, env?: Record<string, string>, output: 'pipe' | number }} options
 */
export function startProcess(command, { cwd, env = {}, output }) {
	const [program = '', ...args] = command;
	const child = spawn(program, args, {
		cwd,
		env: { ...process.env, ...env },
		stdio: ['ignore', output, output === 'pipe' ? 'inherit' : output]
	});
	remember(child, () => child.kill('SIGKILL'));
	child.once('exit', () => forget(child));
	return child;
}

/** @param {import('node:child_process').ChildProcess} child */
const isGone = (child) => child.exitCode !== null || child.signalCode !== null;

/** Resolves when somebody listens on the port. @param {import('node:child_process').ChildProcess} child @param {number} port */
export async function listening(child, port) {
	for (const end = Date.now() + START_MS; Date.now() < end && !isGone(child); await pause(50)) {
		const socket = connect(port, '127.0.0.1');
		const [answered] = await Promise.race([
			once(socket, 'connect').then(() => [true]),
			once(socket, 'error').then(() => [false])
		]).catch(() => [false]);
		socket.destroy();
		if (answered) return;
	}
	throw new Error('the server did not start; what it said stands in bench/results/servers.log');
}

/** Asks a process to end, and ends it. @param {import('node:child_process').ChildProcess} child */
export async function stopProcess(child) {
	if (isGone(child)) return;
	const exited = once(child, 'exit');
	child.kill('SIGTERM');
	await Promise.race([exited, pause(STOP_MS)]);
	if (isGone(child)) return;
	child.kill('SIGKILL');
	await exited;
}

/** A port that nobody listens on. */
export async function freePort() {
	const server = createServer().listen(0, '127.0.0.1');
	await once(server, 'listening');
	const address = server.address();
	server.close();
	await once(server, 'close');
	if (address === null || typeof address === 'string') throw new Error('no free port');
	return address.port;
}
