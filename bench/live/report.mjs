import { readFileSync, writeFileSync } from 'node:fs';
import { cpus, totalmem } from 'node:os';
import { median, rounded } from '../lib/figures.mjs';
import { COLUMNS } from './columns.mjs';
import { WORKLOADS } from './plan.mjs';
import { findTarget } from './targets/index.mjs';

/** @typedef {{ at: string, key: string, workload: string, target: string, repetition: number, failure?: string, result?: any }} Line */
/** @typedef {import('./columns.mjs').Column} Column */

/** @param {string} file @returns {Line[]} */
export const readLines = (file) =>
	readFileSync(file, 'utf8')
		.split('\n')
		.filter((line) => line !== '')
		.map((line) => JSON.parse(line));

/** Medians of the repetitions, and ours against the best of the others. @param {readonly Line[]} lines */
export function tables(lines) {
	const keys = WORKLOADS.flatMap(({ name }) => [
		...new Set(lines.filter((l) => l.workload === name).map((l) => l.key))
	]);
	return keys
		.map((key) =>
			tableOf(
				key,
				lines.filter((line) => line.key === key)
			)
		)
		.join('\n\n');
}

/** @param {string} key @param {readonly Line[]} lines */
function tableOf(key, lines) {
	const name = lines[0]?.workload ?? '';
	const columns = COLUMNS[name] ?? [];
	const title = WORKLOADS.find((workload) => workload.name === name)?.title ?? name;
	const rows = [...new Set(lines.map((line) => line.target))].map((target) => {
		const own = lines.filter((line) => line.target === target);
		const results = own.flatMap(({ result }) => result ?? []);
		return {
			target: findTarget(target),
			values: columns.map((column) => middle(results.map(column.of))),
			sound: columns.every(({ sound, of }) => sound === undefined || results.every((result) => sound(of(result)))),
			own,
			results
		};
	});
	const index = columns.findIndex(({ better }) => better !== undefined);
	const ratio = ratios(rows, index, columns[index]?.better ?? 'low');
	const heads = ['', ...columns.map(({ head }) => head), 'errors', 'runs', '÷ best peer'];
	const body = rows.map((row) => [
		nameOf(row.target),
		...row.values.map(shown),
		errorsOf(row.own),
		row.results.length,
		ratio(row)
	]);
	const line = (/** @type {readonly unknown[]} */ cells) => `| ${cells.join(' | ')} |`;
	const note = key === name ? '' : ` (\`${key}\`)`;
	return [`## ${title}${note}`, '', line(heads), line(heads.map(() => '---')), ...body.map(line)].join('\n');
}

/** @param {import('./targets/index.mjs').Target} target */
const nameOf = ({ name, label, limit }) =>
	limit === true ? `_${name}_ (${label})` : name === 'ours' ? `**ours** (${label})` : `${name} (${label})`;

/**
 * The first column that says which way is better, divided by that of the best peer that did the work.
 * @template {{ target: import('./targets/index.mjs').Target, values: unknown[], sound: boolean }} Row
 * @param {readonly Row[]} rows @param {number} index @param {'low' | 'high'} better
 */
function ratios(rows, index, better) {
	const valueOf = (/** @type {Row} */ row) => Number(row.values[index] ?? NaN);
	const peers = rows
		.filter(({ target, sound }) => sound && target.name !== 'ours' && target.limit !== true)
		.map(valueOf)
		.filter((value) => value > 0);
	const best = better === 'low' ? Math.min(...peers) : Math.max(...peers);
	return (/** @type {Row} */ row) => (peers.length === 0 ? '–' : shown(valueOf(row) / best));
}

/** @param {readonly Line[]} lines */
function errorsOf(lines) {
	const counts = lines.flatMap(({ result, failure }) =>
		failure === undefined ? Object.entries(result?.errors ?? {}) : [['failed', 1]]
	);
	const total = counts.reduce((sum, [, count]) => sum + Number(count), 0);
	return total === 0 ? 0 : [...new Set(counts.map(([name]) => name))].join(', ') + ` × ${total}`;
}

/** The median of numbers; of answers, the worst. @param {readonly unknown[]} values */
function middle(values) {
	const known = values.filter((value) => value !== null && value !== undefined);
	if (known.length === 0) return null;
	if (known.every((value) => typeof value === 'boolean')) return known.every(Boolean);
	return median(known.map(Number));
}

/** @param {unknown} value */
const shown = (value) => {
	if (value === null || value === undefined || Number.isNaN(value)) return '–';
	if (typeof value === 'boolean') return value ? 'yes' : '**no**';
	return typeof value === 'number' && !Number.isInteger(value) ? rounded(value) : value;
};

/** @param {string} file @param {readonly Line[]} lines */
export function writeReport(file, lines) {
	const [first = ''] = lines.map(({ at }) => at).sort();
	const machine = `${cpus().length} × ${cpus()[0]?.model.trim() ?? 'processor'}, ${Math.round(totalmem() / 2 ** 30)} GiB, Node ${process.version}`;
	const head = [
		'# Results',
		'',
		`Written by \`npm run bench\`; README.md says what each workload is and what limits it. Measured on ${first.slice(0, 10)}:`,
		`${machine}. Medians of the runs; only ratios between figures of one table count.`
	];
	writeFileSync(file, [...head, '', tables(lines), ''].join('\n'));
}
