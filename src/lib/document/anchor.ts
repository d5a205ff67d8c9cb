import type { TextContent } from './blocks.ts';
import { type Line, linear, type Linear, occurrences } from './linear.ts';
import { hasWords, type Leaf, leaves } from './outline.ts';
import { nfc } from './plain.ts';
import { aroundQuote, resemblance, surroundings } from './surroundings.ts';

/**
 * How often else the quote stood when it was taken: in its block, in the whole text, and anywhere with the same
 * surroundings (`alike`). A phrase that was never alone needs more proof later; without these numbers the anchor is treated
 * as if it had twins.
 */
export type Repeats = { inBlock: number; inText: number; alike: number };

/** Words of one block. `start` and `end` count UTF-16 units of `plainText(block)`; `exact` is what stands there. */
export type WordsAnchor = {
	scope: 'words';
	blockId: string;
	start: number;
	end: number;
	exact: string;
	prefix: string;
	suffix: string;
	repeats?: Repeats | null;
	/** Encoded Yjs relative positions, made on the server (`relativePositions`). */
	relStart?: Uint8Array | null;
	relEnd?: Uint8Array | null;
};
/** `exact` holds the block's words (at most `KEPT` characters), to find it again if it gets another id. */
export type BlockAnchor = { scope: 'block'; blockId: string; exact: string; repeats?: Repeats | null };
/** `sectionId` is the heading's id and `exact` its words. */
export type SectionAnchor = { scope: 'section'; sectionId: string; exact: string; repeats?: Repeats | null };
export type WholeAnchor = { scope: 'whole' };
export type Anchor = WordsAnchor | BlockAnchor | SectionAnchor | WholeAnchor;

/** What a browser asks for. */
export type AnchorRequest =
	| { scope: 'words'; blockId: string; start: number; end: number; exact: string }
	| { scope: 'block'; blockId: string }
	| { scope: 'section'; sectionId: string }
	| { scope: 'whole' };

export type AnchorRefusal =
	| 'unknown_block'
	| 'unknown_section'
	/** Images and tables as a whole have no words to quote. */
	| 'no_words'
	| 'out_of_range'
	| 'only_spaces'
	/** The words at the offsets are not those the request quotes. */
	| 'quote_differs';

export type AnchorResult = { ok: true; anchor: Anchor } | { ok: false; reason: AnchorRefusal };

export const KEPT = 2000;

/** Browsers collapse white space and show soft hyphens or not when they quote a selection. */
function asQuoted(text: string): string {
	return nfc(text)
		.replace(/\u00ad/g, '')
		.replace(/\s+/g, ' ')
		.trim();
}

const splitsCharacter = (text: string, at: number): boolean =>
	at > 0 && at < text.length && /[\ud800-\udbff]/.test(text.charAt(at - 1)) && /[\udc00-\udfff]/.test(text.charAt(at));

function repeatsOf(text: Linear, line: Line, anchor: Omit<WordsAnchor, 'repeats'>): Repeats {
	const around = surroundings(anchor.prefix, anchor.suffix);
	const here = line.from + anchor.start;
	const elsewhere = occurrences(text.text, anchor.exact).filter((at) => at !== here);
	const twins = elsewhere.filter((at) => {
		const found = resemblance(text.text, at, at + anchor.exact.length, around);
		return found.wide || found.inner;
	});
	const inBlock = occurrences(line.leaf.plain, anchor.exact).length - 1;
	return { inBlock, inText: elsewhere.length, alike: twins.length };
}

function wordsAnchor(content: TextContent, request: AnchorRequest & { scope: 'words' }): AnchorResult {
	const text = linear(content);
	const line = text.byId.get(request.blockId);
	if (!line) {
		const known = leaves(content).some((leaf) => leaf.blockId === request.blockId);
		return { ok: false, reason: known ? 'no_words' : 'unknown_block' };
	}
	const { plain } = line.leaf;
	const { start: from, end: to } = request;
	const inRange = Number.isInteger(from) && Number.isInteger(to) && from >= 0 && from < to && to <= plain.length;
	if (!inRange || splitsCharacter(plain, from) || splitsCharacter(plain, to))
		return { ok: false, reason: 'out_of_range' };
	const selected = plain.slice(from, to);
	if (selected.trim() === '') return { ok: false, reason: 'only_spaces' };
	if (asQuoted(selected) !== asQuoted(request.exact)) return { ok: false, reason: 'quote_differs' };
	const start = from + selected.length - selected.trimStart().length;
	const exact = selected.trim();
	const end = start + exact.length;
	const around = aroundQuote(text.text, line.from + start, line.from + end);
	const anchor: WordsAnchor = { scope: 'words', blockId: request.blockId, start, end, exact, ...around };
	return { ok: true, anchor: { ...anchor, repeats: repeatsOf(text, line, anchor) } };
}

/** How many other leaves bear the same words. */
function twinsOf(all: readonly Leaf[], leaf: Leaf): Repeats {
	const alike = all.filter((other) => other !== leaf && other.plain === leaf.plain).length;
	return { inBlock: 0, inText: alike, alike };
}

/**
 * Makes the anchor a request asks for, or says why not. A quote must be what stands at its offsets (Unicode form
 * and white space aside); white space at its ends is left out. Relative positions are added by the server.
 */
export function createAnchor(content: TextContent, request: AnchorRequest): AnchorResult {
	if (request.scope === 'whole') return { ok: true, anchor: { scope: 'whole' } };
	if (request.scope === 'words') return wordsAnchor(content, request);
	const all = leaves(content);
	if (request.scope === 'block') {
		const leaf = all.find((one) => one.blockId === request.blockId);
		if (!leaf) return { ok: false, reason: 'unknown_block' };
		const exact = leaf.plain.slice(0, KEPT).toWellFormed();
		return { ok: true, anchor: { scope: 'block', blockId: leaf.blockId, exact, repeats: twinsOf(all, leaf) } };
	}
	const headings = all.filter((leaf) => leaf.sectionId === leaf.blockId);
	const heading = headings.find((leaf) => leaf.blockId === request.sectionId);
	if (!heading) return { ok: false, reason: 'unknown_section' };
	const { blockId: sectionId, plain: exact } = heading;
	return { ok: true, anchor: { scope: 'section', sectionId, exact, repeats: twinsOf(headings, heading) } };
}

/**
 * The same anchors with `repeats` counted in the version they were made on, for anchors kept without them.
 * An anchor that does not stand in that version is given back as it is.
 */
export function withRepeats<A extends Anchor>(anchors: readonly A[], origin: TextContent): A[] {
	const text = linear(origin);
	const all = leaves(origin);
	const headings = all.filter((leaf) => leaf.sectionId === leaf.blockId && hasWords(leaf));
	return anchors.map((anchor) => {
		if (anchor.scope === 'whole') return anchor;
		if (anchor.scope === 'words') {
			const line = text.byId.get(anchor.blockId);
			const stands = line?.leaf.plain.slice(anchor.start, anchor.end) === anchor.exact;
			return line && stands ? { ...anchor, repeats: repeatsOf(text, line, anchor) } : anchor;
		}
		const among = anchor.scope === 'block' ? all : headings;
		const id = anchor.scope === 'block' ? anchor.blockId : anchor.sectionId;
		const leaf = among.find((one) => one.blockId === id);
		return leaf ? { ...anchor, repeats: twinsOf(among, leaf) } : anchor;
	});
}
