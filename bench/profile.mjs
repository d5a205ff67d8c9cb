// node bench/profile.mjs <file.cpuprofile> [lines] [from] [to]: where the time went, by function and by package; of the
// seconds between `from` and `to` (negative: counted from the end).
import { readFileSync } from 'node:fs';

const [file = '', lines = '25', from = '0', to = 'Infinity'] = process.argv.slice(2);
/** @type {{ nodes: { id: number, callFrame: { functionName: string, url: string, lineNumber: number } }[], samples: number[], timeDeltas: number[] }} */
const profile = JSON.parse(readFileSync(file, 'utf8'));
const NOT_AT_WORK = new Set(['(idle)', '(root)']);

const nodes = new Map(profile.nodes.map((node) => [node.id, node.callFrame]));
/** @type {Map<string, number>} */
const functions = new Map();
/** @type {Map<string, number>} */
const packages = new Map();
const length = profile.timeDeltas.reduce((sum, time) => sum + time, 0);
const [first, last] = [from, to].map((seconds) => Number(seconds) * 1e6 + (Number(seconds) < 0 ? length : 0));
let busy = 0;
let all = 0;
let at = 0;
for (const [index, id] of profile.samples.entries()) {
	const frame = nodes.get(id);
	const time = profile.timeDeltas[index] ?? 0;
	at += time;
	if (at < first || at > last) continue;
	all += time;
	if (frame === undefined || NOT_AT_WORK.has(frame.functionName)) continue;
	busy += time;
	const path = frame.url.replace(/^file:\/\//, '').replace(/^.*\/node_modules\//, '');
	add(
		functions,
		`${frame.functionName || '(anonymous)'} ${path.replace(/^.*\/(server|build)\//, '$1/')}:${frame.lineNumber + 1}`,
		time
	);
	add(packages, packageOf(path) || frame.functionName, time);
}

/** @param {Map<string, number>} times @param {string} key @param {number} time */
function add(times, key, time) {
	times.set(key, (times.get(key) ?? 0) + time);
}

/** @param {string} path */
function packageOf(path) {
	if (path.startsWith('node:')) return path;
	if (path.startsWith('/'))
		return path
			.replace(/^.*\/(server|build)\//, '$1/')
			.split('/', 2)
			.join('/');
	return path.split('/', path.startsWith('@') ? 2 : 1).join('/');
}

/** @param {Map<string, number>} times @param {number} count */
function print(times, count) {
	const sorted = [...times].sort((a, b) => b[1] - a[1]).slice(0, count);
	for (const [name, time] of sorted) console.log(`${((100 * time) / busy).toFixed(1).padStart(5)} %  ${name}`);
}

console.log(`busy ${(busy / 1e6).toFixed(2)} s of ${(all / 1e6).toFixed(2)} s`);
print(functions, Number(lines));
console.log('--- by package');
print(packages, 14);
