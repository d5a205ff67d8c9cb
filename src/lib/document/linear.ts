import type { TextContent } from './blocks.ts';
import { hasWords, leaves, type WordsLeaf } from './outline.ts';

/** Stands before, between and after blocks in a text laid out in one line. `cleanText` keeps it out of the words. */
export const BORDER = '\u2029';

/** A heading or paragraph and where its words begin in the line. */
export type Line = { leaf: WordsLeaf; from: number; order: number };

/** All words of a text in one string, so that the surroundings of a quote reach over block borders. */
export type Linear = { text: string; lines: Line[]; byId: Map<string, Line> };

export function linear(content: TextContent): Linear {
	const lines: Line[] = [];
	const parts: string[] = [];
	let from = BORDER.length;
	for (const leaf of leaves(content)) {
		if (!hasWords(leaf)) continue;
		lines.push({ leaf, from, order: lines.length });
		parts.push(leaf.plain);
		from += leaf.plain.length + BORDER.length;
	}
	const text = BORDER + parts.map((part) => part + BORDER).join('');
	return { text, lines, byId: new Map(lines.map((line) => [line.leaf.blockId, line])) };
}

/** Every place where `words` begin in `text`, overlapping ones too; at most `limit`. */
export function occurrences(text: string, words: string, limit = 1000): number[] {
	const found: number[] = [];
	if (words === '') return found;
	for (let at = text.indexOf(words); at >= 0 && found.length < limit; at = text.indexOf(words, at + 1)) found.push(at);
	return found;
}
