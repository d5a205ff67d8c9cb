import { mkdtempSync, rmSync } from 'node:fs';
import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onLoadCore } from './cores.mjs';
import { inBench, TEXT_FILE } from './places.mjs';
import { forget, freePort, remember, startProcess } from './processes.mjs';
import { findTarget } from './targets/index.mjs';

/** @typedef {import('./targets/index.mjs').Target} Target */
/** @typedef {import('./targets/index.mjs').Server} Server */
/** @typedef {ReturnType<typeof import('./plan.mjs').findWorkload>} Workload */

/**
 * What the load generator is told.
 * @typedef {object} Task
 * @property {string} target
 * @property {string} work
 * @property {Record<string, unknown>} plan
 * @property {string} run a word that no other run has
 * @property {number} port
 * @property {string} folder
 * @property {string} databaseUrl
 * @property {number} serverPid
 * @property {number} databasePid 0 where there is none
 * @property {number} settleMs
 * @property {string} textFile
 */

const GENERATOR = inBench('live/generator/main.mjs');
const LONGEST_MS = 240_000;

/**
 * @typedef {object} Bench what the runs share
 * @property {string} template our data folder as every run finds it
 * @property {() => Promise<{ pid: number, empty: () => Promise<string> }>} postgres of the peers
 * @property {string | null} profile
 */

/**
 * One measurement: a server of its own, one load generator, everything ended afterwards.
 * @param {Bench} bench
 * @param {string} name of the target
 * @param {Workload} workload
 */
export async function runOnce(bench, name, workload) {
	const target = findTarget(name);
	const place = await makePlace(bench, target);
	remember(place, () => removeFolder(place.folder));
	try {
		const { seed } = workload;
		if (seed !== undefined && target.persistent === true && name !== 'ours') await fill(target, place, seed);
		return await measured(target, place, workload);
	} finally {
		forget(place);
		removeFolder(place.folder);
	}
}

/** @param {string} folder */
const removeFolder = (folder) => rmSync(folder, { recursive: true, force: true, maxRetries: 3 });

/** @param {Bench} bench @param {Target} target */
async function makePlace(bench, target) {
	const folder = mkdtempSync(join(tmpdir(), 'medskick-bench-run-'));
	if (target.name === 'ours') execFileSync('cp', ['-a', `${bench.template}/.`, folder]);
	const postgres = target.onPostgres === true ? await bench.postgres() : null;
	return {
		folder,
		port: await freePort(),
		databaseUrl: (await postgres?.empty()) ?? '',
		databasePid: postgres?.pid ?? 0,
		run: folder.slice(-6),
		nodeOptions: bench.profile === null ? [] : ['--cpu-prof', `--cpu-prof-dir=${bench.profile}`]
	};
}

/** @typedef {Awaited<ReturnType<typeof makePlace>>} RunPlace */

/** @param {Target} target @param {RunPlace} place @param {Workload} workload */
function measured(target, place, { work, given, seed }) {
	const kill = place.nodeOptions.length === 0;
	const plan = { ...given, kill, seed: seed !== undefined && target.persistent !== true };
	return withServer(target, place, (server) => generate(target, place, server, work, plan));
}

/**
 * A server that keeps its texts is started anew after the text was put in: it answers from its storage then.
 * @param {Target} target @param {RunPlace} place @param {string} seed
 */
async function fill(target, place, seed) {
	const plan = { stay: false };
	const { seeded } = await withServer(target, place, (server) => generate(target, place, server, seed, plan));
	if (seeded !== true) throw new Error('the text did not arrive whole');
}

/**
 * @template T
 * @param {Target} target @param {RunPlace} place
 * @param {(server: Server) => Promise<T>} work
 */
async function withServer(target, place, work) {
	const server = await target.start(place);
	try {
		return await work(server);
	} finally {
		await server.stop();
	}
}

/**
 * @param {Target} target @param {RunPlace} place @param {Server} server
 * @param {string} work @param {Record<string, unknown>} plan
 * @returns {Promise<Record<string, unknown>>}
 */
export async function generate(target, place, server, work, plan) {
	/** @type {Task} */
	const task = {
		target: target.name,
		work,
		plan,
		run: place.run,
		port: server.port,
		folder: place.folder,
		databaseUrl: place.databaseUrl,
		serverPid: server.pid,
		databasePid: server.databasePid,
		settleMs: target.settleMs ?? 1_000,
		textFile: TEXT_FILE
	};
	const child = startProcess([...onLoadCore, process.execPath, GENERATOR, JSON.stringify(task)], { output: 'pipe' });
	const timer = setTimeout(() => child.kill('SIGKILL'), LONGEST_MS);
	let said = '';
	child.stdout?.on('data', (chunk) => (said += String(chunk)));
	await once(child, 'close');
	clearTimeout(timer);
	const line = said.trim().split('\n').at(-1) ?? '';
	if (!line.startsWith('{'))
		throw new Error(`the load generator ended without a result (${child.signalCode ?? child.exitCode})`);
	const result = JSON.parse(line);
	if (result.failed !== undefined) throw new Error(result.failed);
	return result;
}
