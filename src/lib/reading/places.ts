import type { TextContent } from '#lib/document/blocks.ts';
import { leaves, type Leaf } from '#lib/document/outline.ts';

/**
 * How a place is called: its section and its number among its likes there. `section` is '' before the first heading;
 * `twin` tells apart sections with the same heading (from 2), so that no two places bear one name (domain A-14).
 */
export type PlaceName = {
	blockId: string;
	what: 'section' | 'paragraph' | 'table' | 'image';
	section: string;
	sectionId: string | null;
	twin: number;
	ordinal: number;
	plain: string;
	/** The table whose cell it stands in: commented through the table's own control. */
	tableId: string | null;
};

function whatIs(leaf: Leaf): PlaceName['what'] {
	if (leaf.block.type === 'table' || leaf.block.type === 'image') return leaf.block.type;
	return leaf.sectionId === leaf.blockId ? 'section' : 'paragraph';
}

/** Every commentable place by its block id, in reading order. */
export function namePlaces(content: TextContent): Map<string, PlaceName> {
	const names = new Map<string, PlaceName>();
	const seen = new Map<string, number>();
	let [section, sectionId, twin, tableId] = ['', null as string | null, 1, null as string | null];
	let counts: Record<string, number> = {};
	for (const leaf of leaves(content)) {
		const what = whatIs(leaf);
		if (what === 'section') {
			[section, sectionId, counts] = [leaf.plain, leaf.blockId, {}];
			twin = (seen.get(section) ?? 0) + 1;
			seen.set(section, twin);
		}
		if (!leaf.within.includes('table')) tableId = what === 'table' ? leaf.blockId : null;
		const ordinal = (counts[what] = (counts[what] ?? 0) + 1);
		const inTable = leaf.within.includes('table') ? tableId : null;
		names.set(leaf.blockId, {
			blockId: leaf.blockId,
			what,
			section,
			sectionId,
			twin,
			ordinal,
			plain: leaf.plain,
			tableId: inTable
		});
	}
	return names;
}
