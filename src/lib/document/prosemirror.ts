import { prosemirrorJSONToYXmlFragment } from '@tiptap/y-tiptap';
import { type AttributeSpec, type MarkSpec, type NodeSpec, Schema } from 'prosemirror-model';
import type { XmlFragment } from 'yjs';
import type { Block, Inline, Mark, TableCell, TextContent } from './blocks.ts';
import { ensureUniqueIds, newBlockId } from './ids.ts';
import { DEEPEST, type RawNode, toBlocks } from './raw.ts';

export type EditorNode = {
	type: string;
	attrs?: Record<string, unknown>;
	content?: EditorNode[];
	text?: string;
	marks?: { type: string; attrs?: Record<string, unknown> }[];
};

function attrs(...names: string[]): Record<string, AttributeSpec> {
	return Object.fromEntries(names.map((name) => [name, { default: null }]));
}

const cellAttrs = { colspan: { default: 1 }, rowspan: { default: 1 }, ...attrs('colwidth', 'align') };

const nodes: Record<string, NodeSpec> = {
	doc: { content: 'block+' },
	paragraph: { group: 'block', content: 'inline*', attrs: attrs('id') },
	heading: { group: 'block', content: 'inline*', defining: true, attrs: { level: { default: 2 }, ...attrs('id') } },
	bulletList: { group: 'block list', content: 'listItem+' },
	orderedList: { group: 'block list', content: 'listItem+', attrs: { start: { default: 1 }, ...attrs('type') } },
	listItem: { content: 'paragraph block*', defining: true },
	blockquote: { group: 'block', content: 'block+', defining: true },
	table: { group: 'block', content: 'tableRow+', tableRole: 'table', isolating: true, attrs: attrs('id') },
	tableRow: { content: '(tableCell | tableHeader)*', tableRole: 'row' },
	tableHeader: { content: 'block+', tableRole: 'header_cell', isolating: true, attrs: cellAttrs },
	tableCell: { content: 'block+', tableRole: 'cell', isolating: true, attrs: cellAttrs },
	image: { group: 'block', draggable: true, attrs: attrs('id', 'imageId', 'src', 'alt', 'title', 'width', 'height') },
	text: { group: 'inline' },
	hardBreak: { group: 'inline', inline: true, selectable: false }
};

const marks: Record<string, MarkSpec> = {
	link: { inclusive: false, attrs: attrs('href', 'target', 'rel', 'class', 'title') },
	bold: {},
	italic: {},
	language: { attrs: attrs('lang') }
};

/**
 * The editor's schema, named and built as Tiptap's StarterKit, table and image extensions name and build theirs,
 * so that the server reads and writes what the editor does. Headings, paragraphs, images and tables have `id`.
 */
export const editorSchema = new Schema({ nodes, marks });

function editorMark(mark: Mark): { type: string; attrs?: Record<string, unknown> } {
	if (mark.type === 'link') return { type: 'link', attrs: { href: mark.href } };
	if (mark.type === 'language') return { type: 'language', attrs: { lang: mark.lang } };
	return { type: mark.type };
}

function editorInline(part: Inline): EditorNode {
	if (part.type === 'break') return { type: 'hardBreak' };
	if (part.marks === undefined || part.marks.length === 0) return { type: 'text', text: part.text };
	return { type: 'text', text: part.text, marks: part.marks.map(editorMark) };
}

/** The editor wants at least one block, and where `first` is a paragraph, one to begin with. */
function filled(blocks: Block[], beginsWithParagraph = false): EditorNode[] {
	const written = blocks.map(editorBlock);
	const fits = beginsWithParagraph ? written[0]?.type === 'paragraph' : written.length > 0;
	return fits ? written : [{ type: 'paragraph', attrs: { id: newBlockId() } }, ...written];
}

function editorCell(cell: TableCell): EditorNode {
	return {
		type: cell.header ? 'tableHeader' : 'tableCell',
		attrs: { colspan: cell.colspan ?? 1, rowspan: cell.rowspan ?? 1 },
		content: filled(cell.blocks)
	};
}

function editorBlock(block: Block): EditorNode {
	switch (block.type) {
		case 'paragraph':
			return { type: 'paragraph', attrs: { id: block.id }, content: block.content.map(editorInline) };
		case 'heading': {
			const { id, level } = block;
			return { type: 'heading', attrs: { id, level }, content: block.content.map(editorInline) };
		}
		case 'image': {
			const { id, imageId, alt, width, height } = block;
			return { type: 'image', attrs: { id, imageId, alt, width: width ?? null, height: height ?? null } };
		}
		case 'quote':
			return { type: 'blockquote', content: filled(block.blocks) };
		case 'list': {
			const content = block.items.map((item) => ({ type: 'listItem', content: filled(item, true) }));
			if (!block.ordered) return { type: 'bulletList', content };
			return { type: 'orderedList', attrs: { start: block.start ?? 1 }, content };
		}
		case 'table': {
			const content = block.rows.map((row) => ({ type: 'tableRow', content: row.map(editorCell) }));
			return { type: 'table', attrs: { id: block.id }, content };
		}
	}
}

/**
 * The text as the editor's JSON. Lossless both ways for what the editor can hold: a list item begins with a
 * paragraph and nothing is empty of blocks; elsewhere an empty paragraph is put in.
 */
export function toProseMirror(content: TextContent): EditorNode {
	return { type: 'doc', content: filled(content.blocks) };
}

function isEditorNode(value: unknown): value is EditorNode {
	return typeof value === 'object' && value !== null && 'type' in value && typeof value.type === 'string';
}

function rawNode(node: EditorNode, depth: number): RawNode {
	const content: unknown[] = depth < DEEPEST && Array.isArray(node.content) ? node.content : [];
	const marks: unknown[] = Array.isArray(node.marks) ? node.marks : [];
	return {
		type: node.type,
		attrs: { ...node.attrs },
		children: content.filter(isEditorNode).map((child) => rawNode(child, depth + 1)),
		...(typeof node.text === 'string' ? { text: node.text } : {}),
		marks: marks.filter(isEditorNode).map((mark) => ({ type: mark.type, attrs: { ...mark.attrs } }))
	};
}

/** The text from an editor's JSON, as tolerant as `readFragment`; missing ids are new at every call. */
export function fromProseMirror(json: unknown): TextContent {
	if (!isEditorNode(json)) return { blocks: [] };
	return ensureUniqueIds({ blocks: toBlocks(rawNode(json, 0).children) });
}

/**
 * Makes the fragment hold the text. In a fragment with content only what differs is touched, so that relative
 * positions in the rest survive; the fragment must belong to a Y.Doc.
 */
export function writeToFragment(content: TextContent, fragment: XmlFragment): void {
	prosemirrorJSONToYXmlFragment(editorSchema, toProseMirror(content), fragment);
}
