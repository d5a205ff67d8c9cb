import type { Block, Heading, Image, Inline, List, Mark, Paragraph, Table, TableCell } from './blocks.ts';
import { isBlockId } from './ids.ts';
import { isLanguageTag, isSafeHref, normalizeInline } from './inline.ts';
import { cleanText } from './plain.ts';

/**
 * A node as an editor or Yjs holds it, before we know that it is one of ours. `origin` travels along unread: it
 * says where the node came from. An unknown node becomes its words or its children; nothing here throws.
 */
export type RawNode = {
	type: string;
	attrs: Record<string, unknown>;
	children: RawNode[];
	text?: string;
	marks?: { type: string; attrs: Record<string, unknown> }[];
	origin?: unknown;
};

/** Told of each block as it is made, with the inline nodes its words came from (none for tables and images). */
export type Seen = (block: Heading | Paragraph | Table | Image, raw: RawNode, inline: RawNode[]) => void;

/** Deeper than this an editor's text is not followed; it guards the stack against hostile updates. */
export const DEEPEST = 50;

const BLOCKS = new Set([
	'paragraph',
	'heading',
	'blockquote',
	'bulletList',
	'orderedList',
	'listItem',
	'table',
	'image'
]);

const isText = (node: RawNode): boolean => node.text !== undefined;
const isBreak = (node: RawNode): boolean => node.type === 'hardBreak';

function isInline(node: RawNode): boolean {
	if (isText(node) || isBreak(node)) return true;
	return !BLOCKS.has(node.type) && node.children.length > 0 && node.children.every(isInline);
}

function integer(value: unknown, from: number, to: number): number | undefined {
	return typeof value === 'number' && Number.isInteger(value) && value >= from && value <= to ? value : undefined;
}

function blockId(node: RawNode): string {
	return isBlockId(node.attrs['id']) ? node.attrs['id'] : '';
}

function toMark(mark: { type: string; attrs: Record<string, unknown> }): Mark[] {
	const { href, lang } = mark.attrs;
	if (mark.type === 'bold' || mark.type === 'italic') return [{ type: mark.type }];
	if (mark.type === 'link' && isSafeHref(href)) return [{ type: 'link', href }];
	if (mark.type === 'language' && isLanguageTag(lang)) return [{ type: 'language', lang }];
	return [];
}

function toInline(node: RawNode): Inline {
	if (isBreak(node)) return { type: 'break' };
	return { type: 'text', text: node.text ?? '', marks: (node.marks ?? []).flatMap(toMark) };
}

/** The texts and breaks inside nodes, however deep: what is left of a block that stands where only words may. */
function inlineNodes(nodes: readonly RawNode[]): RawNode[] {
	return nodes.flatMap((node) => (isText(node) || isBreak(node) ? [node] : inlineNodes(node.children)));
}

function headingLevel(level: unknown): Heading['level'] {
	if (level === 3) return 3;
	return typeof level === 'number' && level >= 4 ? 4 : 2;
}

/** Turns an editor's nodes into blocks. Ids that are missing or malformed come out as '' for `ensureUniqueIds`. */
export function toBlocks(nodes: readonly RawNode[], seen: Seen = () => undefined): Block[] {
	const paragraph = (raw: RawNode, inline: RawNode[]): Paragraph => {
		const block: Paragraph = { type: 'paragraph', id: blockId(raw), content: normalizeInline(inline.map(toInline)) };
		seen(block, raw, inline);
		return block;
	};

	const heading = (raw: RawNode): Heading => {
		const inline = inlineNodes(raw.children);
		const content = normalizeInline(inline.map(toInline));
		const block: Heading = { type: 'heading', id: blockId(raw), level: headingLevel(raw.attrs['level']), content };
		seen(block, raw, inline);
		return block;
	};

	const list = (raw: RawNode): List[] => {
		const items = raw.children.map((child) => blocks(child.type === 'listItem' ? child.children : [child]));
		const filled = items.filter((item) => item.length > 0);
		if (filled.length === 0) return [];
		const start = integer(raw.attrs['start'], 0, 100_000);
		if (raw.type === 'bulletList') return [{ type: 'list', ordered: false, items: filled }];
		return [{ type: 'list', ordered: true, ...(start === undefined || start === 1 ? {} : { start }), items: filled }];
	};

	const cell = (raw: RawNode): TableCell => {
		const inside = blocks(raw.children);
		const colspan = integer(raw.attrs['colspan'], 2, 100);
		const rowspan = integer(raw.attrs['rowspan'], 2, 100);
		return {
			header: raw.type === 'tableHeader',
			...(colspan === undefined ? {} : { colspan }),
			...(rowspan === undefined ? {} : { rowspan }),
			blocks: inside.length > 0 ? inside : [paragraph({ ...raw, attrs: {}, children: [] }, [])]
		};
	};

	const table = (raw: RawNode): Table[] => {
		const block: Table = { type: 'table', id: blockId(raw), rows: [] };
		seen(block, raw, []);
		block.rows = raw.children.map((row) => row.children.map(cell)).filter((row) => row.length > 0);
		return block.rows.length > 0 ? [block] : [];
	};

	const image = (raw: RawNode): Image[] => {
		const { imageId, alt } = raw.attrs;
		if (!isBlockId(imageId)) return [];
		const width = integer(raw.attrs['width'], 1, 20_000);
		const height = integer(raw.attrs['height'], 1, 20_000);
		const block: Image = {
			type: 'image',
			id: blockId(raw),
			imageId,
			alt: typeof alt === 'string' ? cleanText(alt) : null,
			...(width === undefined ? {} : { width }),
			...(height === undefined ? {} : { height })
		};
		seen(block, raw, []);
		return [block];
	};

	const quote = (raw: RawNode): Block[] => {
		const inside = blocks(raw.children);
		return inside.length > 0 ? [{ type: 'quote', blocks: inside }] : [];
	};

	const block = (raw: RawNode): Block[] => {
		switch (raw.type) {
			case 'heading':
				return [heading(raw)];
			case 'paragraph':
				return [paragraph(raw, inlineNodes(raw.children))];
			case 'blockquote':
				return quote(raw);
			case 'bulletList':
			case 'orderedList':
				return list(raw);
			case 'table':
				return table(raw);
			case 'image':
				return image(raw);
			default:
				return blocks(raw.children);
		}
	};

	/** Words that stand between blocks, without a block of their own, become a paragraph. */
	const blocks = (siblings: readonly RawNode[]): Block[] => {
		const result: Block[] = [];
		let loose: RawNode[] = [];
		const settle = () => {
			const [first] = loose;
			if (first !== undefined) result.push(paragraph({ ...first, attrs: {} }, inlineNodes(loose)));
			loose = [];
		};
		for (const node of siblings) {
			if (isInline(node)) loose.push(node);
			else {
				settle();
				result.push(...block(node));
			}
		}
		settle();
		return result;
	};

	return blocks(nodes);
}
