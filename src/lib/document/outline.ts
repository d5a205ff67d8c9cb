import type { Block, Heading, Image, Paragraph, Table, TextContent } from './blocks.ts';
import { plainText } from './plain.ts';

/** What a leaf stands inside, outermost first. */
export type Surrounding = 'quote' | 'list' | 'table';

/** A place that can be commented on. */
export type Leaf = {
	blockId: string;
	block: Heading | Paragraph | Image | Table;
	plain: string;
	/** The id of the heading it stands under (a heading stands under itself); null before the first heading. */
	sectionId: string | null;
	within: Surrounding[];
};

/** A heading or paragraph: a leaf whose words can be quoted. */
export type WordsLeaf = Leaf & { block: Heading | Paragraph };

export function hasWords(leaf: Leaf): leaf is WordsLeaf {
	return leaf.block.type === 'heading' || leaf.block.type === 'paragraph';
}

/**
 * Every commentable place in reading order: headings and paragraphs wherever they stand, images, and tables,
 * each table as a whole before the paragraphs of its cells. Only headings on the top level open a section.
 */
export function leaves(content: TextContent): Leaf[] {
	const found: Leaf[] = [];
	let sectionId: string | null = null;
	const visit = (blocks: readonly Block[], within: Surrounding[]) => {
		for (const block of blocks) {
			if (block.type === 'quote') visit(block.blocks, [...within, 'quote']);
			else if (block.type === 'list') for (const item of block.items) visit(item, [...within, 'list']);
			else {
				if (block.type === 'heading' && within.length === 0) sectionId = block.id;
				found.push({ blockId: block.id, block, plain: plainText(block), sectionId, within });
				if (block.type === 'table') visitCells(block, [...within, 'table']);
			}
		}
	};
	const visitCells = (table: Table, within: Surrounding[]) => {
		for (const row of table.rows) for (const cell of row) visit(cell.blocks, within);
	};
	visit(content.blocks, []);
	return found;
}

export type OutlineEntry = { id: string; level: 2 | 3 | 4; text: string; children: OutlineEntry[] };

/** The table of contents: headings on the top level, each holding the deeper ones that follow it. */
export function outline(content: TextContent): OutlineEntry[] {
	const roots: OutlineEntry[] = [];
	const open: OutlineEntry[] = [];
	for (const block of content.blocks) {
		if (block.type !== 'heading') continue;
		const entry: OutlineEntry = { id: block.id, level: block.level, text: plainText(block), children: [] };
		while ((open.at(-1)?.level ?? 0) >= block.level) open.pop();
		(open.at(-1)?.children ?? roots).push(entry);
		open.push(entry);
	}
	return roots;
}
