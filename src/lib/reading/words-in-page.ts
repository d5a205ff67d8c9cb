/**
 * Words on the page ⇄ offsets into a block's plain text. A block's element holds nothing but its inline content, so a
 * text node counts its characters, a `br` one (as `\n` does in `plainText`), comments nothing.
 */
export const BLOCK_SELECTOR = '[data-block]';

/** The part of the DOM that the walk needs; a Node fits. */
export type Walked = { nodeType: number; nodeName: string; nodeValue: string | null; childNodes: ArrayLike<Walked> };
export type Position<N> = { node: N; offset: number };

const TEXT = 3;
const ELEMENT = 1;

function ownLength(node: Walked): number {
	if (node.nodeType === TEXT) return node.nodeValue?.length ?? 0;
	return node.nodeName === 'BR' ? 1 : 0;
}

/** Plain-text length of a node with all inside it. */
export function textLength(node: Walked): number {
	let length = ownLength(node);
	for (const child of Array.from(node.childNodes))
		if (child.nodeType === ELEMENT || child.nodeType === TEXT) length += textLength(child);
	return length;
}

/**
 * How many characters of `block` come before a DOM position inside it; null when it lies elsewhere. For an element,
 * `offset` counts children, as the DOM does.
 */
export function offsetAt<N extends Walked>(block: N, node: N, offset: number): number | null {
	let passed = 0;
	const visit = (current: Walked): boolean => {
		const children = Array.from(current.childNodes);
		if (current === node) {
			passed +=
				current.nodeType === TEXT
					? offset
					: children.slice(0, offset).reduce((sum, child) => sum + textLength(child), 0);
			return true;
		}
		passed += ownLength(current);
		return children.some(visit);
	};
	return visit(block) ? passed : null;
}

/** The text node and offset where character `at` of the block stands; the last one's end for the block's length. */
export function positionAt<N extends Walked>(block: N, at: number): Position<N> | null {
	let left = at;
	let last: Position<N> | null = null;
	const visit = (current: N): boolean => {
		if (current.nodeType === TEXT) {
			const length = ownLength(current);
			last = { node: current, offset: Math.min(left, length) };
			if (left <= length) return true;
		}
		left -= ownLength(current);
		return (Array.from(current.childNodes) as N[]).some(visit);
	};
	const found = visit(block);
	return found || left === 0 ? last : null;
}

/** A Range over characters `start` to `end` of a block's element, or null where it does not hold so many. */
export function rangeIn(block: Element, start: number, end: number): Range | null {
	const from = positionAt<Node>(block, start);
	const to = positionAt<Node>(block, end);
	if (from === null || to === null) return null;
	const range = block.ownerDocument.createRange();
	range.setStart(from.node, from.offset);
	range.setEnd(to.node, to.offset);
	return range;
}

export type SelectedWords = { blockId: string; start: number; end: number; exact: string };

const blockOf = (node: Node | null): HTMLElement | null =>
	(node instanceof Element ? node : node?.parentElement)?.closest<HTMLElement>(BLOCK_SELECTOR) ?? null;

/** The first block that a range touches, from where it begins. */
function firstBlock(range: Range, root: Element): HTMLElement | null {
	const block = blockOf(range.startContainer);
	if (block !== null) return root.contains(block) ? block : null;
	return [...root.querySelectorAll<HTMLElement>(BLOCK_SELECTOR)].find((one) => range.intersectsNode(one)) ?? null;
}

/**
 * What a selection marks: words of one block, without white space at the ends. A selection over several blocks gives
 * its part of the first one: a point stands on one place.
 */
export function selectedWords(range: Range, root: Element, plainOf: (blockId: string) => string): SelectedWords | null {
	const block = firstBlock(range, root);
	const blockId = block?.dataset.block;
	if (block === null || blockId === undefined) return null;
	const plain = plainOf(blockId);
	const start = offsetAt<Node>(block, range.startContainer, range.startOffset) ?? 0;
	const end = offsetAt<Node>(block, range.endContainer, range.endOffset) ?? plain.length;
	return trimmed(blockId, plain, start, end);
}

export function trimmed(blockId: string, plain: string, start: number, end: number): SelectedWords | null {
	const raw = plain.slice(start, end);
	const exact = raw.trim();
	if (exact === '') return null;
	const from = start + raw.length - raw.trimStart().length;
	return { blockId, start: from, end: from + exact.length, exact };
}
