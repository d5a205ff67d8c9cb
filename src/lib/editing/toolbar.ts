import type { Editor } from '@tiptap/core';
import { m } from '#lib/paraglide/messages.js';
import { ICONS } from '#lib/ui/icons.ts';
import type { Editing } from './editing.svelte.ts';
import { TOOL_ICONS } from './tool-icons.ts';

/** One thing that can be done to the text: a button in the toolbar and a line in the keyboard help. */
export type Tool = {
	id: string;
	label: () => string;
	/** Instead of an icon: one or two letters. */
	glyph?: string;
	/** Its outline. */
	icon?: string;
	/** Keys as ProseMirror names them; `Mod` is Ctrl, or Command on a Mac. */
	keys?: string;
	run: (editing: Editing, editor: Editor) => void;
	/** For what is on or off at the selection. */
	isOn?: (editor: Editor) => boolean;
	isPossible?: (editor: Editor) => boolean;
};

/** `isShown`: only where it is of use; without it always. */
export type ToolGroup = { id: string; tools: readonly Tool[]; isShown?: (editor: Editor) => boolean };

const chain = (editor: Editor) => editor.chain().focus();

const heading = (level: 2 | 3 | 4): Tool => ({
	id: `heading-${level}`,
	label: () => m.editing_tool_heading({ level }),
	glyph: `H${level}`,
	keys: `Mod-Alt-${level}`,
	run: (_, editor) => chain(editor).toggleNode('heading', 'paragraph', { level }).run(),
	isOn: (editor) => editor.isActive('heading', { level }),
	isPossible: (editor) => editor.can().toggleNode('heading', 'paragraph', { level })
});

const BLOCKS: ToolGroup = {
	id: 'blocks',
	tools: [
		{
			id: 'paragraph',
			label: m.editing_tool_paragraph,
			glyph: 'T',
			keys: 'Mod-Alt-0',
			run: (_, editor) => chain(editor).setParagraph().run(),
			isOn: (editor) => editor.isActive('paragraph')
		},
		heading(2),
		heading(3),
		heading(4)
	]
};

const WORDS: ToolGroup = {
	id: 'words',
	tools: [
		{
			id: 'bold',
			label: m.editing_tool_bold,
			icon: TOOL_ICONS.bold,
			keys: 'Mod-b',
			run: (_, editor) => chain(editor).toggleBold().run(),
			isOn: (editor) => editor.isActive('bold')
		},
		{
			id: 'italic',
			label: m.editing_tool_italic,
			icon: TOOL_ICONS.italic,
			keys: 'Mod-i',
			run: (_, editor) => chain(editor).toggleItalic().run(),
			isOn: (editor) => editor.isActive('italic')
		},
		{
			id: 'link',
			label: m.editing_tool_link,
			icon: ICONS.link,
			keys: 'Mod-k',
			run: (editing) => (editing.dialog = { kind: 'link' }),
			isOn: (editor) => editor.isActive('link')
		},
		{
			id: 'language',
			label: m.editing_tool_language,
			glyph: 'Aa',
			keys: 'Mod-Alt-l',
			run: (editing) => (editing.dialog = { kind: 'language' }),
			isOn: (editor) => editor.isActive('language'),
			isPossible: (editor) => !editor.state.selection.empty || editor.isActive('language')
		}
	]
};

const INSERTED: ToolGroup = {
	id: 'inserted',
	tools: [
		{
			id: 'bullets',
			label: m.editing_tool_bullets,
			icon: TOOL_ICONS.list,
			keys: 'Mod-Shift-8',
			run: (_, editor) => chain(editor).toggleBulletList().run(),
			isOn: (editor) => editor.isActive('bulletList')
		},
		{
			id: 'numbers',
			label: m.editing_tool_numbers,
			icon: TOOL_ICONS.listNumbered,
			keys: 'Mod-Shift-7',
			run: (_, editor) => chain(editor).toggleOrderedList().run(),
			isOn: (editor) => editor.isActive('orderedList')
		},
		{
			id: 'quote',
			label: m.editing_tool_quote,
			icon: TOOL_ICONS.quote,
			keys: 'Mod-Shift-b',
			run: (_, editor) => chain(editor).toggleBlockquote().run(),
			isOn: (editor) => editor.isActive('blockquote')
		},
		{
			id: 'table',
			label: m.editing_tool_table,
			icon: TOOL_ICONS.table,
			run: (_, editor) => chain(editor).insertTable({ rows: 3, cols: 3, withHeaderRow: true }).run(),
			isPossible: (editor) => !editor.isActive('table')
		},
		{
			id: 'image',
			label: m.editing_tool_image,
			icon: TOOL_ICONS.image,
			run: (editing, editor) => (editing.dialog = { kind: 'image', file: null, isNew: !editor.isActive('image') }),
			isOn: (editor) => editor.isActive('image')
		}
	]
};

const HISTORY: ToolGroup = {
	id: 'history',
	tools: [
		{
			id: 'undo',
			label: m.editing_tool_undo,
			icon: ICONS.undo,
			keys: 'Mod-z',
			run: (_, editor) => chain(editor).undo().run(),
			isPossible: (editor) => editor.can().undo()
		},
		{
			id: 'redo',
			label: m.editing_tool_redo,
			icon: TOOL_ICONS.redo,
			keys: 'Mod-Shift-z',
			run: (_, editor) => chain(editor).redo().run(),
			isPossible: (editor) => editor.can().redo()
		},
		{
			id: 'help',
			label: m.editing_tool_help,
			icon: ICONS.keyboard,
			keys: 'Alt-F1',
			run: (editing) => (editing.dialog = { kind: 'help' })
		}
	]
};

const inTable = (id: string, label: () => string, glyph: string, run: (editor: Editor) => void): Tool => ({
	id,
	label,
	glyph,
	run: (_, editor) => run(editor)
});

const TABLE: ToolGroup = {
	id: 'table',
	isShown: (editor) => editor.isActive('table'),
	tools: [
		inTable('row-above', m.editing_table_row_above, '+↑', (editor) => chain(editor).addRowBefore().run()),
		inTable('row-below', m.editing_table_row_below, '+↓', (editor) => chain(editor).addRowAfter().run()),
		inTable('column-before', m.editing_table_column_before, '+←', (editor) => chain(editor).addColumnBefore().run()),
		inTable('column-after', m.editing_table_column_after, '+→', (editor) => chain(editor).addColumnAfter().run()),
		inTable('header-row', m.editing_table_header_row, 'H', (editor) => chain(editor).toggleHeaderRow().run()),
		inTable('row-delete', m.editing_table_row_delete, '−↔', (editor) => chain(editor).deleteRow().run()),
		inTable('column-delete', m.editing_table_column_delete, '−↕', (editor) => chain(editor).deleteColumn().run()),
		inTable('table-delete', m.editing_table_delete, '×', (editor) => chain(editor).deleteTable().run())
	]
};

export const TOOL_GROUPS: readonly ToolGroup[] = [BLOCKS, WORDS, INSERTED, HISTORY, TABLE];

/** `Ctrl+Alt+2`, or `⌘⌥2` on a Mac. */
export function keysText(keys: string, isMac: boolean): string {
	const names: Record<string, string> = isMac
		? { Mod: '⌘', Alt: '⌥', Shift: '⇧' }
		: { Mod: 'Ctrl', Alt: 'Alt', Shift: m.editing_key_shift() };
	const parts = keys.split('-').map((key) => names[key] ?? (key.length === 1 ? key.toUpperCase() : key));
	return parts.join(isMac ? '' : '+');
}

export const isMacKeyboard = (): boolean => /mac|iphone|ipad/i.test(navigator.userAgent);
