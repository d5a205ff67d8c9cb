import { MASKED } from '#lib/protocol/masking.ts';

/** What a mask took away, as far as its words tell: `gone` stand nowhere in what is left, `left` do. */
export type MaskedWords = { gone: ReadonlySet<string>; left: ReadonlySet<string>; single: readonly string[] };

const WORD = /[\p{L}\p{N}]+/gu;
/** Shorter ones stand inside too many other words to tell anything there. */
const TELLING_LENGTH = 4;

const wordsOf = (line: string): string[] => line.normalize('NFC').toLowerCase().match(WORD) ?? [];

/** Single words and pairs that follow each other: a name of two everyday words is told by the pair. */
const runsOf = (words: readonly string[]): string[] => [
	...words,
	...words.slice(1).map((word, index) => `${words[index] ?? ''} ${word}`)
];

/** Words on two sides of a border, or of a gap that a mask left, do not follow each other. */
const allRuns = (text: string): string[] =>
	text
		.replaceAll(MASKED, '\n')
		.split('\n')
		.flatMap((line) => runsOf(wordsOf(line)));

/** Compares a text, one line for each block, with its masked copy. */
export function maskedWords(original: string, masked: string): MaskedWords {
	const left = new Set(allRuns(masked));
	const gone = new Set(allRuns(original).filter((run) => !left.has(run)));
	return { gone, left, single: [...gone].filter((run) => !run.includes(' ')) };
}

/** With an ending or in a compound; a short word only in the genitive. */
const holds = (word: string, hidden: string): boolean =>
	hidden.length < TELLING_LENGTH ? word === `${hidden}s` : word.includes(hidden);

/**
 * Do these words tell any of what was masked? A word counts with endings and compounds, and when the beginning or the
 * end of the words cuts it in two. Rather once too often: what tells is left out, and nothing else is lost.
 */
export function tells(text: string, { gone, left, single }: MaskedWords): boolean {
	if (gone.size === 0) return false;
	return text.split('\n').some((line) => {
		const words = wordsOf(line);
		const edges = new Set([words[0], words.at(-1)]);
		return (
			runsOf(words).some((run) => gone.has(run)) ||
			words.some(
				(word) =>
					!left.has(word) && single.some((hidden) => holds(word, hidden) || (edges.has(word) && hidden.includes(word)))
			)
		);
	});
}
