import type { PointMark } from '#lib/protocol/reading.ts';
import { mergeSpans } from './merged.ts';
import { BLOCK_SELECTOR, offsetAt, rangeIn } from './words-in-page.ts';

/** Names of the custom highlights; prose.css says how they look. */
const ALL = 'point';
const ACTIVE = 'point-active';

export type Painted = { marks: readonly PointMark[]; active: string | null; visible: ReadonlySet<string> };

/** Highlights words with points, in the blocks in view only: hundreds of ranges make some browsers slow. */
export function paint(root: Element, { marks, active, visible }: Painted): void {
	if (typeof Highlight === 'undefined') return;
	const blocks = new Map(
		[...root.querySelectorAll<HTMLElement>(BLOCK_SELECTOR)].map((block) => [block.dataset.block ?? '', block])
	);
	const ranges = (wanted: readonly PointMark[]): Range[] =>
		[...Map.groupBy(wanted, (mark) => mark.blockId)].flatMap(([blockId, own]) => {
			const block = blocks.get(blockId);
			if (block === undefined || !visible.has(blockId)) return [];
			return mergeSpans(own).flatMap(({ start, end }) => rangeIn(block, start, end) ?? []);
		});
	CSS.highlights.set(ALL, new Highlight(...ranges(marks)));
	const strong = new Highlight(...ranges(marks.filter((mark) => mark.pointId === active)));
	strong.priority = 1;
	CSS.highlights.set(ACTIVE, strong);
}

export function unpaint(): void {
	if (typeof Highlight === 'undefined') return;
	CSS.highlights.delete(ALL);
	CSS.highlights.delete(ACTIVE);
}

type CaretPlace = { node: Node; offset: number };

function caretAt(x: number, y: number): CaretPlace | null {
	if ('caretPositionFromPoint' in document) {
		const position = document.caretPositionFromPoint(x, y);
		return position && { node: position.offsetNode, offset: position.offset };
	}
	return null;
}

/** The points whose words are at a place on the screen, the shortest first. */
export function marksAt(x: number, y: number, marks: readonly PointMark[]): PointMark[] {
	const caret = caretAt(x, y);
	const element = caret?.node instanceof Element ? caret.node : caret?.node.parentElement;
	const block = element?.closest<HTMLElement>(BLOCK_SELECTOR);
	if (!caret || !block) return [];
	const at = offsetAt<Node>(block, caret.node, caret.offset);
	if (at === null) return [];
	return marks
		.filter((mark) => mark.blockId === block.dataset.block && mark.start <= at && at < mark.end)
		.toSorted((one, other) => one.end - one.start - (other.end - other.start));
}
