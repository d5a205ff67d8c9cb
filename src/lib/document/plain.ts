import type { Block, Inline, TableCell, TextContent } from './blocks.ts';

/** Unicode NFC: the one form in which words are stored, compared and counted (å is one character). */
export function nfc(text: string): string {
	return text.normalize('NFC');
}

const SPACES = /[\t\n\r\u2028\u2029]/g;
// eslint-disable-next-line no-control-regex -- control characters are what this looks for
const CONTROLS = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f]/g;

/**
 * Text as it may stand in a text node: NFC, well-formed UTF-16, without control characters (Postgres refuses
 * some) and without line and paragraph separators, which the surroundings of an anchor use as borders.
 */
export function cleanText(text: string): string {
	return nfc(text.toWellFormed().replace(SPACES, ' ').replace(CONTROLS, ''));
}

/** The words of inline content; a line break counts as one character, `\n`. */
export function inlineText(content: readonly Inline[]): string {
	return content.map((part) => (part.type === 'break' ? '\n' : part.text)).join('');
}

function joined(blocks: readonly Block[], separator = '\n'): string {
	return blocks.map(plainText).join(separator);
}

function cellText(cell: TableCell): string {
	return joined(cell.blocks, ' ');
}

/** A block's words. Offsets into a block count UTF-16 units of this. An image's words are its alternative text. */
export function plainText(block: Block): string {
	switch (block.type) {
		case 'heading':
		case 'paragraph':
			return inlineText(block.content);
		case 'image':
			return block.alt ?? '';
		case 'quote':
			return joined(block.blocks);
		case 'list':
			return block.items.map((item) => joined(item)).join('\n');
		case 'table':
			return block.rows.map((row) => row.map(cellText).join('\t')).join('\n');
	}
}

/** The whole text's words, one line per block: for search and for counting. */
export function documentPlain(content: TextContent): string {
	return joined(content.blocks);
}

/** Words in the everyday sense: runs of letters and digits, hyphens and apostrophes inside included. */
export function countWords(text: string): number {
	return text.match(/[\p{L}\p{N}]+(?:[-'’][\p{L}\p{N}]+)*/gu)?.length ?? 0;
}
