import { Extension } from '@tiptap/core';
import { Fragment, type Node, Slice } from '@tiptap/pm/model';
import { Plugin } from '@tiptap/pm/state';
import { cleanText } from '#lib/document/plain.ts';
import { IDENTIFIED } from './block-ids.ts';
import { mendMarkup } from './markup.ts';

const BLANK = /^[\s\u00a0]*$/;

/**
 * What is pasted, as our text can hold it: clean words, no empty lines for air, no bold in headings, no widths, and a
 * header row in tables from elsewhere (domain A-06). `taken`: ids that stand in the text already; what is cut and
 * pasted keeps its own, and with it its points.
 */
export function cleanSlice(slice: Slice, taken: ReadonlySet<string>): Slice {
	const { content, openStart, openEnd } = slice;
	const kept = withoutBlankLines(content);
	const cleaned = Fragment.from(kept.map((node) => cleanNode(node, taken)));
	// What was left out at an end can no longer be open there.
	const start = kept[0] === content.firstChild ? openStart : 0;
	const end = kept.at(-1) === content.lastChild ? openEnd : 0;
	return new Slice(cleaned, start, end);
}

function withoutBlankLines(content: Fragment): Node[] {
	const nodes = [...content.content];
	const spoken = nodes.filter((node) => node.type.name !== 'paragraph' || !BLANK.test(node.textContent));
	return spoken.length > 0 && nodes.length > 1 ? spoken : nodes;
}

function cleanNode(node: Node, taken: ReadonlySet<string>): Node {
	if (node.isText) return node.type.schema.text(cleanWords(node.text ?? ''), marksOf(node));
	const children = node.type.name === 'table' && node.attrs['id'] === null ? withHeaderRow(node) : node.content;
	const inner = children.content.map((child) => cleanNode(child, taken));
	const plain = node.type.name === 'heading' ? inner.map(withoutBold) : inner;
	return node.type.create(attributesOf(node, taken), plain, node.marks);
}

/** Runs of spaces are somebody's layout. At least one stays, so that words do not grow together. */
const cleanWords = (text: string): string => cleanText(text).replace(/[ \u00a0]{2,}/g, ' ') || ' ';

const marksOf = (node: Node) => node.marks.map((mark) => (mark.type.name === 'link' ? plainLink(mark) : mark));

const plainLink = (mark: Node['marks'][number]) => mark.type.create({ href: mark.attrs['href'] as string });

const withoutBold = (node: Node): Node => node.mark(node.marks.filter((mark) => mark.type.name !== 'bold'));

function attributesOf(node: Node, taken: ReadonlySet<string>): Record<string, unknown> {
	const attributes: Record<string, unknown> = { ...node.attrs };
	if (IDENTIFIED.includes(node.type.name) && taken.has(String(attributes['id']))) attributes['id'] = null;
	if ('colwidth' in attributes) Object.assign(attributes, { colwidth: null, align: null });
	if (node.type.name === 'orderedList') attributes['type'] = null;
	return attributes;
}

function withHeaderRow(table: Node): Fragment {
	const first = table.firstChild;
	const header = table.type.schema.nodes['tableHeader'];
	let hasHeader = false;
	table.descendants((node) => void (hasHeader ||= node.type === header));
	if (first === null || header === undefined || hasHeader || table.childCount < 2) return table.content;
	const cells = first.content.content.map((cell) => header.create(cell.attrs, cell.content));
	return table.content.replaceChild(0, first.copy(Fragment.from(cells)));
}

function idsIn(doc: Node): Set<string> {
	const ids = new Set<string>();
	doc.descendants((node) => {
		if (typeof node.attrs['id'] === 'string') ids.add(node.attrs['id']);
		return !node.isTextblock;
	});
	return ids;
}

/** Pictures are uploaded first, and asked about; `onImage` takes over from there. */
export const CleanPasting = Extension.create<{ onImage: (file: File) => void }>({
	name: 'cleanPasting',
	addOptions() {
		return { onImage: () => undefined };
	},
	addProseMirrorPlugins() {
		const { onImage } = this.options;
		const takeImage = (data: DataTransfer | null): boolean => {
			const image = [...(data?.files ?? [])].find((file) => file.type.startsWith('image/'));
			// Word puts a picture of the words beside the words.
			if (image === undefined || data?.getData('text/html')) return false;
			onImage(image);
			return true;
		};
		return [
			new Plugin({
				props: {
					transformPastedHTML: (html) => mendMarkup(html),
					transformPasted: (slice, view) =>
						cleanSlice(slice, view.dragging?.move === true ? new Set() : idsIn(view.state.doc)),
					handlePaste: (_view, event) => takeImage(event.clipboardData),
					handleDrop: (_view, event, _slice, moved) => !moved && takeImage(event.dataTransfer)
				}
			})
		];
	}
});
