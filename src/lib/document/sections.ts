import type { Block, TextContent } from './blocks.ts';
import { type OutlineEntry, leaves, outline } from './outline.ts';

/** What stands under a heading on the top level, the heading first, to the next of its level or higher; [] if it is gone. */
export function sectionBlocks(content: TextContent, sectionId: string): Block[] {
	const from = content.blocks.findIndex((block) => block.type === 'heading' && block.id === sectionId);
	const heading = content.blocks[from];
	if (heading?.type !== 'heading') return [];
	const after = content.blocks.slice(from + 1);
	const end = after.findIndex((block) => block.type === 'heading' && block.level <= heading.level);
	return [heading, ...(end < 0 ? after : after.slice(0, end))];
}

export type SectionLine = { id: string; level: 2 | 3 | 4; text: string };

/** Every section in reading order. */
export function sectionLines(content: TextContent): SectionLine[] {
	const flat = (entries: readonly OutlineEntry[]): SectionLine[] =>
		entries.flatMap(({ id, level, text, children }) => [{ id, level, text }, ...flat(children)]);
	return flat(outline(content));
}

/** The sections that a block stands in, innermost first; [] before the first heading and for a block that is gone. */
export function sectionsAround(content: TextContent, blockId: string): string[] {
	const own = leaves(content).find((leaf) => leaf.blockId === blockId)?.sectionId ?? null;
	if (own === null) return [];
	const path = (entries: readonly OutlineEntry[]): string[] => {
		for (const entry of entries) {
			if (entry.id === own) return [entry.id];
			const below = path(entry.children);
			if (below.length > 0) return [...below, entry.id];
		}
		return [];
	};
	return path(outline(content));
}
