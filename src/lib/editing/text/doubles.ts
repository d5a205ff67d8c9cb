import * as Y from 'yjs';

/**
 * Words that stand twice because two people changed the same place at once: both split a paragraph, and each sent the
 * half behind the split as a new one. Yjs keeps both by design; people have to choose.
 */
export type Double = { key: string; first: Y.XmlElement; second: Y.XmlElement; words: string };

/** Shorter ones are the same by chance: two new items of a list may both say *Ja*. */
const FEWEST_LETTERS = 4;

function wordsIn(element: Y.XmlElement): string {
	const parts = element.toArray().map((child) => {
		if (child instanceof Y.XmlElement) return wordsIn(child);
		const delta: { insert: unknown }[] = child instanceof Y.XmlText ? child.toDelta() : [];
		return delta.map(({ insert }) => (typeof insert === 'string' ? insert : ' ')).join('');
	});
	return parts.join(' ').trim();
}

const elementsIn = (parent: Y.XmlFragment | Y.XmlElement): Y.XmlElement[] =>
	parent.toArray().filter((child) => child instanceof Y.XmlElement);

function idOf(element: Y.XmlElement): string | undefined {
	const id: unknown = element.getAttribute('id');
	return typeof id === 'string' ? id : undefined;
}

const keyOf = (...elements: Y.XmlElement[]): string =>
	elements.map(({ _item: item }) => `${item?.id.client ?? 0}-${item?.id.clock ?? 0}`).join(' ');

/** Put beside the same neighbour by two people who did not see each other's: the mark of two edits at once. */
function madeAtOnce({ _item: one }: Y.XmlElement, { _item: other }: Y.XmlElement): boolean {
	return one !== null && other !== null && one.id.client !== other.id.client && Y.compareIDs(one.origin, other.origin);
}

/** The words that both hold: one says what the other says, or a part of it. */
function shared(one: Y.XmlElement, other: Y.XmlElement): string | null {
	const [shorter = '', longer = ''] = [wordsIn(one), wordsIn(other)].sort((a, b) => a.length - b.length);
	return shorter.length >= FEWEST_LETTERS && longer.includes(shorter) ? shorter : null;
}

/** How far apart two halves can be: what others put between them at the same moment. */
const NEAR = 4;

function nearPairs(siblings: Y.XmlElement[]): [Y.XmlElement, Y.XmlElement][] {
	return siblings.flatMap((first, at) =>
		siblings
			.slice(at + 1, at + 1 + NEAR)
			.filter((second) => madeAtOnce(first, second))
			.map((second): [Y.XmlElement, Y.XmlElement] => [first, second])
	);
}

/** Finds doubled words in a living text, and remembers those that were found by a shared id, which does not last. */
export class DoubleWatch {
	readonly #byId = new Map<string, [Y.XmlElement, Y.XmlElement]>();

	look(fragment: Y.XmlFragment): Double[] {
		const pairs: [Y.XmlElement, Y.XmlElement][] = [];
		const holders = new Map<string, Y.XmlElement>();
		const visit = (parent: Y.XmlFragment | Y.XmlElement) => {
			const elements = elementsIn(parent);
			pairs.push(...nearPairs(elements));
			for (const element of elements) {
				this.#noteId(element, holders);
				visit(element);
			}
		};
		visit(fragment);
		return this.#doubles([...pairs, ...this.#byId.values()]);
	}

	#noteId(element: Y.XmlElement, holders: Map<string, Y.XmlElement>): void {
		const id = idOf(element);
		if (id === undefined) return;
		const holder = holders.get(id);
		if (holder === undefined) holders.set(id, element);
		else this.#byId.set(keyOf(holder, element), [holder, element]);
	}

	#doubles(pairs: [Y.XmlElement, Y.XmlElement][]): Double[] {
		const found = new Map<string, Double>();
		for (const [first, second] of pairs) {
			const gone = first._item?.deleted !== false || second._item?.deleted !== false;
			const words = gone ? null : shared(first, second);
			const key = keyOf(first, second);
			if (words !== null) found.set(key, { key, first, second, words });
		}
		return [...found.values()];
	}
}
