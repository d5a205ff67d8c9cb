// npm test: every stage, the later ones also after a failure, and one summary. `node scripts/test.mjs unit e2e` runs
// only those, one after the other; what stands after `--` goes to the stage's own tool.
import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { ensureBuilt, environment, fail, nodePath, prepare, root, runNode, syncTypes, tool } from './prepare.mjs';
import { temporaryPlace } from './temporary-place.mjs';

/** @typedef {{ passed: number, failures: string[], skipped: string[] }} Counts what failed and what was skipped, by name */
/** @typedef {(extra: string[]) => Promise<Counts>} Stage */

process.env.TMPDIR = temporaryPlace();
const folder = mkdtempSync(join(process.env.TMPDIR, 'medskick-counts-'));
const separator = process.argv.indexOf('--', 2);
const asked = process.argv.slice(2, separator < 0 ? undefined : separator);
const extra = separator < 0 ? [] : process.argv.slice(separator + 1);
let sideBySide = false;
/** @param {string} name @param {number} code @returns {Counts} */
const asCounts = (name, code) =>
	code
		? { passed: 0, failures: [`${name} ended with ${code}`], skipped: [] }
		: { passed: 1, failures: [], skipped: [] };

/**
 * Runs a program of a stage. Where stages run side by side, each line says whose it is.
 * @param {string} name @param {string[]} args @param {Record<string, string>} [more] more environment
 * @returns {Promise<number>} its exit code
 */
function run(name, args, more = {}) {
	if (!sideBySide) return runNode(args, more);
	const env = { ...environment(), ...more };
	const child = spawn(nodePath, args, { cwd: root, env, stdio: ['ignore', 'pipe', 'pipe'] });
	for (const input of [child.stdout, child.stderr])
		createInterface({ input }).on('line', (line) => process.stdout.write(`${name} | ${line}\n`));
	return new Promise((resolve, reject) => {
		child.on('error', reject);
		child.on('close', (code) => resolve(code ?? 1));
	});
}

/** A check that is either right or wrong, and counts as one test. */
const check =
	(/** @type {string} */ name, /** @type {string[]} */ ...args) =>
	async (/** @type {string[]} */ extra) =>
		asCounts(name, await run(name, [...args, ...extra]));

/**
 * A run that counts its tests itself. One that ends badly without a failed test has failed once.
 * @param {string} name @param {string[]} args @param {string[]} extra @param {Record<string, string>} [environment]
 * @returns {Promise<Counts>}
 */
async function counted(name, args, extra, environment = {}) {
	const file = join(folder, `${name}.json`);
	const code = await run(name, [...args, ...extra], { ...environment, MEDSKICK_COUNTS: file });
	/** @type {Counts} */
	const counts = existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : { passed: 0, failures: [], skipped: [] };
	return code !== 0 && counts.failures.length === 0 ? { ...counts, failures: asCounts(name, code).failures } : counts;
}

const vitest = (/** @type {string} */ project) => (/** @type {string[]} */ extra) => {
	const reporters = ['--reporter=default', '--reporter=./scripts/reporters/vitest.mjs'];
	return counted(project, [tool('vitest/vitest.mjs'), 'run', '--project', project, ...reporters], extra);
};

async function types(/** @type {string[]} */ extra) {
	await syncTypes();
	const settings = ['--tsconfig', 'tsconfig.json', '--fail-on-warnings'];
	return asCounts('types', await run('types', [tool('svelte-check/bin/svelte-check'), ...settings, ...extra]));
}

/** Promises by their types, and everything else. */
async function lint(/** @type {string[]} */ extra) {
	const promises = await run('lint', [tool('oxlint/bin/oxlint'), '--deny-warnings']);
	const rest = await run('lint', [tool('eslint/bin/eslint.js'), '--max-warnings=0', '.', ...extra]);
	return asCounts('lint', promises || rest);
}

/** @type {Promise<void> | null} */
let building = null;
/** Built once, whichever lane comes first to need it. */
const built = () => (building ??= ensureBuilt());

async function build() {
	await built();
	return asCounts('build', 0);
}

/** @type {Promise<number> | null} */
let installing = null;
/** Made ready once: several who unpack it at the same time would find each other's halves. */
const browser = () => (installing ??= run('browser', ['tests/support/chromium.ts']));

/** The built application as a whole, in a browser: both are made ready first. @param {Stage} stage @returns {Stage} */
const inBrowser = (stage) => async (extra) => {
	await built();
	const installed = await browser();
	return installed === 0 ? stage(extra) : asCounts('the installation of Chromium', installed);
};

const system = inBrowser(vitest('system'));
const e2e = inBrowser((extra) => {
	const reporters = ['--reporter=list,./scripts/reporters/playwright.mjs'];
	return counted('e2e', [tool('@playwright/test/cli.js'), 'test', ...reporters], extra);
});

/** The live part's random and crowded tests, for an hour and one after the other: only when asked for. */
async function soak(/** @type {string[]} */ extra) {
	const reporters = ['--reporter=verbose', '--reporter=./scripts/reporters/vitest.mjs'];
	const args = [tool('vitest/vitest.mjs'), 'run', '--project', 'convergence', '--no-file-parallelism', ...reporters];
	return counted('soak', args, extra, { SOAK: '1' });
}

/** @type {Record<string, Stage>} */
const WHEN_ASKED = { soak };

const format = check('format', tool('prettier/bin/prettier.cjs'), '--check', '.');
const schema = check('schema', 'scripts/schema.mjs', '--check');

/**
 * One round after the other; the lanes of a round run side by side. What needs one core alone, or waits a good deal,
 * shares the machine. What fills it has it to itself.
 * @type {Array<Array<Record<string, Stage>>>}
 */
const ROUNDS = [
	[
		{ format, types, schema },
		{ lint, build, unit: vitest('unit') }
	],
	[{ integration: vitest('integration') }, { convergence: vitest('convergence') }],
	[{ system, e2e }]
];

/** @type {Record<string, Stage>} */
const STAGES = Object.assign({}, ...ROUNDS.flat(), WHEN_ASKED);
const unknown = asked.filter((name) => !(name in STAGES));
if (unknown.length > 0) fail(`No such stage: ${unknown.join(', ')}. There are: ${Object.keys(STAGES).join(', ')}.`);

/** @type {Array<Counts & { name: string }>} */
const results = [];

/** @param {string[]} names the stages of a lane, one after the other */
async function runLane(names) {
	for (const name of names) {
		process.stdout.write(`\n=== ${name}\n`);
		const began = Date.now();
		const counts = await (STAGES[name] ?? build)(extra);
		results.push({ name, ...counts });
		const seconds = Math.round((Date.now() - began) / 1000);
		process.stdout.write(`=== ${name}: ${counts.failures.length === 0 ? 'passed' : 'FAILED'} in ${seconds} s\n`);
	}
}

await prepare();
for (const lanes of asked.length > 0 ? [[asked]] : ROUNDS.map((round) => round.map((lane) => Object.keys(lane)))) {
	sideBySide = lanes.length > 1;
	await Promise.all(lanes.map(runLane));
}
rmSync(folder, { recursive: true, force: true });

process.stdout.write('\n');
for (const { skipped } of results) for (const why of skipped) process.stdout.write(`skipped: ${why}\n`);
// Said again at the end: what failed in an early stage stands thousands of lines above, or was cut off.
for (const { name, failures } of results)
	for (const what of failures) process.stdout.write(`failed: ${name}: ${what}\n`);
const sum = (/** @type {(counts: Counts) => number} */ of) => results.reduce((total, counts) => total + of(counts), 0);
const failed = sum((counts) => counts.failures.length);
const [passed, skipped] = [sum((counts) => counts.passed), sum((counts) => counts.skipped.length)];
process.stdout.write(`${passed} passed, ${failed} failed, ${skipped} skipped\n`);
process.exitCode = failed > 0 ? 1 : 0;
