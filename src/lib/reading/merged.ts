export type Span = { start: number; end: number };

/**
 * Overlapping and touching spans as one: browsers slow down with many ranges, and only one background wins where
 * they overlap.
 */
export function mergeSpans<S extends Span>(spans: readonly S[]): Span[] {
	const merged: Span[] = [];
	for (const { start, end } of spans.toSorted((one, other) => one.start - other.start)) {
		const last = merged.at(-1);
		if (last !== undefined && start <= last.end) last.end = Math.max(last.end, end);
		else merged.push({ start, end });
	}
	return merged;
}
