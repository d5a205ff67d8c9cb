/** Figures out of many measurements, and tables of them. */

/**
 * The value that `share` (0 to 1) of the measurements do not exceed.
 * @param {readonly number[]} values
 * @param {number} share
 */
export function percentile(values, share) {
	const sorted = values.toSorted((a, b) => a - b);
	return sorted[Math.max(0, Math.ceil(sorted.length * share) - 1)] ?? NaN;
}

/** The one in the middle; of an even number, the mean of the two that are. @param {readonly number[]} values */
export function median(values) {
	const sorted = values.toSorted((a, b) => a - b);
	const [below, above] = [Math.ceil(sorted.length / 2) - 1, Math.floor(sorted.length / 2)];
	return ((sorted[below] ?? NaN) + (sorted[above] ?? NaN)) / 2;
}

/**
 * Median, 95th percentile and maximum.
 * @param {readonly number[]} values
 */
export function spread(values) {
	return { p50: percentile(values, 0.5), p95: percentile(values, 0.95), max: percentile(values, 1) };
}

/** @param {number} value */
export const rounded = (value) => (value >= 100 ? value.toFixed(0) : value >= 10 ? value.toFixed(1) : value.toFixed(2));

/**
 * A Markdown table with one row per measurement.
 * @param {readonly Record<string, string | number>[]} rows all with the same keys, which become the headings
 */
export function table(rows) {
	const heads = Object.keys(rows[0] ?? {});
	const line = (/** @type {readonly (string | number)[]} */ cells) => `| ${cells.join(' | ')} |`;
	const shown = (/** @type {string | number | undefined} */ cell) =>
		typeof cell === 'number' && !Number.isInteger(cell) ? rounded(cell) : (cell ?? '');
	const body = rows.map((row) => line(heads.map((head) => shown(row[head]))));
	return [line(heads), line(heads.map(() => '---')), ...body].join('\n');
}
