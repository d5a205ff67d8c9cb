import { Mark, mergeAttributes, Node, textblockTypeInputRule } from '@tiptap/core';
import { Image } from '@tiptap/extension-image';
import { Table } from '@tiptap/extension-table';
import { isBlockId } from '#lib/document/ids.ts';
import { isLanguageTag } from '#lib/document/inline.ts';

const LEVELS = [2, 3, 4];

/** Levels 2 to 4: the title is the document's own. Higher and deeper ones from elsewhere become the nearest of ours. */
export const TextHeading = Node.create({
	name: 'heading',
	group: 'block',
	content: 'inline*',
	defining: true,
	addAttributes() {
		return { level: { default: 2, rendered: false } };
	},
	parseHTML() {
		return [2, 2, 3, 4, 4, 4].map((level, index) => ({ tag: `h${index + 1}`, attrs: { level } }));
	},
	renderHTML({ node, HTMLAttributes }) {
		const level = Number(node.attrs['level']);
		return [LEVELS.includes(level) ? `h${level}` : 'h4', HTMLAttributes, 0];
	},
	addKeyboardShortcuts() {
		const toggle = (level: number) => () => this.editor.commands.toggleNode('heading', 'paragraph', { level });
		return Object.fromEntries(LEVELS.map((level) => [`Mod-Alt-${level}`, toggle(level)]));
	},
	/** `##` and a space, as in Markdown. */
	addInputRules() {
		const { type } = this;
		return LEVELS.map((level) =>
			textblockTypeInputRule({ find: new RegExp(`^#{${level}}\\s$`), type, getAttributes: { level } })
		);
	}
});

/** Without widths: they would be inline styles, and the text holds none. */
export const TextTable = Table.extend({
	renderHTML({ HTMLAttributes }) {
		return ['table', HTMLAttributes, ['tbody', 0]];
	},
	addNodeView() {
		return null;
	}
});

/** A passage in another language than the text (domain A-12). */
export const LanguageMark = Mark.create({
	name: 'language',
	addAttributes() {
		return { lang: { default: null, parseHTML: (element) => element.getAttribute('lang') } };
	},
	parseHTML() {
		return [{ tag: 'span[lang]', getAttrs: (element) => (isForeign(element.getAttribute('lang')) ? null : false) }];
	},
	renderHTML({ HTMLAttributes }) {
		return ['span', HTMLAttributes, 0];
	}
});

const isForeign = (lang: string | null): boolean => isLanguageTag(lang) && !/^sv\b/i.test(lang);

const number = (name: string) => ({
	default: null,
	parseHTML: (element: HTMLElement) => Number(element.getAttribute(name)) || null
});

/**
 * A picture that was uploaded to this document; any other is left out when pasted, because readers of this document
 * may not see it. `alt` null: nobody has decided between words and decorative.
 */
export const TextImage = Image.extend<ReturnType<typeof defaultsOf>>({
	addOptions() {
		return defaultsOf(this.parent?.());
	},
	addAttributes() {
		return {
			imageId: { default: null, parseHTML: (element) => element.getAttribute('data-image') },
			src: { default: null, rendered: false, parseHTML: () => null },
			alt: { default: null, parseHTML: (element) => element.getAttribute('alt') },
			title: { default: null, rendered: false, parseHTML: () => null },
			width: number('width'),
			height: number('height')
		};
	},
	parseHTML() {
		const { documentId } = this.options;
		return [{ tag: `img[data-document="${documentId}"]`, getAttrs: (element) => (hasImage(element) ? null : false) }];
	},
	renderHTML({ node, HTMLAttributes }) {
		const { imageId: _, ...attributes } = HTMLAttributes;
		const imageId: unknown = node.attrs['imageId'];
		const ours = { 'data-image': imageId, 'data-document': this.options.documentId };
		const src = isBlockId(imageId) ? `/bilder/${imageId}` : undefined;
		const undecided = node.attrs['alt'] === null ? { 'data-undecided': '' } : {};
		return ['img', mergeAttributes(attributes, ours, undecided, { src })];
	},
	addInputRules() {
		return [];
	}
});

const hasImage = (element: HTMLElement): boolean => isBlockId(element.getAttribute('data-image'));

function defaultsOf(parent: ReturnType<NonNullable<(typeof Image)['config']['addOptions']>> | undefined) {
	return {
		inline: false,
		allowBase64: false,
		HTMLAttributes: {},
		resize: false as const,
		...parent,
		/** The document that the text belongs to. */
		documentId: ''
	};
}
