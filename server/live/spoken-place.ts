import type { TextContent } from '#lib/document/blocks.ts';
import { hasWords, leaves } from '#lib/document/outline.ts';
import { sectionsAround } from '#lib/document/sections.ts';
import { refuse } from '#server/errors.ts';
import type { PlaceInput } from '#server/submissions/parse.ts';

/**
 * Where in a text something was said about: the words that were named, where they stand exactly once in the section
 * (or, without a section, in the text), else the section, else the text as a whole. Words that stand nowhere there or
 * in several places are refused at `words` rather than guessed (invariant 6).
 */
export function spokenPlace(content: TextContent, sectionId: string | null, words: string): PlaceInput {
	if (words !== '') return wordsPlace(content, sectionId, words);
	return sectionId === null ? { scope: 'whole' } : { scope: 'section', blockId: sectionId };
}

function wordsPlace(content: TextContent, sectionId: string | null, words: string): PlaceInput {
	const found = leaves(content)
		.filter(hasWords)
		.filter(({ blockId }) => sectionId === null || sectionsAround(content, blockId).includes(sectionId))
		.flatMap(({ blockId, plain }) => standing(plain, words).map((start) => ({ blockId, start })));
	const [only, another] = found;
	if (only === undefined)
		return refuse(
			'bad_input',
			'Orden står inte i avsnittet. Skriv dem precis som i texten, eller lämna fältet tomt.',
			'The words are not in the section. Write them exactly as in the text, or leave the field empty.',
			'words'
		);
	if (another !== undefined)
		return refuse(
			'bad_input',
			'Orden står på flera ställen. Skriv några ord till, så att det blir ett.',
			'The words are in several places. Write a few more, so that it becomes one.',
			'words'
		);
	return { scope: 'words', ...only, end: only.start + words.length, exact: words };
}

function standing(plain: string, words: string): number[] {
	const starts: number[] = [];
	for (let at = plain.indexOf(words); at >= 0; at = plain.indexOf(words, at + 1)) starts.push(at);
	return starts;
}
