import type { Editor } from '@tiptap/core';
import { TextSelection } from '@tiptap/pm/state';

/**
 * Takes the selection as it stands on the page. The editor itself hears of one only some time after the key that made
 * it, and on a busy machine the next key is there before. Selected images, cells and whole texts are known already.
 */
export function takeSelection({ state, view }: Editor): void {
	const shown = view.dom.ownerDocument.getSelection();
	if (!(state.selection instanceof TextSelection) || !shown?.anchorNode || !shown.focusNode) return;
	if (!view.dom.contains(shown.anchorNode) || !view.dom.contains(shown.focusNode)) return;
	const anchor = state.doc.resolve(view.posAtDOM(shown.anchorNode, shown.anchorOffset));
	const head = state.doc.resolve(view.posAtDOM(shown.focusNode, shown.focusOffset));
	const selection = TextSelection.between(anchor, head);
	if (!selection.eq(state.selection)) view.dispatch(state.tr.setSelection(selection));
}
