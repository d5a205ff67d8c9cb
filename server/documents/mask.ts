import type { Block, Inline, TextContent } from '#lib/document/blocks.ts';
import { normalizeInline } from '#lib/document/inline.ts';
import { leaves } from '#lib/document/outline.ts';
import { plainText } from '#lib/document/plain.ts';
import { MASKED } from '#lib/protocol/masking.ts';
import type { MaskRange } from './types.ts';

/**
 * The content with the ranges hidden. Words are replaced, not covered: nothing of them is left (domain R-10). A range
 * on an image hides the image. Overlapping ranges are joined.
 */
export function maskContent(content: TextContent, ranges: readonly MaskRange[]): TextContent {
	const byBlock = Map.groupBy(ranges, (range) => range.blockId);
	return { blocks: content.blocks.map((block) => maskBlock(block, byBlock)) };
}

function maskBlock(block: Block, byBlock: ReadonlyMap<string, readonly MaskRange[]>): Block {
	const inner = (blocks: readonly Block[]) => blocks.map((one) => maskBlock(one, byBlock));
	switch (block.type) {
		case 'heading':
		case 'paragraph':
			return { ...block, content: maskInline(block.content, joined(byBlock.get(block.id) ?? [])) };
		case 'image':
			return byBlock.has(block.id)
				? { type: 'paragraph', id: block.id, content: [{ type: 'text', text: MASKED }] }
				: block;
		case 'quote':
			return { ...block, blocks: inner(block.blocks) };
		case 'list':
			return { ...block, items: block.items.map(inner) };
		case 'table':
			return { ...block, rows: block.rows.map((row) => row.map((cell) => ({ ...cell, blocks: inner(cell.blocks) }))) };
	}
}

type Span = { start: number; end: number };

function joined(ranges: readonly Span[]): Span[] {
	const result: Span[] = [];
	for (const { start, end } of [...ranges].sort((one, other) => one.start - other.start)) {
		const last = result.at(-1);
		if (last && start <= last.end) last.end = Math.max(last.end, end);
		else if (end > start) result.push({ start, end });
	}
	return result;
}

/** Cuts the spans out of a block's words and puts one notice in the place of each; links that are cut lose their address. */
function maskInline(content: readonly Inline[], spans: readonly Span[]): Inline[] {
	if (spans.length === 0) return [...content];
	const result: Inline[] = [];
	const addresses = new Set<string>();
	let at = 0;
	for (const part of content) {
		const end = at + (part.type === 'break' ? 1 : part.text.length);
		if (spans.some((span) => span.start < end && span.end > at))
			addressesOf(part).forEach((href) => addresses.add(href));
		result.push(...cut(part, at, end, spans));
		at = end;
	}
	return normalizeInline(result.map((part) => withoutLinks(part, (href) => addresses.has(href))));
}

const addressesOf = (part: Inline): string[] =>
	part.type === 'break' ? [] : (part.marks ?? []).flatMap((mark) => (mark.type === 'link' ? [mark.href] : []));

/** An address can say as much as the words it was on, so a link that is partly hidden goes. */
function withoutLinks(part: Inline, gone: (href: string) => boolean): Inline {
	if (part.type === 'break' || part.marks === undefined) return part;
	return { ...part, marks: part.marks.filter((mark) => mark.type !== 'link' || !gone(mark.href)) };
}

/** What is left of one part that stands at `at` to `end`. */
function cut(part: Inline, at: number, end: number, spans: readonly Span[]): Inline[] {
	const result: Inline[] = [];
	let from = at;
	for (const span of spans.filter((one) => one.start < end && one.end > at)) {
		if (part.type === 'text' && span.start > from) result.push(slice(part, from - at, span.start - at));
		if (span.start >= at) result.push({ type: 'text', text: MASKED });
		from = Math.min(span.end, end);
	}
	if (from === at) return [part];
	if (part.type === 'text' && from < end) result.push(slice(part, from - at, end - at));
	return result;
}

const slice = (part: Inline & { type: 'text' }, start: number, end: number): Inline => ({
	...part,
	text: part.text.slice(start, end)
});

/**
 * The content without the words, whatever their capitals, and without the blocks named: in words, in alternative
 * texts (the image goes) and in the addresses of links (the link goes, its words stay).
 */
export function maskWords(content: TextContent, words: readonly string[], wholeBlocks: readonly string[]): TextContent {
	const pattern = anyWord(words);
	const ranges = leaves(content).flatMap(({ blockId, block, plain }): MaskRange[] => {
		if (block.type === 'table') return [];
		if (wholeBlocks.includes(blockId)) return [{ blockId, start: 0, end: plain.length }];
		const found = pattern === null ? [] : [...plain.matchAll(pattern)];
		return found.map((match) => ({ blockId, start: match.index, end: match.index + match[0].length }));
	});
	const masked = maskContent(content, ranges);
	return pattern === null
		? masked
		: mapInline(masked, (part) => withoutLinks(part, (href) => href.search(pattern) >= 0));
}

function anyWord(words: readonly string[]): RegExp | null {
	const asked = words.filter((word) => word !== '').sort((one, other) => other.length - one.length);
	return asked.length === 0 ? null : new RegExp(asked.map((word) => RegExp.escape(word)).join('|'), 'giu');
}

function mapInline(content: TextContent, change: (part: Inline) => Inline): TextContent {
	const visit = (block: Block): Block => {
		switch (block.type) {
			case 'heading':
			case 'paragraph':
				return { ...block, content: normalizeInline(block.content.map(change)) };
			case 'image':
				return block;
			case 'quote':
				return { ...block, blocks: block.blocks.map(visit) };
			case 'list':
				return { ...block, items: block.items.map((item) => item.map(visit)) };
			case 'table':
				return {
					...block,
					rows: block.rows.map((row) => row.map((cell) => ({ ...cell, blocks: cell.blocks.map(visit) })))
				};
		}
	};
	return { blocks: content.blocks.map(visit) };
}

export function maskTitle(title: string, words: readonly string[]): string {
	const pattern = anyWord(words);
	return pattern === null ? title : title.replace(pattern, MASKED);
}

/** Ranges that do not fit the block they name: an unknown block, a table as a whole, or offsets outside its words. */
export function misfits(content: TextContent, ranges: readonly MaskRange[]): MaskRange[] {
	const blocks = new Map(leaves(content).map((leaf) => [leaf.blockId, leaf.block]));
	return ranges.filter(({ blockId, start, end }) => {
		const block = blocks.get(blockId);
		if (block === undefined || block.type === 'table') return true;
		if (block.type === 'image') return false;
		return !(
			Number.isInteger(start) &&
			Number.isInteger(end) &&
			start >= 0 &&
			end > start &&
			end <= plainText(block).length
		);
	});
}
