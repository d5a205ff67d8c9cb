import type { Block, Heading, Inline, Mark, TableCell, TextContent } from '#lib/document/blocks.ts';
import { inlineText } from '#lib/document/plain.ts';
import { textRun, tidy, withMark, withoutMark } from './inline.ts';
import type { Ledger } from './report.ts';

type Change = (block: Block) => Block | null;

/**
 * The same blocks with `change` applied from the inside out; null leaves a block out. What holds nothing any
 * more goes with it, but a table cell keeps its place with an empty paragraph.
 */
export function mapBlocks(blocks: readonly Block[], change: Change): Block[] {
	return blocks.flatMap((block) => {
		const inner = mapInner(block, change);
		const changed = inner === null ? null : change(inner);
		return changed === null ? [] : [changed];
	});
}

function mapInner(block: Block, change: Change): Block | null {
	if (block.type === 'quote') {
		const blocks = mapBlocks(block.blocks, change);
		return blocks.length > 0 ? { ...block, blocks } : null;
	}
	if (block.type === 'list') {
		const items = block.items.map((item) => mapBlocks(item, change)).filter((item) => item.length > 0);
		return items.length > 0 ? { ...block, items } : null;
	}
	if (block.type !== 'table') return block;
	return { ...block, rows: block.rows.map((row) => row.map((cell) => mapCell(cell, change))) };
}

function mapCell(cell: TableCell, change: Change): TableCell {
	const blocks = mapBlocks(cell.blocks, change);
	const id = cell.blocks.flatMap((block) => ('id' in block ? [block.id] : []))[0];
	return { ...cell, blocks: blocks.length > 0 || id === undefined ? blocks : [{ type: 'paragraph', id, content: [] }] };
}

const DEEPEST = 4;

/**
 * Finds the title (what the file marks as one, or a single heading of the first level that everything else
 * comes after) and puts the other headings on levels 2–4 in order without skips (domain A-06). `levels` holds
 * the levels as written, by block id; 0 is a title.
 */
export function settleHeadings(
	blocks: readonly Block[],
	levels: ReadonlyMap<string, number>,
	ledger: Ledger
): { title: string | null; blocks: Block[] } {
	const written = (block: Block): number | undefined => levels.get('id' in block ? block.id : '');
	const title = findTitle(blocks, written);
	const open: number[] = [];
	const settled = blocks
		.filter((block) => block !== title)
		.map((block) => {
			if (block.type !== 'heading') return block;
			const level = Math.max(written(block) ?? 1, 1);
			while ((open.at(-1) ?? 0) >= level) open.pop();
			open.push(level);
			if (open.length + 1 > DEEPEST) ledger.lose('heading_level', inlineText(block.content));
			return { ...block, level: shallow(open.length + 1) };
		});
	return { title: title ? inlineText(title.content) : null, blocks: settled };
}

function findTitle(blocks: readonly Block[], written: (block: Block) => number | undefined): Heading | undefined {
	const headings = blocks.filter((block) => block.type === 'heading');
	const marked = headings.find((heading) => written(heading) === 0);
	if (marked) return marked;
	const [first, ...others] = headings.filter((heading) => written(heading) === 1);
	const before = blocks.slice(
		0,
		blocks.findIndex((block) => block === first)
	);
	return others.length === 0 && before.every((block) => block.type === 'image') ? first : undefined;
}

function shallow(level: number): Heading['level'] {
	return level <= 2 ? 2 : level === 3 ? 3 : DEEPEST;
}

/**
 * Finds the language that most of the text is in, and keeps marks only on passages in another one (domain
 * `assumed` is the language of words that carry no mark. Sv-FI beside sv-SE is not another language.
 */
export function settleLanguages(blocks: readonly Block[], assumed: string): { language: string; blocks: Block[] } {
	const letters = new Map<string, number>();
	mapBlocks(blocks, (block) => {
		contentOf(block).forEach((inline) => countLetters(inline, assumed, letters));
		return block;
	});
	const [language = primary(assumed)] = [...letters]
		.toSorted(([, one], [, other]) => other - one)
		.map(([lang]) => lang);
	const settled = mapBlocks(blocks, (block) => {
		if (block.type !== 'heading' && block.type !== 'paragraph') return block;
		return { ...block, content: tidy(block.content.map((inline) => settleMarks(inline, assumed, language))) };
	});
	return { language, blocks: settled };
}

function contentOf(block: Block): readonly Inline[] {
	return block.type === 'heading' || block.type === 'paragraph' ? block.content : [];
}

function countLetters(inline: Inline, assumed: string, letters: Map<string, number>): void {
	if (inline.type === 'break') return;
	const language = primary(languageOf(inline.marks ?? []) ?? assumed);
	letters.set(language, (letters.get(language) ?? 0) + (inline.text.match(/\p{L}/gu)?.length ?? 0));
}

function settleMarks(inline: Inline, assumed: string, language: string): Inline {
	if (inline.type === 'break') return inline;
	const marks = inline.marks ?? [];
	const lang = languageOf(marks) ?? assumed;
	const others = withoutMark(marks, 'language');
	const isOther = primary(lang) !== language && /\p{L}/u.test(inline.text);
	return textRun(inline.text, isOther ? withMark(others, { type: 'language', lang }) : others);
}

/** The canonical BCP 47 form of a language mark; null for none, for an invalid one, and for "no language". */
function languageOf(marks: readonly Mark[]): string | null {
	return canonicalLanguage(marks.find((mark) => mark.type === 'language')?.lang ?? '');
}

export function canonicalLanguage(written: string): string | null {
	if (written === '') return null;
	try {
		const [lang = ''] = Intl.getCanonicalLocales(written.replace('_', '-'));
		return ['', 'und', 'zxx', 'x'].includes(primary(lang)) ? null : lang;
	} catch {
		return null;
	}
}

function primary(lang: string): string {
	return lang.split('-', 1)[0] ?? lang;
}

/** The sections that codes in the file name: the heading each stood above. */
export function sectionsOf(
	content: TextContent,
	anchors: ReadonlyMap<string, string>,
	prefix: string
): { code: string; blockId: string }[] {
	const headings = new Set(content.blocks.flatMap((block) => (block.type === 'heading' ? [block.id] : [])));
	return [...anchors].flatMap(([anchor, blockId]) =>
		anchor.startsWith(prefix) && headings.has(blockId) ? [{ code: anchor.slice(prefix.length), blockId }] : []
	);
}
