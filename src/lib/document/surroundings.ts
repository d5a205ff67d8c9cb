import { BORDER } from './linear.ts';

/** How many characters before and after a quote are kept. */
export const CONTEXT = 32;

/**
 * What stands before and after a quote, without white space: splitting, joining, wrapping or retyping a block
 * changes spaces and borders around the words, and nothing else. The `inner` parts end at the block's own border.
 */
export type Surroundings = {
	before: string;
	after: string;
	innerBefore: string;
	innerAfter: string;
	/** The quote's block begins, or ends, within the kept characters. */
	startsBlock: boolean;
	endsBlock: boolean;
	/** The text itself begins, or ends, within the kept characters. */
	startsText: boolean;
	endsText: boolean;
};

const SPACE = /[\s\u00ad]/;

/** Asked for every character compared: letters, most of them, are told without the expression. */
function isSpace(character: string): boolean {
	return character <= ' ' || (character >= '\u00a0' && SPACE.test(character));
}

function squeeze(text: string): string {
	return text.replace(/[\s\u00ad]+/g, '');
}

/** `prefix` and `suffix` as `aroundQuote` gives them. */
export function surroundings(prefix: string, suffix: string): Surroundings {
	const start = prefix.lastIndexOf(BORDER);
	const end = suffix.indexOf(BORDER);
	return {
		before: squeeze(prefix),
		after: squeeze(suffix),
		innerBefore: squeeze(prefix.slice(start + 1)),
		innerAfter: squeeze(end < 0 ? suffix : suffix.slice(0, end)),
		startsBlock: start >= 0,
		endsBlock: end >= 0,
		startsText: prefix.length < CONTEXT - 1,
		endsText: suffix.length < CONTEXT - 1
	};
}

/** The 32 characters before and after a place in a line of text; a character cut in half is left out. */
export function aroundQuote(text: string, from: number, to: number): { prefix: string; suffix: string } {
	const prefix = text.slice(Math.max(0, from - CONTEXT), from).replace(/^[\udc00-\udfff]/, '');
	const suffix = text.slice(to, to + CONTEXT).replace(/[\ud800-\udbff]$/, '');
	return { prefix, suffix };
}

type Walk = { matched: number; atBorder: boolean };

/** Compares `wanted` with the text that ends (`step` −1) or begins (+1) at `at`, white space aside. */
function walk(text: string, at: number, wanted: string, step: 1 | -1, overBorders: boolean): Walk {
	let matched = 0;
	let position = step === 1 ? at : at - 1;
	for (; position >= 0 && position < text.length; position += step) {
		const character = text.charAt(position);
		if (character === BORDER && (!overBorders || matched === wanted.length)) return { matched, atBorder: true };
		if (isSpace(character)) continue;
		const next = step === 1 ? matched : wanted.length - 1 - matched;
		if (matched === wanted.length || character !== wanted[next]) return { matched, atBorder: false };
		matched += 1;
	}
	return { matched, atBorder: true };
}

/** How far a place in the text resembles the one where a quote was taken. */
export type Resemblance = {
	/** All characters before and after are the same, over block borders. */
	wide: boolean;
	/** The same within the block, as far as it reaches, and its borders where they were. */
	inner: boolean;
	/** Share of the kept characters that match, counted from the quote outwards; 0 to 1. */
	share: number;
};

export function resemblance(text: string, from: number, to: number, around: Surroundings): Resemblance {
	const before = walk(text, from, around.before, -1, true);
	const after = walk(text, to, around.after, 1, true);
	const innerBefore = walk(text, from, around.innerBefore, -1, false);
	const innerAfter = walk(text, to, around.innerAfter, 1, false);
	const kept = around.before.length + around.after.length;
	return {
		wide:
			before.matched === around.before.length &&
			after.matched === around.after.length &&
			(before.atBorder || !around.startsText) &&
			(after.atBorder || !around.endsText),
		inner:
			innerBefore.matched === around.innerBefore.length &&
			innerAfter.matched === around.innerAfter.length &&
			(innerBefore.atBorder || !around.startsBlock) &&
			(innerAfter.atBorder || !around.endsBlock),
		share: kept === 0 ? 0 : (before.matched + after.matched) / kept
	};
}
