import * as Y from 'yjs';
import type { Heading, Image, Paragraph, Table, TextContent } from './blocks.ts';
import { ensureUniqueIds, type Identified } from './ids.ts';
import { leaves, type WordsLeaf, hasWords } from './outline.ts';
import { DEEPEST, type RawNode, toBlocks } from './raw.ts';

/** The name of the Y.XmlFragment that holds a text's blocks in its Y.Doc. */
export const FRAGMENT = 'content';

/** Where a raw node stands: its Yjs type and, for a run of text, the Yjs index of its first character. */
type Origin = { type: Y.XmlText | Y.XmlElement; index: number };

/** y-tiptap appends a hash to the names of marks that may overlap themselves. */
const HASHED = /--[a-zA-Z0-9+/=]{8}$/;

function record(value: unknown): Record<string, unknown> {
	return typeof value === 'object' && value !== null ? { ...value } : {};
}

function rawText(text: Y.XmlText): RawNode[] {
	const runs: RawNode[] = [];
	let index = 0;
	const delta: { insert: unknown; attributes?: unknown }[] = text.toDelta();
	for (const { insert, attributes } of delta) {
		const origin: Origin = { type: text, index };
		const marks = Object.entries(record(attributes)).map(([name, value]) => ({
			type: name.replace(HASHED, ''),
			attrs: record(value)
		}));
		if (typeof insert === 'string') runs.push({ type: 'text', attrs: {}, children: [], text: insert, marks, origin });
		// An embedded object has no words but takes one place in Yjs's count.
		index += typeof insert === 'string' ? insert.length : 1;
	}
	return runs;
}

function rawNodes(parent: Y.XmlFragment | Y.XmlElement, depth = 0): RawNode[] {
	if (depth > DEEPEST) return [];
	return parent.toArray().flatMap((child): RawNode[] => {
		if (child instanceof Y.XmlText) return rawText(child);
		if (!(child instanceof Y.XmlElement)) return [];
		const origin: Origin = { type: child, index: 0 };
		const attrs = record(child.getAttributes());
		return [{ type: child.nodeName, attrs, children: rawNodes(child, depth + 1), origin }];
	});
}

function originOf(raw: RawNode | undefined): Origin | null {
	const origin = raw?.origin;
	if (typeof origin !== 'object' || origin === null || !('type' in origin) || !('index' in origin)) return null;
	const { type, index } = origin;
	const isOurs = type instanceof Y.XmlText || type instanceof Y.XmlElement;
	return isOurs && typeof index === 'number' ? { type, index } : null;
}

/** An id that every reader of the same Yjs state arrives at, for a block that has none of its own. */
function derivedId(origin: Origin | null): string {
	const item = origin?.type._item;
	return item ? `y${item.id.client.toString(36)}-${item.id.clock.toString(36)}` : '';
}

/** One run of a block's words: `raw` is the text as Yjs holds it; `text` null stands for a line break. */
export type Run = { type: Y.XmlText | null; index: number; raw: string };

export type Reading = { content: TextContent; leaves: WordsLeaf[]; runs: Map<string, Run[]> };

function toRun(node: RawNode): Run {
	const origin = originOf(node);
	if (node.text === undefined || !(origin?.type instanceof Y.XmlText)) return { type: null, index: 0, raw: '\n' };
	return { type: origin.type, index: origin.index, raw: node.text };
}

/** Reads a text together with where in Yjs each block's words stand (by block id). */
export function readWithRuns(fragment: Y.XmlFragment): Reading {
	const sources = new Map<Identified, { id: string; runs: Run[] }>();
	const note = (block: Heading | Paragraph | Table | Image, raw: RawNode, inline: RawNode[]) => {
		sources.set(block, { id: derivedId(originOf(raw)), runs: inline.map(toRun) });
	};
	const blocks = toBlocks(rawNodes(fragment), note);
	const before = leaves({ blocks });
	const content = ensureUniqueIds({ blocks }, (block) => sources.get(block)?.id ?? '');
	const runs = new Map<string, Run[]>();
	const after = leaves(content);
	// Giving ids changes neither the number nor the order of leaves, so the two lists go side by side.
	after.forEach((leaf, at) => {
		const source = before[at] && sources.get(before[at].block);
		if (source) runs.set(leaf.blockId, source.runs);
	});
	return { content, leaves: after.filter(hasWords), runs };
}

/**
 * Reads the text an editor wrote. Takes any fragment: unknown nodes become their words or their children, words
 * without a block become a paragraph, and two blocks with one id get different ones, the same at every reading.
 */
export function readFragment(fragment: Y.XmlFragment): TextContent {
	return readWithRuns(fragment).content;
}
