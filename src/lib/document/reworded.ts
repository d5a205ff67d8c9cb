import search from 'approx-string-match';
import type { WordsAnchor } from './anchor.ts';
import { BORDER, type Line, type Linear } from './linear.ts';
import type { WordIndex } from './similar.ts';
import { resemblance, type Surroundings } from './surroundings.ts';

type Found = { line: Line; start: number; end: number };
type Scored = Found & { score: number };

/** Share of the quote's characters that may differ. */
const TOLERANCE = 0.35;
/** Shorter quotes resemble too much. */
const SHORTEST = 5;
/** Characters on each side that must stand unchanged around words that were replaced altogether. */
const HOLD = 8;
const NEIGHBOURS = 3;
const CANDIDATES = 5;
const THRESHOLD = { home: 0.65, neighbour: 0.72, elsewhere: 0.8 };

/**
 * The quote was replaced (*ska* by *bör*): what now stands in its block between the words before and after it.
 * Answers null when those are not there, and an empty place when nothing stands between them.
 */
function between(line: Line, anchor: WordsAnchor): Found | null {
	const before = anchor.prefix.slice(anchor.prefix.lastIndexOf(BORDER) + 1).slice(-HOLD * 2);
	const border = anchor.suffix.indexOf(BORDER);
	const after = (border < 0 ? anchor.suffix : anchor.suffix.slice(0, border)).slice(0, HOLD * 2);
	const { plain } = line.leaf;
	const widest = anchor.exact.length * 3 + 40;
	if (before.trim().length + after.trim().length < HOLD) return null;
	const start = before === '' ? 0 : plain.indexOf(before) + before.length;
	if (before !== '' && (start < before.length || plain.indexOf(before, start) >= 0)) return null;
	const end = after === '' ? plain.length : plain.indexOf(after, start);
	return end < start || end - start > widest ? null : { line, start, end };
}

function closest(text: Linear, line: Line, anchor: WordsAnchor, around: Surroundings): Scored | null {
	const { exact } = anchor;
	if (exact.length < SHORTEST) return null;
	let best: Scored | null = null;
	for (const { start, end, errors } of search(line.leaf.plain, exact, Math.floor(exact.length * TOLERANCE))) {
		const { share } = resemblance(text.text, line.from + start, line.from + end, around);
		const score = (1 - errors / exact.length) * 0.75 + share * 0.25;
		if (end > start && (best === null || score > best.score)) best = { line, start, end, score };
	}
	return best;
}

/** Blocks worth a closer look, besides the quote's own: those next to it, then those with most words in common. */
function others(text: Linear, similar: WordIndex, anchor: WordsAnchor, home: Line | undefined): [Line, number][] {
	const near = home ? text.lines.slice(Math.max(0, home.order - NEIGHBOURS), home.order + NEIGHBOURS + 1) : [];
	const alike = similar.nearest(`${anchor.prefix} ${anchor.exact} ${anchor.suffix}`, CANDIDATES);
	const far = alike.flatMap((number) => text.lines[number] ?? []);
	const rest = far.filter((line) => !near.includes(line));
	return [
		...near.filter((line) => line !== home).map((line): [Line, number] => [line, THRESHOLD.neighbour]),
		...rest.map((line): [Line, number] => [line, THRESHOLD.elsewhere])
	];
}

/**
 * The place where the quoted words most likely stood or stand in other words: in their own block, then next to
 * it, then elsewhere; null if nothing is alike enough.
 */
export function findReworded(
	text: Linear,
	similar: WordIndex,
	anchor: WordsAnchor,
	around: Surroundings,
	home: Line | undefined
): Found | null {
	const replaced = home ? between(home, anchor) : null;
	if (replaced) return replaced.line.leaf.plain.slice(replaced.start, replaced.end).trim() === '' ? null : replaced;
	const atHome = home ? closest(text, home, anchor, around) : null;
	if (atHome && atHome.score >= THRESHOLD.home) return atHome;
	let best: Scored | null = null;
	for (const [line, threshold] of others(text, similar, anchor, home)) {
		const found = closest(text, line, anchor, around);
		if (found && found.score >= threshold && (best === null || found.score > best.score)) best = found;
	}
	return best;
}
