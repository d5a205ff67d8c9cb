import { Extension } from '@tiptap/core';
import type { Node } from '@tiptap/pm/model';
import { Plugin, type EditorState, type Transaction } from '@tiptap/pm/state';
import { ySyncPluginKey } from '@tiptap/y-tiptap';
import { isBlockId, newBlockId } from '#lib/document/ids.ts';

/** The nodes that points and links lead to. */
export const IDENTIFIED = ['paragraph', 'heading', 'image', 'table'];

type Holder = { pos: number; empty: boolean };
export type Renaming = { pos: number; id: string };

/**
 * Which blocks need an id, or another than they have: of two with the same one the first keeps it, except that an
 * empty one gives way to the words. So the words keep their points when somebody makes room before them.
 */
export function renamings(doc: Node, makeId: () => string = newBlockId): Renaming[] {
	const holders = new Map<string, Holder>();
	const renamed: Renaming[] = [];
	doc.descendants((node, pos) => {
		if (!IDENTIFIED.includes(node.type.name)) return !node.isTextblock;
		const id: unknown = node.attrs['id'];
		const here = { pos, empty: node.isTextblock && node.content.size === 0 };
		const holder = isBlockId(id) ? holders.get(id) : undefined;
		if (!isBlockId(id)) renamed.push({ pos, id: makeId() });
		else if (holder === undefined) holders.set(id, here);
		else if (holder.empty && !here.empty) {
			renamed.push({ pos: holder.pos, id: makeId() });
			holders.set(id, here);
		} else renamed.push({ pos, id: makeId() });
		return !node.isTextblock;
	});
	return renamed;
}

/**
 * Only what is written here is given ids: if everybody mended what others sent, each would give it an id of their own.
 * What comes in without or with a shared one is told apart when it is read, the same way everywhere.
 */
export function withBlockIds(transactions: readonly Transaction[], state: EditorState): Transaction | null {
	const isOurs = transactions.some((one) => one.docChanged) && !transactions.some((one) => one.getMeta(ySyncPluginKey));
	const renamed = isOurs ? renamings(state.doc) : [];
	if (renamed.length === 0) return null;
	const { tr } = state;
	for (const { pos, id } of renamed) tr.setNodeAttribute(pos, 'id', id);
	return tr.setStoredMarks(state.storedMarks);
}

export const BlockIds = Extension.create({
	name: 'blockIds',
	addGlobalAttributes() {
		return [{ types: IDENTIFIED, attributes: { id: ID_ATTRIBUTE } }];
	},
	addProseMirrorPlugins() {
		return [new Plugin({ appendTransaction: (transactions, _before, state) => withBlockIds(transactions, state) })];
	}
});

const ID_ATTRIBUTE = {
	default: null,
	parseHTML(element: HTMLElement): string | null {
		const id = element.getAttribute('data-block');
		return isBlockId(id) ? id : null;
	},
	renderHTML: ({ id }: Record<string, unknown>) => (isBlockId(id) ? { 'data-block': id } : {})
};
