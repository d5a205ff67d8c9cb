import type { Editor } from '@tiptap/core';
import { ySyncPluginKey } from '@tiptap/y-tiptap';
import type { XmlElement } from 'yjs';

/** Where the editor shows a Yjs element; null where it does not. */
export function positionOf(editor: Editor, element: XmlElement): number | null {
	const shown: unknown = ySyncPluginKey.getState(editor.state)?.binding?.mapping.get(element);
	let found: number | null = null;
	editor.state.doc.descendants((node, pos) => {
		if (node === shown) found = pos;
		return found === null;
	});
	return found;
}

/** Where the block with this id stands; null where it does not. */
export function positionOfBlock(editor: Editor, id: string): number | null {
	let found: number | null = null;
	editor.state.doc.descendants((node, pos) => {
		if (node.attrs['id'] === id) found ??= pos;
		return found === null && !node.isTextblock;
	});
	return found;
}

/** Selects what stands at a position and brings it into view, with the focus in the text. */
export function goTo(editor: Editor, pos: number): void {
	const node = editor.state.doc.nodeAt(pos);
	const chain = editor.chain().focus(undefined, { scrollIntoView: false });
	if (node?.isAtom === true && !node.isText) chain.setNodeSelection(pos);
	else chain.setTextSelection({ from: pos + 1, to: pos + Math.max(1, (node?.nodeSize ?? 2) - 1) });
	chain.run();
	const shown = editor.view.nodeDOM(pos);
	if (shown instanceof Element) shown.scrollIntoView({ block: 'center' });
}
