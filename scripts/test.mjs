// npm test: every stage, the later ones also after a failure, and one summary. `node scripts/test.mjs unit e2e` runs
// only those, `node scripts/test.mjs soak` the long runs; what stands after `--` goes to the stage's own tool.
import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ensureBuilt, environment, fail, nodePath, prepare, root, runNode, syncTypes, tool } from './prepare.mjs';

/** @typedef {{ passed: number, failed: number, skipped: string[] }} Counts */
/** @typedef {(extra: string[]) => Promise<Counts>} Stage */

const folder = mkdtempSync(join(tmpdir(), 'medskick-counts-'));
const asCounts = (/** @type {number} */ code) => ({ passed: code ? 0 : 1, failed: code ? 1 : 0, skipped: [] });

/** A check that is either right or wrong, and counts as one test. */
const check =
	(/** @type {string[]} */ ...args) =>
	async (/** @type {string[]} */ extra) =>
		asCounts(await runNode([...args, ...extra]));

/**
 * A run that counts its tests itself. One that ends badly without a failed test has failed once.
 * @param {string} name @param {string[]} args @param {string[]} extra @param {Record<string, string>} [environment]
 * @returns {Promise<Counts>}
 */
async function counted(name, args, extra, environment = {}) {
	const file = join(folder, `${name}.json`);
	const code = await runNode([...args, ...extra], { ...environment, MEDSKICK_COUNTS: file });
	/** @type {Counts} */
	const counts = existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : { passed: 0, failed: 0, skipped: [] };
	return code !== 0 && counts.failed === 0 ? { ...counts, failed: 1 } : counts;
}

const vitest = (/** @type {string} */ project) => (/** @type {string[]} */ extra) => {
	const reporters = ['--reporter=default', '--reporter=./scripts/reporters/vitest.mjs'];
	return counted(project, [tool('vitest/vitest.mjs'), 'run', '--project', project, ...reporters], extra);
};

async function types(/** @type {string[]} */ extra) {
	await syncTypes();
	const settings = ['--tsconfig', 'tsconfig.json', '--fail-on-warnings'];
	return asCounts(await runNode([tool('svelte-check/bin/svelte-check'), ...settings, ...extra]));
}

const LINT = [tool('eslint/bin/eslint.js'), '--max-warnings=0', '.'];

/**
 * Lint takes as long as the other checks together and one core: it is begun before them, and what it says is shown
 * when its turn comes.
 * @type {Promise<{ said: string, code: number }> | null}
 */
let linting = null;

/** @returns {Promise<{ said: string, code: number }>} */
function beginLint() {
	const child = spawn(nodePath, LINT, { cwd: root, env: environment(), stdio: ['ignore', 'pipe', 'pipe'] });
	let said = '';
	for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (said += String(chunk)));
	return new Promise((resolve, reject) => {
		child.on('error', reject);
		child.on('close', (code) => resolve({ said, code: code ?? 1 }));
	});
}

async function lint(/** @type {string[]} */ extra) {
	if (linting === null) return asCounts(await runNode([...LINT, ...extra]));
	const { said, code } = await linting;
	process.stdout.write(said);
	return asCounts(code);
}

async function build() {
	await ensureBuilt();
	return asCounts(0);
}

/** The built application as a whole; what it needs is built first. */
async function system(/** @type {string[]} */ extra) {
	await ensureBuilt();
	return vitest('system')(extra);
}

async function e2e(/** @type {string[]} */ extra) {
	await ensureBuilt();
	if ((await runNode(['tests/support/chromium.ts'])) !== 0) return asCounts(1);
	const reporters = ['--reporter=list,./scripts/reporters/playwright.mjs'];
	return counted('e2e', [tool('@playwright/test/cli.js'), 'test', ...reporters], extra);
}

/** The live part's random and crowded tests, for an hour and one after the other: only when asked for. */
async function soak(/** @type {string[]} */ extra) {
	const reporters = ['--reporter=verbose', '--reporter=./scripts/reporters/vitest.mjs'];
	const run = [tool('vitest/vitest.mjs'), 'run', '--project', 'convergence', '--no-file-parallelism', ...reporters];
	return counted('soak', run, extra, { SOAK: '1' });
}

/** @type {Record<string, Stage>} */
const WHEN_ASKED = { soak };

/** @type {Record<string, Stage>} */
const STAGES = {
	format: check(tool('prettier/bin/prettier.cjs'), '--check', '.'),
	types,
	schema: check('scripts/schema.mjs', '--check'),
	lint,
	unit: vitest('unit'),
	integration: vitest('integration'),
	convergence: vitest('convergence'),
	build,
	system,
	e2e
};

const separator = process.argv.indexOf('--', 2);
const asked = process.argv.slice(2, separator < 0 ? undefined : separator);
const extra = separator < 0 ? [] : process.argv.slice(separator + 1);
const known = { ...STAGES, ...WHEN_ASKED };
const unknown = asked.filter((name) => !(name in known));
if (unknown.length > 0) fail(`No such stage: ${unknown.join(', ')}. There are: ${Object.keys(known).join(', ')}.`);

await prepare();
if (asked.length === 0) linting = beginLint();
/** @type {Array<Counts & { name: string }>} */
const results = [];
for (const name of asked.length > 0 ? asked : Object.keys(STAGES)) {
	process.stdout.write(`\n=== ${name}\n`);
	const began = Date.now();
	const counts = await (known[name] ?? build)(extra);
	results.push({ name, ...counts });
	const seconds = Math.round((Date.now() - began) / 1000);
	process.stdout.write(`=== ${name}: ${counts.failed === 0 ? 'passed' : 'FAILED'} in ${seconds} s\n`);
}
rmSync(folder, { recursive: true, force: true });

const sum = (/** @type {(counts: Counts) => number} */ of) => results.reduce((total, counts) => total + of(counts), 0);
process.stdout.write('\n');
for (const { skipped } of results) for (const why of skipped) process.stdout.write(`skipped: ${why}\n`);
const failed = results.filter((result) => result.failed > 0).map((result) => result.name);
if (failed.length > 0) process.stdout.write(`failed stages: ${failed.join(', ')}\n`);
const totals = [sum((c) => c.passed), sum((c) => c.failed), sum((c) => c.skipped.length)];
process.stdout.write(`${totals[0]} passed, ${totals[1]} failed, ${totals[2]} skipped\n`);
process.exitCode = failed.length > 0 ? 1 : 0;
