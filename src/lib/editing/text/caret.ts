import { Extension } from '@tiptap/core';
import { yCursorPlugin } from '@tiptap/y-tiptap';
import type { Awareness } from 'y-protocols/awareness';
import { colourOf, personIn } from '../people.ts';

const colourClass = (user: unknown): string => `caret-${colourOf(personIn({ user })?.id ?? '')}`;

/** Decoration only: who is here is told in words beside the text. Classes, because the page allows no inline styles. */
function caretElement(user: unknown): HTMLElement {
	const caret = document.createElement('span');
	caret.className = `caret ${colourClass(user)}`;
	caret.setAttribute('aria-hidden', 'true');
	// Shown by the style sheet: as text it would stand in the middle of somebody's sentence.
	caret.dataset['name'] = personIn({ user })?.name ?? '';
	return caret;
}

/** Other editors' cursors and selections, under the names that the server gave them. */
export const OtherCarets = Extension.create<{ awareness: Awareness | null }>({
	name: 'otherCarets',
	addOptions() {
		return { awareness: null };
	},
	addProseMirrorPlugins() {
		const { awareness } = this.options;
		if (awareness === null) return [];
		return [
			yCursorPlugin(awareness, {
				awarenessStateFilter: (own: number, other: number, state: unknown) => own !== other && personIn(state) !== null,
				cursorBuilder: caretElement,
				selectionBuilder: (user: unknown) => ({ class: `caret-selection ${colourClass(user)}` })
			})
		];
	}
});
