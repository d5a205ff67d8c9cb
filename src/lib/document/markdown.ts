import type { Block, Inline, List, Mark, Table, TextContent } from './blocks.ts';
import type { RenderOptions } from './render.ts';

const SPECIAL = /[\\`*_{}[\]<>|~]/g;
/** What would begin a heading, list or quote at the start of a line. */
const LEADING = /^(\s*)(#{1,6}(?=\s|$)|[-+](?=\s|$)|=+\s*$|\d+(?=[.)]))/;

function escaped(text: string): string {
	return text.replace(SPECIAL, '\\$&');
}

function marked(text: string, mark: Mark): string {
	if (mark.type === 'bold') return `**${text}**`;
	if (mark.type === 'italic') return `*${text}*`;
	return mark.type === 'link' ? `[${text}](<${mark.href.replace(/[<>]/g, encodeURIComponent)}>)` : text;
}

/** Emphasis must touch the words it marks: white space at the ends goes outside. */
function inlinePart(part: Inline, lineBreak: string): string {
	if (part.type === 'break') return lineBreak;
	const words = part.text.trim();
	if (words === '' || !part.marks) return escaped(part.text);
	const start = part.text.indexOf(words);
	const inner = part.marks.reduceRight(marked, escaped(words));
	return part.text.slice(0, start) + inner + part.text.slice(start + words.length);
}

function inline(content: readonly Inline[], lineBreak = '\\\n'): string {
	const text = content.map((part) => inlinePart(part, lineBreak)).join('');
	return text.replace(
		LEADING,
		(_, space: string, sign: string) => space + (/^\d/.test(sign) ? `${sign}\\` : `\\${sign}`)
	);
}

function indented(text: string, first: string): string {
	const rest = ' '.repeat(first.length);
	return text
		.split('\n')
		.map((line, number) => (number === 0 ? first : line && rest) + line)
		.join('\n');
}

function listText(list: List, options: RenderOptions): string {
	const begin = list.start ?? 1;
	return list.items
		.map((item, number) => indented(blocksText(item, options), list.ordered ? `${begin + number}. ` : '- '))
		.join('\n');
}

/** A pipe table has one line per row: what stands below other things in a cell is set beside it. */
function cellText(blocks: readonly Block[], options: RenderOptions): string {
	const parts = blocks.map((block) => {
		return block.type === 'paragraph' || block.type === 'heading'
			? inline(block.content, '<br>')
			: blockText(block, options);
	});
	return parts.join('<br>').replaceAll('\n', '<br>');
}

function tableText(table: Table, options: RenderOptions): string {
	const rows = table.rows.map((row) => row.flatMap((cell) => [cellText(cell.blocks, options), ...extra(cell.colspan)]));
	const width = Math.max(...rows.map((row) => row.length));
	const line = (cells: readonly string[]) =>
		`| ${Array.from({ length: width }, (_, at) => cells[at] ?? '').join(' | ')} |`;
	const hasHead = table.rows[0]?.every((cell) => cell.header) ?? false;
	const head = hasHead ? (rows[0] ?? []) : [];
	const rule = line(Array.from({ length: width }, () => '---'));
	return [line(head), rule, ...rows.slice(hasHead ? 1 : 0).map(line)].join('\n');
}

function extra(colspan: number | undefined): string[] {
	return Array.from({ length: (colspan ?? 1) - 1 }, () => '');
}

function blockText(block: Block, options: RenderOptions): string {
	switch (block.type) {
		case 'heading':
			return `${'#'.repeat(block.level)} ${inline(block.content, ' ')}`;
		case 'paragraph':
			return inline(block.content);
		case 'quote':
			return blocksText(block.blocks, options).replace(/^/gm, '> ').replace(/^> $/gm, '>');
		case 'list':
			return listText(block, options);
		case 'table':
			return tableText(block, options);
		case 'image': {
			const alt = escaped(block.alt ?? '');
			return options.imageSrc ? `![${alt}](<${options.imageSrc(block.imageId)}>)` : alt;
		}
	}
}

function blocksText(blocks: readonly Block[], options: RenderOptions): string {
	return blocks.map((block) => blockText(block, options)).join('\n\n');
}

/** The text as Markdown (CommonMark with pipe tables). Language marks and merged cells have no place there. */
export function toMarkdown(content: TextContent, options: RenderOptions = {}): string {
	return `${blocksText(content.blocks, options)}\n`;
}
