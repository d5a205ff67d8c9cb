import type { WordsAnchor } from './anchor.ts';
import { findReworded } from './reworded.ts';
import { type Line, type Linear, occurrences } from './linear.ts';
import type { Tracer } from './relative.ts';
import type { WordIndex } from './similar.ts';
import { type Resemblance, resemblance, type Surroundings, surroundings } from './surroundings.ts';

/** Offsets into `plainText` of the block; a whole text has no block. */
export type Place = { blockId: string | null; start: number; end: number };
export type Resolution = ({ state: 'exact' | 'moved' | 'changed' } & Place) | { state: 'removed' };

export const REMOVED: Resolution = { state: 'removed' };

export type WordsIndex = { text: Linear; similar: WordIndex; tracer: Tracer | null };

/** Words that equal the quote. */
type Hit = Resemblance & { line: Line; start: number };

type Question = {
	anchor: WordsAnchor;
	around: Surroundings;
	home: Line | undefined;
	index: WordsIndex;
};

/** Characters of quote and surroundings that must agree before words in another block count as the same ones. */
const ENOUGH = 32;
/** Characters from which a phrase is rarely written twice by chance. */
const LONG = 16;
/** Share of the surroundings from which one of several candidates is worth showing as *changed*. */
const WORTH_SHOWING = 0.4;

function hitAt(question: Question, line: Line, start: number): Hit {
	const from = line.from + start;
	const { anchor, around, index } = question;
	return { line, start, ...resemblance(index.text.text, from, from + anchor.exact.length, around) };
}

function hitsIn(question: Question, line: Line | undefined): Hit[] {
	if (!line) return [];
	return occurrences(line.leaf.plain, question.anchor.exact).map((start) => hitAt(question, line, start));
}

/** The last line that begins at or before a place in the laid-out text. */
function lineAt(lines: readonly Line[], place: number): Line | undefined {
	let low = 0;
	let high = lines.length;
	while (low < high) {
		const middle = (low + high) >> 1;
		if ((lines[middle]?.from ?? 0) <= place) low = middle + 1;
		else high = middle;
	}
	return lines[low - 1];
}

/** Where the quote's words begin in other blocks, in the laid-out text. */
function placesElsewhere({ index, anchor, home }: Question): number[] {
	const inside = (place: number) => home && place >= home.from && place < home.from + home.leaf.plain.length;
	return occurrences(index.text.text, anchor.exact).filter((place) => !inside(place));
}

function hitsElsewhere(question: Question, places: readonly number[]): Hit[] {
	return places.flatMap((place) => {
		const line = lineAt(question.index.text.lines, place);
		return line ? [hitAt(question, line, place - line.from)] : [];
	});
}

function answer(state: 'exact' | 'moved' | 'changed', line: Line, start: number, end: number): Resolution {
	return { state, blockId: line.leaf.blockId, start, end };
}

function same(question: Question, hit: Hit): Resolution {
	const state = hit.line === question.home ? 'exact' : 'moved';
	return answer(state, hit.line, hit.start, hit.start + question.anchor.exact.length);
}

function changedAt(question: Question, hit: Hit): Resolution {
	return answer('changed', hit.line, hit.start, hit.start + question.anchor.exact.length);
}

function only(hits: readonly Hit[]): Hit | undefined {
	return hits.length === 1 ? hits[0] : undefined;
}

/** Quote and surroundings together are long enough to mean one place. */
function tellsApart({ around, anchor }: Question, hit: Hit): boolean {
	const wide = around.before.length + around.after.length;
	const inner = around.innerBefore.length + around.innerAfter.length;
	return anchor.exact.length + (hit.wide ? wide : inner) >= ENOUGH;
}

const agrees = (hit: Hit): boolean => hit.wide || hit.inner;

/** When the quote was taken its block held the phrase twice, and surroundings like these stood elsewhere too. */
function hadTwinAtHome({ anchor }: Question): boolean {
	return (anchor.repeats?.inBlock ?? 0) > 0 && (anchor.repeats?.alike ?? 0) > 0;
}

/** The phrase has become more frequent, by pasting or typing, than when the quote was taken. */
function hasSpread({ anchor }: Question, times: number): boolean {
	return anchor.repeats ? times > anchor.repeats.inText + 1 : false;
}

/**
 * Surroundings prove a place only where the phrase stands in its block as often as it did: a sentence that came in
 * may bring its own. And where that was more than once, blocks that change places can build the surroundings of one
 * around another: then the borders of the block must be where they were too.
 */
function trusted(question: Question, hit: Hit): boolean {
	const times = question.anchor.repeats?.inBlock;
	if (times !== undefined && hitsIn(question, hit.line).length !== times + 1) return false;
	return hit.inner || (hit.wide && times === 0);
}

/** The words at home that quote and surroundings alone prove to be those meant. */
function provenAtHome(question: Question, homeHits: readonly Hit[]): Hit | undefined {
	const hit = only(homeHits.filter(agrees));
	return hit && trusted(question, hit) && !hadTwinAtHome(question) ? hit : undefined;
}

/**
 * Words in another block may be those that were at home only if they stood once in the text, and stand once: cut
 * out and pasted, or split off. Otherwise they may be a copy of those at home, or a twin that is all that is left.
 */
function provenElsewhere(question: Question, hit: Hit | undefined): hit is Hit {
	if (!hit || question.anchor.repeats?.inText !== 0) return false;
	return agrees(hit) && tellsApart(question, hit) && trusted(question, hit);
}

function mostAlike(hits: readonly Hit[]): Hit | undefined {
	const best = hits.reduce<Hit | undefined>((one, hit) => (one && one.share >= hit.share ? one : hit), undefined);
	return best && best.share >= WORTH_SHOWING ? best : undefined;
}

/** A long phrase that stands once is worth showing, though nothing around it proves that it is the one meant. */
function isTelling({ anchor }: Question): boolean {
	return anchor.repeats?.inText === 0 && anchor.exact.length >= LONG;
}

/** No Yjs position helps: quote and surroundings decide. */
function bySurroundings(question: Question): Resolution {
	const homeHits = hitsIn(question, question.home);
	const places = placesElsewhere(question);
	const spread = hasSpread(question, homeHits.length + places.length);
	const atHome = spread ? undefined : provenAtHome(question, homeHits);
	if (atHome) return same(question, atHome);
	const likely = mostAlike(homeHits);
	if (likely) return changedAt(question, likely);
	const others = hitsElsewhere(question, places);
	const moved = homeHits.length === 0 ? only(others) : undefined;
	if (provenElsewhere(question, moved)) return same(question, moved);
	const alike = mostAlike(others) ?? (isTelling(question) ? moved : undefined);
	return alike ? changedAt(question, alike) : reworded(question);
}

function reworded(question: Question): Resolution {
	const { index, anchor, around, home } = question;
	const place = findReworded(index.text, index.similar, anchor, around, home);
	return place ? answer('changed', place.line, place.start, place.end) : REMOVED;
}

type Living = { line: Line; offset: number };
type Fate = Living | 'deleted' | 'unknown';

/** What became of one end of the quote, if the text Yjs holds is the text we resolve in. */
function fateOf(relative: Uint8Array | null | undefined, { tracer, text }: WordsIndex): Fate {
	if (!relative || !tracer) return 'unknown';
	const trace = tracer.trace(relative);
	if (trace.fate !== 'alive') return trace.fate;
	const line = text.byId.get(trace.blockId);
	const agrees = line && tracer.plain.get(trace.blockId) === line.leaf.plain;
	return agrees ? { line, offset: trace.offset } : 'unknown';
}

/**
 * First and last character of the quote are where they were or went. That still proves nothing where the phrase
 * stands twice in its block: an editor tells Yjs which characters differ, and of two equal sentences deleting the
 * first looks like deleting the second. There the surroundings must agree too.
 */
function byBothEnds(question: Question, first: Living, last: Living): Resolution {
	const { anchor } = question;
	const { line, offset: start } = first;
	const end = last.offset + 1;
	if (line.leaf.plain.slice(start, end) !== anchor.exact) return answer('changed', line, start, end);
	const hit = hitAt(question, line, start);
	return isCertain(question, hit) ? same(question, hit) : changedAt(question, hit);
}

function isCertain(question: Question, hit: Hit): boolean {
	const { anchor, home } = question;
	const here = hitsIn(question, hit.line);
	if (hit.line === home && here.length === 1 && anchor.repeats?.inBlock === 0) {
		// Edited close by, and the phrase came in elsewhere: it may have come in here, and the one meant been split off.
		return agrees(hit) || !hasSpread(question, 1 + placesElsewhere(question).length);
	}
	return isCertainBySurroundings(question, hit, here);
}

/** Yjs points here, the surroundings say the same, and they say it of no other place. */
function isCertainBySurroundings(question: Question, hit: Hit, here: readonly Hit[]): boolean {
	if (!trusted(question, hit) || hadTwinAtHome(question)) return false;
	if (hit.line === question.home) return here.filter(agrees).length === 1;
	// Another block: the editor may have written one block's words into what was another's, as it does on moving.
	const times = hitsIn(question, question.home).length + placesElsewhere(question).length;
	return question.anchor.repeats?.inText === 0 && times === 1;
}

/** One end is alive: the place is certain, the words are the same only if words and surroundings agree. */
function byOneEnd(question: Question, living: Living, end: 'first' | 'last'): Resolution {
	const { line, offset } = living;
	const { length } = question.anchor.exact;
	const start = Math.max(0, end === 'first' ? offset : offset + 1 - length);
	const stop = Math.min(line.leaf.plain.length, start + length);
	if (line.leaf.plain.slice(start, stop) === question.anchor.exact) {
		const hit = hitAt(question, line, start);
		if (isCertainBySurroundings(question, hit, hitsIn(question, line))) return same(question, hit);
	}
	return answer('changed', line, start, end === 'first' ? stop : offset + 1);
}

export function resolveWords(anchor: WordsAnchor, index: WordsIndex): Resolution {
	const home = index.text.byId.get(anchor.blockId);
	const first = fateOf(anchor.relStart, index);
	const last = fateOf(anchor.relEnd, index);
	const question = { anchor, home, index, around: surroundings(anchor.prefix, anchor.suffix) };
	const firstLives = typeof first === 'object';
	const lastLives = typeof last === 'object';
	if (firstLives && lastLives && first.line === last.line && first.offset <= last.offset) {
		return byBothEnds(question, first, last);
	}
	if (firstLives) return byOneEnd(question, first, 'first');
	if (lastLives) return byOneEnd(question, last, 'last');
	return bySurroundings(question);
}
