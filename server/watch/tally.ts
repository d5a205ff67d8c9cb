/**
 * Counts as plain objects. Whoever does the work adds to them and knows nothing of who reads them; the exporter reads
 * them when it is asked, so that counting costs next to nothing.
 */

/** `counts[n]` is how many values were at most `bounds[n]` and above the bound before; the last one, above them all. */
export type Histogram = { readonly bounds: readonly number[]; readonly counts: number[]; sum: number; count: number };

/** How often something happened, by a name from a short, closed list: never by room, person or address. */
export type Tally = Record<string, number>;

/** `bounds` ascend, in the unit of what is observed. */
export const createHistogram = (bounds: readonly number[]): Histogram => ({
	bounds,
	counts: new Array<number>(bounds.length + 1).fill(0),
	sum: 0,
	count: 0
});

export function observe(histogram: Histogram, value: number): void {
	const { bounds, counts } = histogram;
	let n = 0;
	while (n < bounds.length && value > (bounds[n] ?? 0)) n++;
	counts[n] = (counts[n] ?? 0) + 1;
	histogram.sum += value;
	histogram.count++;
}

export function count<K extends string>(counters: Partial<Record<K, number>>, key: K): void {
	counters[key] = (counters[key] ?? 0) + 1;
}
