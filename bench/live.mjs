// npm run bench: our server and its peers, one after the other on one machine. README.md tells what is measured.
import { appendFileSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { pinned } from './live/cores.mjs';
import { keepText } from './live/history.mjs';
import { installPeers } from './live/installing.mjs';
import { generate, runOnce } from './live/one-run.mjs';
import { REPORT, RESULTS, RESULTS_FILE, TEXT_FILE } from './live/places.mjs';
import { findWorkload, WORKLOADS } from './live/plan.mjs';
import { startPostgres } from './live/postgres.mjs';
import { endAll } from './live/processes.mjs';
import { readLines, tables, writeReport } from './live/report.mjs';
import { findTarget } from './live/targets/index.mjs';
import { MANIFEST } from './live/targets/ours.mjs';
import { makeTemplate } from './live/template.mjs';
import { newDataDir } from './lib/seed.mjs';

const { values: options } = parseArgs({
	options: {
		workloads: { type: 'string', default: WORKLOADS.map(({ name }) => name).join(',') },
		targets: { type: 'string' },
		reps: { type: 'string' },
		ms: { type: 'string' },
		quick: { type: 'boolean', default: false },
		resume: { type: 'boolean', default: false },
		data: { type: 'string' },
		out: { type: 'string', default: RESULTS_FILE },
		report: { type: 'string' },
		profile: { type: 'string' },
		'tables-only': { type: 'boolean', default: false }
	}
});
/** After so long a text that everybody has left is compacted and out of memory. */
const UNLOADED_MS = 36_000;
const QUICK = { repetitions: 1, share: 0.5 };
const FULL = { repetitions: 3, share: 1 };

if (options['tables-only']) {
	console.log(tables(readLines(options.out)));
	process.exit(0);
}
const pace = options.quick ? QUICK : FULL;
const repetitions = options.reps === undefined ? pace.repetitions : Number(options.reps);
const window = { ms: options.ms === undefined ? null : Number(options.ms), share: pace.share };
const workloads = options.workloads.split(',').map((asked) => findWorkload(asked, window));
const asked = options.targets?.split(',') ?? null;
const whole = asked === null && options.workloads === WORKLOADS.map(({ name }) => name).join(',');

/** What of the table is measured in which order: A B C A B C, and backwards every other time. */
const runs = Array.from({ length: repetitions }, (_, index) => index + 1).flatMap((repetition) =>
	workloads.flatMap((workload) => {
		const again = (/** @type {string} */ name) =>
			findTarget(name).limit !== true && workload.once?.includes(name) !== true;
		const targets = asked ?? workload.targets.filter((name) => repetition === 1 || again(name));
		return (repetition % 2 === 0 ? [...targets].reverse() : targets).map((target) => ({
			workload,
			target,
			repetition
		}));
	})
);

/** @type {{ stop: () => Promise<void>, pid: number, empty: () => Promise<string> } | null} */
let postgres = null;
const template = options.data ?? newDataDir();
const bench = {
	template,
	profile: options.profile ?? null,
	postgres: async () => (postgres ??= await startPostgres())
};

for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM'])) {
	process.once(signal, () => {
		endAll();
		process.exit(130);
	});
}

mkdirSync(RESULTS, { recursive: true });
if (!pinned)
	process.stderr.write('No taskset here, or one core only: server and load share what there is. Ratios are rougher.\n');
if (!options.resume) rmSync(options.out, { force: true });
const done = new Set(
	existsSync(options.out)
		? readLines(options.out)
				.filter((line) => line.failure === undefined)
				.map(keyOf)
		: []
);
const left = runs.filter(({ workload, target, repetition }) => !done.has(`${workload.key} ${target} ${repetition}`));
try {
	installPeers(left.map(({ target }) => findTarget(target).folder));
	keepText(TEXT_FILE);
	if (left.some(({ target }) => target === 'ours')) await prepareOurs();
	const began = Date.now();
	for (const [index, run] of left.entries()) {
		await record(run);
		const perRun = (Date.now() - began) / (index + 1);
		const minutes = Math.ceil((perRun * (left.length - index - 1)) / 60_000);
		process.stderr.write(`${index + 1} of ${left.length} runs done, about ${minutes} minutes left\n`);
	}
	const lines = readLines(options.out);
	console.log(tables(lines));
	if (whole && !options.quick) writeReport(REPORT, lines);
	if (options.report !== undefined) writeReport(options.report, lines);
} finally {
	await postgres?.stop();
	endAll();
	if (options.data === undefined) rmSync(template, { recursive: true, force: true });
}
process.exit(0);

/** Makes our data folder, or what a kept one lacks. */
async function prepareOurs() {
	const file = join(template, MANIFEST);
	if (!existsSync(file)) {
		process.stderr.write('Making texts, accounts and sessions …\n');
		await makeTemplate(template);
	}
	const manifest = JSON.parse(readFileSync(file, 'utf8'));
	if (manifest.typed === true || !workloads.some(({ name }) => name === 'W6')) return;
	process.stderr.write('Typing a text of 140,000 edits …\n');
	await typeIntoTemplate();
	writeFileSync(file, JSON.stringify({ ...manifest, typed: true }));
}

/** The long text of W6 comes about as texts do: somebody types, the server stores and compacts. */
async function typeIntoTemplate() {
	const ours = findTarget('ours');
	const place = { folder: template, port: 0, databaseUrl: '', databasePid: 0, run: 'typing', nodeOptions: [] };
	const server = await ours.start(place);
	const { seeded } = await generate(ours, place, server, 'typeHistory', {})
		.then(async (typed) => {
			await pause(UNLOADED_MS);
			return typed;
		})
		.finally(() => server.stop());
	if (seeded !== true) throw new Error('the long text did not arrive whole');
}

/** @param {typeof runs[number]} run */
async function record({ workload, target, repetition }) {
	const line = { at: new Date().toISOString(), key: workload.key, workload: workload.name, target, repetition };
	const outcome = await runOnce(bench, target, workload).then(
		(result) => ({ result }),
		(error) => ({ failure: error instanceof Error ? error.message : String(error) })
	);
	const written = JSON.stringify({ ...line, ...outcome });
	appendFileSync(options.out, written + '\n');
	console.log(written);
}

/** @param {{ key: string, target: string, repetition: number }} line */
function keyOf({ key, target, repetition }) {
	return `${key} ${target} ${repetition}`;
}
