// What start, test and dev have in common. Runs on the Node that the machine has (18 or newer), so plain JavaScript
// and nothing from node_modules: that folder may not be there yet.
import { spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = dirname(dirname(fileURLToPath(import.meta.url)));
const inRoot = (/** @type {string[]} */ ...parts) => join(root, ...parts);

const OLDEST_NODE = 18;
/** Everything that is installed suits it. */
const SUITED_NODE = 24;
const major = Number(process.versions.node.split('.')[0]);
const QUIETLY = ['--no-audit', '--no-fund'];
const NODE = inRoot('node_modules', 'node', 'bin', 'node');
/** In a folder that is made: a hash of all it was made from. */
const STAMP = '.made-from';
const MESSAGES = ['messages', 'project.inlang/settings.json', 'scripts/messages.mjs', 'package-lock.json'];
const BUILT_FROM = [
	...['src', 'server', 'static', 'svelte.config.js', 'vite.config.ts', 'tsconfig.json', 'package.json'],
	...['scripts/island.mjs', 'scripts/message-imports.mjs', ...MESSAGES]
];
const NOT_BUILT_FROM = /(^|\/)(paraglide|node_modules)(\/|$)|\.test\.[a-z]+$/;

/**
 * The environment in which our programs run: the project's own Node and tools come first, and what Node has compiled
 * once is kept, which is a third of what a start takes.
 */
export function environment() {
	const path = [dirname(NODE), inRoot('node_modules', '.bin'), process.env.PATH].join(delimiter);
	return { NODE_COMPILE_CACHE: inRoot('node_modules', '.cache', 'compiled'), ...process.env, PATH: path };
}

/**
 * Runs one of our programs with the project's Node. Resolves with its exit code.
 * @param {string[]} args
 * @param {Record<string, string>} [extra] more environment
 * @returns {Promise<number>}
 */
export function runNode(args, extra = {}) {
	return new Promise((resolve, reject) => {
		const child = spawn(NODE, args, { cwd: root, stdio: 'inherit', env: { ...environment(), ...extra } });
		child.on('error', reject);
		child.on('exit', (code) => resolve(code ?? 1));
	});
}

/** The path of the project's Node, for those who start a long-lived program themselves. */
export const nodePath = NODE;

/**
 * How the server is run. Making a page leaves tens of megabytes behind; with the usual room for what is young, the
 * collector comes by during most pages and copies what is still in use. All of that room from the start: while it grew,
 * what was young for long was taken for old, and was kept. What is old is looked through as soon as it has grown by a
 * third, instead of when it has doubled: rooms that were opened leave more behind than they keep (bench/NOTES.md).
 */
export const server = [
	'--min-semi-space-size=64',
	'--max-semi-space-size=64',
	'--heap-growing-percent=30',
	inRoot('server', 'main.ts')
];

/** Path of a tool's own script, so that no shell and no `npx` stands between us and it. */
export const tool = (/** @type {string} */ path) => inRoot('node_modules', path);

/**
 * Installs what is missing, compiles messages, and writes the type settings that SvelteKit derives from the project.
 * Everything is skipped when nothing changed. Ends the process with a message when it cannot be done.
 */
export async function prepare() {
	if (major < OLDEST_NODE) fail(`Node ${OLDEST_NODE} or newer is needed; this is ${process.versions.node}.`);
	ensureInstalled();
	await ensure({ name: 'messages', from: MESSAGES, into: 'src/lib/paraglide', args: ['scripts/messages.mjs'] });
	if (!existsSync(inRoot('.svelte-kit', 'tsconfig.json'))) await syncTypes();
}

/** SvelteKit's generated types; needed before type checks. */
export async function syncTypes() {
	if ((await runNode([tool('@sveltejs/kit/svelte-kit.js'), 'sync'])) !== 0) fail('svelte-kit sync failed.');
}

/** Builds the pages when anything that they are made of has changed. */
export async function ensureBuilt() {
	const args = [tool('vite/bin/vite.js'), 'build', '--logLevel', 'warn'];
	await ensure({ name: 'build', from: BUILT_FROM, into: 'build', args, extra: { NODE_ENV: 'production' } });
}

/** What `npm run doctor` tells of the installation. */
export const isInstalled = () => existsSync(NODE);

/** Are there built pages, and are they built from what lies here now? */
export function buildState() {
	if (!existsSync(inRoot('build', 'handler.js'))) return 'absent';
	return readStamp('build') === hashOf(BUILT_FROM) ? 'fresh' : 'stale';
}

function ensureInstalled() {
	const lock = hashOf(['package-lock.json']);
	if (existsSync(NODE) && (readStamp('node_modules') === lock || installedByHand()))
		return writeStamp('node_modules', lock);
	process.stdout.write('Installing what is missing …\n');
	// The lists are complete whatever the machine's own npm settings leave out.
	const flags = [
		'--loglevel=error',
		'--engine-strict=false',
		'--ignore-scripts=false',
		'--include=dev',
		'--include=optional'
	];
	const helper = major < SUITED_NODE ? fetchNode() : null;
	const { status } = npm(['ci', ...flags, ...QUIETLY], root, helper?.node ?? process.execPath);
	if (helper !== null) rmSync(helper.folder, { recursive: true, force: true });
	if (status !== 0) fail('The installation failed; what npm says above tells why. Is there a network?');
	if (!existsSync(NODE)) fail('npm installed everything but the Node that the project runs on (package "node").');
	writeStamp('node_modules', lock);
}

/**
 * npm leaves out optional packages that do not suit the Node it runs on, and every native part is one. So with an old
 * Node, npm is run on the project's own, which is fetched by itself first.
 * @returns {{ node: string, folder: string }}
 */
function fetchNode() {
	const { packages } = JSON.parse(readFileSync(inRoot('package-lock.json'), 'utf8'));
	const folder = mkdtempSync(join(tmpdir(), 'medskick-node-'));
	const wanted = `node@${packages['node_modules/node'].version}`;
	const flags = ['--no-save', '--no-package-lock', '--loglevel=error', '--ignore-scripts=false', '--prefix', folder];
	npm(['install', wanted, ...flags, ...QUIETLY], folder, process.execPath);
	const node = join(folder, 'node_modules', 'node', 'bin', 'node');
	if (!existsSync(node)) fail(`npm could not bring ${wanted}, on which the rest is installed. Is there a network?`);
	return { node, folder };
}

/**
 * @param {string[]} args
 * @param {string} cwd
 * @param {string} node what it runs on
 */
function npm(args, cwd, node) {
	const script = process.env.npm_execpath;
	const [command, first] = script?.endsWith('.js') ? [node, [script]] : ['npm', []];
	const shell = process.platform === 'win32' && command === 'npm';
	const PATH = [dirname(node), process.env.PATH].join(delimiter);
	return spawnSync(command, [...first, ...args], { cwd, stdio: 'inherit', shell, env: { ...process.env, PATH } });
}

/** True when `npm install` has already brought exactly what the lockfile lists (optional parts aside). */
function installedByHand() {
	const hidden = inRoot('node_modules', '.package-lock.json');
	if (!existsSync(hidden)) return false;
	const { packages: present } = JSON.parse(readFileSync(hidden, 'utf8'));
	const { packages: wanted } = JSON.parse(readFileSync(inRoot('package-lock.json'), 'utf8'));
	return Object.entries(wanted).every(
		([path, { version, optional }]) => path === '' || optional === true || present[path]?.version === version
	);
}

/**
 * Runs a command unless what lies in its folder was made from the same input. The stamp lies in that folder, so that
 * it goes, moves and is copied with what it speaks of.
 * @param {{ name: string, from: string[], into: string, args: string[], extra?: Record<string, string> }} step
 */
async function ensure({ name, from, into, args, extra }) {
	const hash = hashOf(from);
	if (readStamp(into) === hash) return;
	process.stdout.write(`Making what is missing or old: ${name} …\n`);
	if ((await runNode(args, extra)) !== 0) fail(`The step "${name}" failed.`);
	writeStamp(into, hash);
}

/** @param {string[]} paths files and folders, relative to the project */
function hashOf(paths) {
	const hash = createHash('sha256');
	for (const file of paths.flatMap(filesIn).sort())
		hash
			.update(file)
			.update('\0')
			.update(readFileSync(inRoot(file)));
	return hash.digest('hex');
}

/** @param {string} path @returns {string[]} */
function filesIn(path) {
	if (!existsSync(inRoot(path)) || NOT_BUILT_FROM.test(path)) return [];
	if (!statSync(inRoot(path)).isDirectory()) return [path];
	return readdirSync(inRoot(path)).flatMap((name) => filesIn(`${path}/${name}`));
}

/** @param {string} folder */
function readStamp(folder) {
	const path = inRoot(folder, STAMP);
	return existsSync(path) ? readFileSync(path, 'utf8') : null;
}

/** @param {string} folder @param {string} hash */
function writeStamp(folder, hash) {
	writeFileSync(inRoot(folder, STAMP), hash);
}

/** @param {string} message @returns {never} */
export function fail(message) {
	process.stderr.write(message + '\n');
	process.exit(1);
}
