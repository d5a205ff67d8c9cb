import { diffWordsWithSpace } from 'diff';
import type { Block, TextContent } from './blocks.ts';
import { type Leaf, leaves } from './outline.ts';
import { countWords } from './plain.ts';
import { similarity, wordIndex } from './similar.ts';

/** A stretch of words: in both versions, only in the newer, or only in the older. */
export type Run = { kind: 'same' | 'added' | 'removed'; text: string };

/**
 * What became of one heading, paragraph or image. Tables are compared by the paragraphs of their cells.
 * `moved` on a changed block says that it also stands elsewhere in the order; `form` that something other than its
 * words changed (a heading became a paragraph, words became bold, an image was exchanged).
 */
export type Change =
	| { kind: 'unchanged'; before: Leaf; after: Leaf }
	| { kind: 'moved'; before: Leaf; after: Leaf }
	| { kind: 'changed'; before: Leaf; after: Leaf; runs: Run[]; moved: boolean; form: boolean }
	| { kind: 'added'; after: Leaf }
	| { kind: 'removed'; before: Leaf };

export type Summary = Record<Change['kind'], number> & { wordsAdded: number; wordsRemoved: number };

/** In the newer version's reading order; what was removed stands where it would have come. */
export type Comparison = { changes: Change[]; summary: Summary };

/** Words in common from which an unmatched block counts as another one reworded. */
const REWORDED = 0.5;
/** Beyond so many differing words a block is shown as replaced whole: nobody can read the mixture. */
const MOST_EDITS = 1000;
const CANDIDATES = 5;

/** Old and new words as runs; what was removed stands before what took its place. */
export function compareWords(before: string, after: string): Run[] {
	if (before === after) return before === '' ? [] : [{ kind: 'same', text: before }];
	const parts = diffWordsWithSpace(before, after, { maxEditLength: MOST_EDITS });
	if (!parts) return [{ kind: 'removed', text: before } as const, { kind: 'added', text: after } as const];
	return parts.map((part) => ({ kind: part.added ? 'added' : part.removed ? 'removed' : 'same', text: part.value }));
}

/** For each new leaf, the number of the old leaf it comes from. */
type Pairs = Map<number, number>;

function pairById(before: readonly Leaf[], after: readonly Leaf[]): Pairs {
	const numbers = new Map(before.map((leaf, number) => [leaf.blockId, number]));
	const pairs: Pairs = new Map();
	after.forEach((leaf, number) => {
		const old = numbers.get(leaf.blockId);
		if (old !== undefined && isImage(before[old]) === isImage(leaf)) pairs.set(number, old);
	});
	return pairs;
}

function isImage(leaf: Leaf | undefined): boolean {
	return leaf?.block.type === 'image';
}

/** Blocks that have lost their id (cut and pasted, imported again): equal words first, then the most alike. */
function pairByWords(before: readonly Leaf[], after: readonly Leaf[], pairs: Pairs): void {
	const taken = new Set(pairs.values());
	const free = before.map((leaf, number) => ({ leaf, number })).filter(({ number }) => !taken.has(number));
	const index = wordIndex(free.map(({ leaf }) => leaf.plain));
	for (const least of [1, REWORDED]) {
		after.forEach((leaf, number) => {
			if (pairs.has(number) || leaf.plain.trim() === '') return;
			const candidates = index.nearest(leaf.plain, CANDIDATES).flatMap((entry) => free[entry] ?? []);
			const open = candidates.filter((one) => !taken.has(one.number) && isImage(one.leaf) === isImage(leaf));
			const scored = open.map((one) => ({ ...one, score: similarity(one.leaf.plain, leaf.plain) }));
			const best = scored.reduce<(typeof scored)[number] | null>(
				(top, one) => (top && top.score >= one.score ? top : one),
				null
			);
			if (!best || best.score < least) return;
			pairs.set(number, best.number);
			taken.add(best.number);
		});
	}
}

/** The longest run of pairs that keep their order (patience sorting): the others have moved. */
function keepOrder(pairs: Pairs, newCount: number): Set<number> {
	const tails: number[] = [];
	const previous = new Map<number, number | undefined>();
	for (let number = 0; number < newCount; number++) {
		const old = pairs.get(number);
		if (old === undefined) continue;
		let low = 0;
		let high = tails.length;
		while (low < high) {
			const middle = (low + high) >> 1;
			if ((pairs.get(tails[middle] ?? -1) ?? -1) < old) low = middle + 1;
			else high = middle;
		}
		previous.set(number, tails[low - 1]);
		tails[low] = number;
	}
	const kept = new Set<number>();
	for (let at = tails.at(-1); at !== undefined; at = previous.get(at)) kept.add(at);
	return kept;
}

/** Everything about a block but its id. */
function formOf(block: Block): string {
	return JSON.stringify({ ...block, id: undefined });
}

function changeOf(before: Leaf, after: Leaf, moved: boolean): Change {
	const sameWords = before.plain === after.plain;
	const sameForm = formOf(before.block) === formOf(after.block) && before.within.join() === after.within.join();
	if (sameWords && sameForm) return { kind: moved ? 'moved' : 'unchanged', before, after };
	const form = before.block.type !== after.block.type || (sameWords && !sameForm);
	return { kind: 'changed', before, after, runs: compareWords(before.plain, after.plain), moved, form };
}

function inOrder(before: readonly Leaf[], after: readonly Leaf[], pairs: Pairs): Change[] {
	const stay = keepOrder(pairs, after.length);
	const survived = new Set(pairs.values());
	const changes: Change[] = [];
	let next = 0;
	const removedUntil = (end: number) => {
		for (; next < end; next++) {
			const leaf = before[next];
			if (leaf && !survived.has(next)) changes.push({ kind: 'removed', before: leaf });
		}
	};
	after.forEach((leaf, number) => {
		const old = pairs.get(number);
		const origin = old === undefined ? undefined : before[old];
		if (old !== undefined && stay.has(number)) removedUntil(old);
		changes.push(origin ? changeOf(origin, leaf, !stay.has(number)) : { kind: 'added', after: leaf });
	});
	removedUntil(before.length);
	return changes;
}

function wordsIn(change: Change, kind: 'added' | 'removed'): number {
	if (change.kind === 'changed') {
		return countWords(change.runs.flatMap((run) => (run.kind === kind ? run.text : [])).join(' '));
	}
	if (change.kind === 'added') return kind === 'added' ? countWords(change.after.plain) : 0;
	if (change.kind === 'removed') return kind === 'removed' ? countWords(change.before.plain) : 0;
	return 0;
}

function summarize(changes: readonly Change[]): Summary {
	const summary: Summary = { unchanged: 0, moved: 0, changed: 0, added: 0, removed: 0, wordsAdded: 0, wordsRemoved: 0 };
	for (const change of changes) {
		summary[change.kind] += 1;
		summary.wordsAdded += wordsIn(change, 'added');
		summary.wordsRemoved += wordsIn(change, 'removed');
	}
	return summary;
}

/** What differs between two versions of a text, block by block and word by word. */
export function compare(before: TextContent, after: TextContent): Comparison {
	const [old, fresh] = [before, after].map((content) => leaves(content).filter((leaf) => leaf.block.type !== 'table'));
	if (!old || !fresh) return { changes: [], summary: summarize([]) };
	const pairs = pairById(old, fresh);
	pairByWords(old, fresh, pairs);
	const changes = inOrder(old, fresh, pairs);
	return { changes, summary: summarize(changes) };
}
