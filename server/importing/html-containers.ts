import type { Block, List, TableCell } from '#lib/document/blocks.ts';
import { flush, within } from './html-flow.ts';
import type { Context, Flow, Reader } from './html-flow.ts';
import { attribute, isElement, isText, textOf } from './html-tree.ts';
import type { HtmlElement } from './html-tree.ts';

type Item = { ordinal: number | null; blocks: Block[] };

/** Reads a list. Numbering that jumps (a list that goes on after a paragraph) starts a new list with its number. */
export function readList(reader: Reader, flow: Flow, element: HtmlElement, context: Context): void {
	flush(reader, flow);
	const ordered = element.tagName === 'ol';
	if (ordered && /^[aAiI]$/.test(attribute(element, 'type') ?? '')) reader.ledger.lose('list_format');
	const items = readItems(reader, element, within(context, 'container'));
	const first = count(attribute(element, 'start')) ?? 1;
	flow.blocks.push(...(ordered ? numbered(items, first) : bulleted(items)));
}

function readItems(reader: Reader, element: HtmlElement, context: Context): Item[] {
	const items: Item[] = [];
	for (const node of element.childNodes) {
		if (isText(node) && node.value.trim() === '') continue;
		const isItem = isElement(node) && node.tagName === 'li';
		const blocks = reader.readFlow(isItem ? node.childNodes : [node], context);
		const last = items.at(-1);
		if (blocks.length === 0) continue;
		if (blocks.every((block) => block.type === 'list') && last) last.blocks.push(...blocks);
		else items.push({ ordinal: isItem ? count(attribute(node, 'value')) : null, blocks });
	}
	return items.flatMap(lift);
}

/** An item that holds only a deeper list (Word lets a list begin at any level) gives way to that list's items. */
function lift(item: Item): Item[] {
	const [only, ...rest] = item.blocks;
	if (only?.type !== 'list' || rest.length > 0) return [item];
	return only.items.map((blocks) => ({ ordinal: null, blocks }));
}

function bulleted(items: readonly Item[]): List[] {
	return items.length === 0 ? [] : [{ type: 'list', ordered: false, items: items.map((item) => item.blocks) }];
}

function numbered(items: readonly Item[], first: number): List[] {
	const lists: List[] = [];
	let expected = first;
	for (const { ordinal, blocks } of items) {
		const number = ordinal ?? expected;
		const list = lists.at(-1);
		if (list && number === expected) list.items.push(blocks);
		else lists.push({ type: 'list', ordered: true, ...(number === 1 ? {} : { start: number }), items: [blocks] });
		expected = number + 1;
	}
	return lists;
}

function count(written: string | null): number | null {
	return written !== null && /^\d{1,6}$/.test(written) ? Number(written) : null;
}

type Row = { cells: HtmlElement[]; inHead: boolean };

/**
 * Reads a table. Without header cells of its own the first row is the header (domain A-06), unless the table
 * has one row or says that it has none. A table of one cell is a box around text, and becomes that text.
 */
export function readTable(reader: Reader, flow: Flow, element: HtmlElement, context: Context): void {
	flush(reader, flow);
	const rows = rowsOf(element);
	const cells = rows.flatMap((row) => row.cells);
	flow.blocks.push(...captionOf(reader, element, context));
	if (cells.length === 0) return;
	if (context.inside === 'table' || cells.length === 1) {
		reader.ledger.lose(cells.length === 1 ? 'box' : 'nested_table', cells.map((cell) => textOf(cell)).join(' '));
		flow.blocks.push(...cells.flatMap((cell) => reader.readFlow(cell.childNodes, context)));
		return;
	}
	const hasHeaders = rows.some((row) => row.inHead || row.cells.some((cell) => cell.tagName === 'th'));
	const isPlain = rows.length === 1 || (attribute(element, 'class') ?? '').includes('medskick-plain');
	const cellContext = within(context, 'table');
	const content = rows.map((row, index) =>
		row.cells.map((cell) => {
			const header = hasHeaders ? row.inHead || cell.tagName === 'th' : index === 0 && !isPlain;
			return readCell(reader, cell, header, rows.length - index, cellContext);
		})
	);
	flow.blocks.push({ type: 'table', id: reader.newId(), rows: content });
}

function readCell(reader: Reader, cell: HtmlElement, header: boolean, rowsLeft: number, context: Context): TableCell {
	const blocks = reader.readFlow(cell.childNodes, context);
	const colspan = Math.min(count(attribute(cell, 'colspan')) ?? 1, 100);
	const rowspan = Math.min(count(attribute(cell, 'rowspan')) ?? 1, rowsLeft);
	return {
		header,
		...(colspan > 1 ? { colspan } : {}),
		...(rowspan > 1 ? { rowspan } : {}),
		blocks: blocks.length > 0 ? blocks : [{ type: 'paragraph', id: reader.newId(), content: [] }]
	};
}

function rowsOf(table: HtmlElement): Row[] {
	const parts = table.childNodes.filter(isElement);
	const grouped = parts.filter((part) => ['thead', 'tbody', 'tfoot'].includes(part.tagName));
	return grouped
		.flatMap((part) => part.childNodes.filter(isElement).map((row) => ({ row, inHead: part.tagName === 'thead' })))
		.map(({ row, inHead }) => ({ cells: row.childNodes.filter(isElement).filter(isCell), inHead }))
		.filter(({ cells }) => cells.length > 0);
}

function isCell(element: HtmlElement): boolean {
	return element.tagName === 'td' || element.tagName === 'th';
}

function captionOf(reader: Reader, table: HtmlElement, context: Context): Block[] {
	const captions = table.childNodes.filter(isElement).filter((part) => part.tagName === 'caption');
	return captions.flatMap((caption) => reader.readFlow(caption.childNodes, context));
}
