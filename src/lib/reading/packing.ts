/** A group of points in the margin: where its block begins and how tall the group is, in pixels. */
export type Packed = { id: string; top: number; height: number };

/**
 * Where each group goes: in reading order, downward without overlap, each as near to its block as that allows. The
 * anchored one stays level with its block, and those before it move up for it as far as there is room.
 */
export function pack(groups: readonly Packed[], gap: number, anchorId: string | null): Map<string, number> {
	const anchorAt = groups.findIndex((group) => group.id === anchorId);
	const before = anchorAt < 0 ? [] : packUp(groups.slice(0, anchorAt), groups[anchorAt], gap);
	const placed = new Map<string, number>();
	let free = -Infinity;
	groups.forEach((group, index) => {
		const wanted = index < anchorAt ? (before[index] ?? group.top) : group.top;
		const top = Math.max(wanted, free);
		placed.set(group.id, top);
		free = top + group.height + gap;
	});
	return placed;
}

/** Places from the anchored group upward; never above the start of the text, where there is nothing to scroll to. */
function packUp(groups: readonly Packed[], anchor: Packed | undefined, gap: number): number[] {
	let limit = anchor?.top ?? Infinity;
	const tops = groups.map((group) => group.top);
	for (let index = groups.length - 1; index >= 0; index--) {
		const group = groups[index];
		if (group === undefined) continue;
		const top = Math.max(0, Math.min(group.top, limit - gap - group.height));
		tops[index] = top;
		limit = top;
	}
	return tops;
}
