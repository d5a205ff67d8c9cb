import { initProseMirrorDoc, updateYFragment } from '@tiptap/y-tiptap';
import { Fragment, type Node, Schema } from 'prosemirror-model';
import { Transform } from '@tiptap/pm/transform';
import * as Y from 'yjs';
import type { TextContent } from './blocks.ts';
import { newBlockId } from './ids.ts';
import { editorSchema, toProseMirror } from './prosemirror.ts';
import { FRAGMENT, readFragment, readWithRuns } from './yjs.ts';

/**
 * The editor without a browser: the same binding between ProseMirror and Yjs that Tiptap uses, fed with the
 * transforms that its commands make. A mark of its own, `truth`, lies on the words an anchor means and travels
 * with them through every cut, paste and merge: the resolver never sees it, the test knows where they went.
 */
const schema = new Schema({
	nodes: editorSchema.spec.nodes,
	marks: editorSchema.spec.marks.addToEnd('truth', { inclusive: false })
});

type TextBlock = { node: Node; pos: number };

export class HeadlessEditor {
	readonly doc = new Y.Doc();
	readonly undoManager: Y.UndoManager;

	constructor(clientId: number, seed?: Uint8Array) {
		this.doc.clientID = clientId;
		if (seed) Y.applyUpdate(this.doc, seed);
		this.undoManager = new Y.UndoManager(this.fragment, { trackedOrigins: new Set([this]), captureTimeout: 0 });
	}

	get fragment(): Y.XmlFragment {
		return this.doc.getXmlFragment(FRAGMENT);
	}

	get content(): TextContent {
		return readFragment(this.fragment);
	}

	/** Makes the text from nothing, with the truth on the given words. */
	write(content: TextContent, truth: { blockId: string; start: number; end: number }): void {
		const transform = new Transform(schema.nodeFromJSON(toProseMirror(content)));
		transform.doc.descendants((node, pos) => {
			if (node.attrs['id'] !== truth.blockId || !node.isTextblock) return;
			transform.addMark(pos + 1 + truth.start, pos + 1 + truth.end, schema.mark('truth'));
		});
		this.doc.transact(() => {
			updateYFragment(this.doc, this.fragment, transform.doc, { mapping: new Map(), isOMark: new Map() });
		});
	}

	change(edit: (transform: Transform) => void): void {
		const { doc, meta } = initProseMirrorDoc(this.fragment, schema);
		const transform = new Transform(doc);
		edit(transform);
		this.doc.transact(() => updateYFragment(this.doc, this.fragment, transform.doc, meta), this);
	}

	textBlocks(transform: Transform): TextBlock[] {
		const found: TextBlock[] = [];
		transform.doc.descendants((node, pos) => {
			if (node.isTextblock) found.push({ node, pos });
		});
		return found;
	}

	/** Runs `edit` with the nth text block, if the text has any. */
	inBlock(nth: number, edit: (transform: Transform, block: TextBlock) => void): void {
		this.change((transform) => {
			const blocks = this.textBlocks(transform);
			const block = blocks[nth % Math.max(1, blocks.length)];
			if (block) edit(transform, block);
		});
	}

	/** The start of the sentence that a place in the nth text block stands in. */
	sentenceStart(nth: number, offset: number): number {
		let start = 0;
		this.inBlock(nth, (_, { node }) => {
			const before = node.textContent.slice(0, offset % (node.content.size + 1));
			start = before.includes('. ') ? before.lastIndexOf('. ') + 2 : 0;
		});
		return start;
	}

	type(nth: number, offset: number, words: string): void {
		this.inBlock(nth, (transform, { node, pos }) => {
			transform.insert(pos + 1 + (offset % (node.content.size + 1)), schema.text(words));
		});
	}

	delete(nth: number, offset: number, length: number): void {
		this.inBlock(nth, (transform, { node, pos }) => {
			const start = offset % (node.content.size + 1);
			transform.delete(pos + 1 + start, pos + 1 + Math.min(node.content.size, start + length));
		});
	}

	split(nth: number, offset: number, ids: 'second' | 'first' | 'both same'): void {
		this.inBlock(nth, (transform, { node, pos }) => {
			const at = pos + 1 + (offset % (node.content.size + 1));
			transform.split(at);
			if (ids === 'second') transform.setNodeAttribute(at + 1, 'id', newBlockId());
			if (ids === 'first') transform.setNodeAttribute(pos, 'id', newBlockId());
		});
	}

	join(nth: number): void {
		this.inBlock(nth, (transform, { node, pos }) => {
			const next = transform.doc.nodeAt(pos + node.nodeSize);
			if (next?.isTextblock) transform.join(pos + node.nodeSize);
		});
	}

	/** Cuts a block on the top level and pastes it elsewhere, where it keeps its id or gets another. */
	move(nth: number, to: number, keepId: boolean): void {
		this.change((transform) => {
			const block = transform.doc.maybeChild(nth % transform.doc.childCount);
			if (!block || transform.doc.childCount < 2) return;
			const rest = transform.doc.children.filter((child) => child !== block);
			const pasted =
				keepId || !('id' in block.attrs)
					? block
					: block.type.create({ ...block.attrs, id: newBlockId() }, block.content);
			rest.splice(to % (rest.length + 1), 0, pasted);
			transform.replaceWith(0, transform.doc.content.size, Fragment.from(rest));
		});
	}

	/** Pastes a copy of a block; the copy does not bear the truth. */
	copy(nth: number, to: number): void {
		this.change((transform) => {
			const block = transform.doc.maybeChild(nth % transform.doc.childCount);
			if (!block?.isTextblock) return;
			const copied = block.type.create({ ...block.attrs, id: newBlockId() }, schema.text(block.textContent || ' '));
			const rest = [...transform.doc.children];
			rest.splice(to % (rest.length + 1), 0, copied);
			transform.replaceWith(0, transform.doc.content.size, Fragment.from(rest));
		});
	}

	remove(nth: number): void {
		this.change((transform) => {
			if (transform.doc.childCount < 2) return;
			const rest = [...transform.doc.children];
			rest.splice(nth % rest.length, 1);
			transform.replaceWith(0, transform.doc.content.size, Fragment.from(rest));
		});
	}

	wrap(nth: number): void {
		this.inBlock(nth, (transform, { pos }) => {
			const range = transform.doc.resolve(pos + 1).blockRange();
			if (range) transform.wrap(range, [{ type: schema.node('blockquote', null, schema.node('paragraph')).type }]);
		});
	}

	retype(nth: number): void {
		this.inBlock(nth, (transform, { node, pos }) => {
			const type = node.type.name === 'heading' ? 'paragraph' : 'heading';
			if (transform.doc.resolve(pos).parent.type.name === 'listItem') return;
			transform.setNodeMarkup(pos, schema.nodes[type], { id: node.attrs['id'] });
		});
	}

	undo(): void {
		this.undoManager.undo();
	}

	syncWith(other: HeadlessEditor): void {
		Y.applyUpdate(other.doc, Y.encodeStateAsUpdate(this.doc, Y.encodeStateVector(other.doc)));
		Y.applyUpdate(this.doc, Y.encodeStateAsUpdate(other.doc, Y.encodeStateVector(this.doc)));
	}

	/** The state as a server has it: loaded from bytes, without the editor's memory of what it undid. */
	onServer(): Y.Doc {
		const doc = new Y.Doc();
		Y.applyUpdate(doc, Y.encodeStateAsUpdate(this.doc));
		return doc;
	}
}

/** For each block, which characters of its words are the ones the anchor meant. */
export function truthIn(doc: Y.Doc): Map<string, boolean[]> {
	const truth = new Map<string, boolean[]>();
	for (const [blockId, runs] of readWithRuns(doc.getXmlFragment(FRAGMENT)).runs) {
		const flags = runs.flatMap((run) => (run.type ? truthOfRun(run.type, run.index, run.raw.length) : [false]));
		truth.set(blockId, flags);
	}
	return truth;
}

function truthOfRun(text: Y.XmlText, index: number, length: number): boolean[] {
	const delta: { insert: unknown; attributes?: Record<string, unknown> }[] = text.toDelta();
	const flags = delta.flatMap(({ insert, attributes }) => {
		const marked = attributes?.['truth'] !== undefined && attributes['truth'] !== null;
		return Array.from({ length: typeof insert === 'string' ? insert.length : 1 }, () => marked);
	});
	return flags.slice(index, index + length);
}
