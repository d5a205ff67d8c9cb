/** The words of a text, lower case, for comparing and looking up; punctuation and white space left out. */
export function wordsOf(text: string): string[] {
	return text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];
}

function tally(words: readonly string[]): Map<string, number> {
	const counts = new Map<string, number>();
	for (const word of words) counts.set(word, (counts.get(word) ?? 0) + 1);
	return counts;
}

/** Share of words two texts have in common, order aside: 0 (none) to 1 (all). Two empty texts are equal. */
export function similarity(one: string, other: string): number {
	if (one === other) return 1;
	const [first, second] = [wordsOf(one), wordsOf(other)];
	if (first.length + second.length === 0) return 0;
	const counts = tally(first);
	let common = 0;
	for (const [word, count] of tally(second)) common += Math.min(count, counts.get(word) ?? 0);
	return (2 * common) / (first.length + second.length);
}

export type WordIndex = {
	/** Numbers of the entries that share most words with `text`, rare words weighing more; at most `limit`. */
	nearest(text: string, limit: number): number[];
};

/** Finds among many texts those worth a closer look, without comparing with each. */
export function wordIndex(texts: readonly string[]): WordIndex {
	const entries = new Map<string, number[]>();
	texts.forEach((text, number) => {
		for (const word of new Set(wordsOf(text))) {
			const known = entries.get(word);
			if (known) known.push(number);
			else entries.set(word, [number]);
		}
	});
	const nearest = (text: string, limit: number): number[] => {
		const scores = new Map<number, number>();
		for (const word of new Set(wordsOf(text))) {
			const numbers = entries.get(word) ?? [];
			for (const number of numbers) scores.set(number, (scores.get(number) ?? 0) + 1 / numbers.length);
		}
		return [...scores]
			.sort((one, other) => other[1] - one[1] || one[0] - other[0])
			.slice(0, limit)
			.map(([number]) => number);
	};
	return { nearest };
}
