import type { Doc } from 'yjs';
import { type Anchor, type BlockAnchor, KEPT, type Repeats, type SectionAnchor } from './anchor.ts';
import type { TextContent } from './blocks.ts';
import { linear } from './linear.ts';
import { type Leaf, leaves } from './outline.ts';
import { tracer } from './relative.ts';
import { REMOVED, resolveWords, type Resolution, type WordsIndex } from './resolve-words.ts';
import { similarity, wordIndex, type WordIndex } from './similar.ts';

export type { Place, Resolution } from './resolve-words.ts';

type LeafIndex = { leaves: Leaf[]; byId: Map<string, Leaf>; byWords: Map<string, Leaf[]>; similar: WordIndex };
type Index = { words: WordsIndex; blocks: LeafIndex; headings: LeafIndex };

const kept = (leaf: Leaf): string => leaf.plain.slice(0, KEPT).toWellFormed();

function leafIndex(all: Leaf[]): LeafIndex {
	const byWords = new Map<string, Leaf[]>();
	for (const leaf of all) byWords.set(kept(leaf), [...(byWords.get(kept(leaf)) ?? []), leaf]);
	return {
		leaves: all,
		byId: new Map(all.map((leaf) => [leaf.blockId, leaf])),
		byWords,
		similar: wordIndex(all.map(kept))
	};
}

function buildIndex(content: TextContent, ydoc?: Doc | null): Index {
	const text = linear(content);
	const all = leaves(content);
	const similar = wordIndex(text.lines.map((line) => line.leaf.plain));
	return {
		words: { text, similar, tracer: ydoc ? tracer(ydoc) : null },
		blocks: leafIndex(all),
		headings: leafIndex(all.filter((leaf) => leaf.sectionId === leaf.blockId))
	};
}

function at(state: 'exact' | 'moved' | 'changed', leaf: Leaf): Resolution {
	return { state, blockId: leaf.blockId, start: 0, end: leaf.plain.length };
}

/** Shares of words in common from which a block counts as the same one reworded. */
const SAME_BLOCK = 0.4;
const OTHER_BLOCK = 0.75;

/** The block has another id now, or none: look for its words, which prove nothing if they had twins. */
function elsewhere(exact: string, repeats: Repeats | null | undefined, index: LeafIndex): Resolution {
	const twins = exact.trim() === '' ? [] : (index.byWords.get(exact) ?? []);
	const [first, second] = twins;
	const had = repeats?.alike;
	if (first && !second && had === 0) return at('moved', first);
	// No more of them than there were besides this one: the block itself is what is gone.
	if (first && had !== undefined && twins.length <= had) return REMOVED;
	if (first) return at('changed', first);
	for (const number of index.similar.nearest(exact, 5)) {
		const leaf = index.leaves[number];
		if (leaf && similarity(kept(leaf), exact) >= OTHER_BLOCK) return at('changed', leaf);
	}
	return REMOVED;
}

function resolveLeaf(anchor: BlockAnchor | SectionAnchor, index: LeafIndex): Resolution {
	const home = index.byId.get(anchor.scope === 'block' ? anchor.blockId : anchor.sectionId);
	if (!home) return elsewhere(anchor.exact, anchor.repeats, index);
	if (kept(home) === anchor.exact) return at('exact', home);
	if (similarity(kept(home), anchor.exact) >= SAME_BLOCK) return at('changed', home);
	// Splitting at the very start leaves the id on an empty block and gives the words another.
	const found = elsewhere(anchor.exact, anchor.repeats, index);
	if (found.state !== 'removed') return found;
	return home.plain.trim() === '' ? REMOVED : at('changed', home);
}

function resolve(anchor: Anchor, index: Index): Resolution {
	switch (anchor.scope) {
		case 'whole':
			return { state: 'exact', blockId: null, start: 0, end: 0 };
		case 'block':
			return resolveLeaf(anchor, index.blocks);
		case 'section':
			return resolveLeaf(anchor, index.headings);
		case 'words':
			return resolveWords(anchor, index.words);
	}
}

/**
 * Where each anchor stands in another state of the text, in the order given. `ydoc` is the Yjs state of that
 * same text (the one kept with the version); without it, or where it does not know the anchor, quotes decide.
 * Builds its index once; thousands of anchors take well under a second.
 */
export function resolveAll(anchors: readonly Anchor[], content: TextContent, ydoc?: Doc | null): Resolution[] {
	const index = buildIndex(content, ydoc);
	return anchors.map((anchor) => resolve(anchor, index));
}

/**
 * Where an anchor stands in another state of the text. Never silently wrong (architecture, invariant 6):
 * *exact* is the same block and words, *moved* the same words in another block, *changed* a place whose words
 * differ or that is one of several candidates, *removed* no place at all.
 */
export function resolveAnchor(anchor: Anchor, content: TextContent, ydoc?: Doc | null): Resolution {
	return resolve(anchor, buildIndex(content, ydoc));
}
