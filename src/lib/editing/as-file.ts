import type { Doc } from 'yjs';
import { toMarkdown } from '#lib/document/markdown.ts';
import { FRAGMENT, readFragment } from '#lib/document/yjs.ts';

/** The words of a living text as they are on this device, as Markdown. */
export const markdownOf = (doc: Doc): string => toMarkdown(readFragment(doc.getXmlFragment(FRAGMENT)));

/** Hands a text to the browser's downloads. */
export function saveAsFile(name: string, markdown: string): void {
	const address = URL.createObjectURL(new Blob([markdown], { type: 'text/markdown' }));
	const link = document.createElement('a');
	link.href = address;
	link.download = name;
	link.click();
	// Some browsers read the blob only after the click has been handled.
	setTimeout(() => URL.revokeObjectURL(address), 60_000);
}
