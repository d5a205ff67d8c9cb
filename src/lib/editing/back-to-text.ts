import { flushSync } from 'svelte';
import type { Editor } from '@tiptap/core';

/**
 * After a dialog over the text was told to close: at once, and back to what was selected. Browsers put the caret at the
 * beginning of the text, and ProseMirror takes only for 200 ms that this was nobody's wish.
 */
export function backToText({ view }: Editor): void {
	flushSync();
	view.focus();
}
