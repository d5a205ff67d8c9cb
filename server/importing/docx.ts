import { strToU8, zipSync } from 'fflate';
import mammoth from 'mammoth';
import type { Block } from '#lib/document/blocks.ts';
import { byId, openPackage } from './docx-package.ts';
import type { Part, WordPackage } from './docx-package.ts';
import { readNumbering } from './docx-numbering.ts';
import { rewriteBlocks } from './docx-normalise.ts';
import type { Rewriter } from './docx-normalise.ts';
import { reviewDocx } from './docx-review.ts';
import { readStyles } from './docx-styles.ts';
import type { Draft } from './draft.ts';
import { OWN } from './html-flow.ts';
import { attribute, isElement, parseBody, setAttribute } from './html-tree.ts';
import type { HtmlElement } from './html-tree.ts';
import { readBody } from './html.ts';
import type { ImageShelf } from './image-shelf.ts';
import type { Ledger } from './report.ts';
import { settleHeadings } from './settle.ts';
import { child, element, elements, writeXml } from './xml.ts';
import type { XmlElement } from './xml.ts';
import { broken } from './zip.ts';
import type { Zip } from './zip.ts';

type Tools = { ledger: Ledger; shelf: ImageShelf; newId: () => string };

/**
 * Reads a Word file. Its parts are read under limits and rewritten into a small file of our own, which mammoth
 * turns into HTML: mammoth itself never sees what the sender packed.
 */
export async function readDocx(zip: Zip, tools: Tools): Promise<Draft> {
	const word = openPackage(zip);
	reviewDocx(word, tools.ledger);
	const styles = readStyles(word.part('styles'));
	const rewriter: Rewriter = {
		word,
		styles,
		numbering: readNumbering(word.part('numbering')),
		...tools,
		notes: notesOf(word),
		pictures: [],
		links: [],
		languages: new Set()
	};
	const html = await toHtml(rewritePackage(rewriter), rewriter);
	return toDraft(html, rewriter, tools, styles.defaultLang ?? 'sv');
}

const NOTES = ['footnote', 'endnote'] as const;

/** Notes by the element that refers to them and their id; separators are notes to Word only. */
function notesOf(word: WordPackage): Map<string, XmlElement> {
	const notes = NOTES.flatMap((kind) =>
		[...byId(word.part(`${kind}s`), `w:${kind}`)]
			.filter(([, note]) => !/eparator$/.test(note.attributes['w:type'] ?? ''))
			.map(([id, note]) => [`w:${kind}Reference:${id}`, note] as const)
	);
	return new Map(notes);
}

function rewritePackage(rewriter: Rewriter): Uint8Array {
	const { word } = rewriter;
	const body = child(word.main.root, 'w:body') ?? broken();
	const main = element('w:document', {}, [element('w:body', {}, rewriteBlocks(rewriter, elements(body), word.main))]);
	const notes = NOTES.map(
		(kind) => [`word/${kind}s.xml`, rewriteNotes(rewriter, kind, word.part(`${kind}s`))] as const
	);
	const relations = writeRelations(rewriter);
	const parts: Record<string, string> = {
		'[Content_Types].xml': '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>',
		'word/document.xml': writeXml(main),
		'word/styles.xml': writeXml(element('w:styles')),
		'word/numbering.xml': writeXml(numberingPart()),
		...Object.fromEntries(notes.map(([path, root]) => [path, writeXml(root)])),
		...Object.fromEntries(
			['document', ...NOTES.map((kind) => `${kind}s`)].map((name) => [`word/_rels/${name}.xml.rels`, relations])
		),
		...Object.fromEntries(rewriter.pictures.map((_, index) => [`word/picture${index}`, String(index)]))
	};
	return zipSync(Object.fromEntries(Object.entries(parts).map(([path, text]) => [path, strToU8(text)])), { level: 0 });
}

function rewriteNotes(rewriter: Rewriter, kind: (typeof NOTES)[number], part: Part | null): XmlElement {
	const prefix = `w:${kind}Reference:`;
	const notes = [...rewriter.notes].filter(([key]) => part !== null && key.startsWith(prefix));
	return element(
		`w:${kind}s`,
		{},
		notes.map(([key, note]) =>
			element(
				`w:${kind}`,
				{ 'w:id': key.slice(prefix.length) },
				part ? rewriteBlocks(rewriter, elements(note), part) : []
			)
		)
	);
}

function writeRelations(rewriter: Rewriter): string {
	const relation = (id: string, target: string): XmlElement =>
		element('rel:Relationship', { Id: id, Target: target, Type: '' });
	return writeXml(
		element('rel:Relationships', {}, [
			...rewriter.links.map((href, index) => relation(`link${index}`, href)),
			...rewriter.pictures.map((_, index) => relation(`picture${index}`, `picture${index}`))
		])
	);
}

const LEVELS = [0, 1, 2, 3, 4, 5, 6, 7, 8];

function numberingPart(): XmlElement {
	const define = (id: string, format: string): XmlElement =>
		element(
			'w:abstractNum',
			{ 'w:abstractNumId': id },
			LEVELS.map((level) => element('w:lvl', { 'w:ilvl': String(level) }, [element('w:numFmt', { 'w:val': format })]))
		);
	const list = (id: string): XmlElement =>
		element('w:num', { 'w:numId': id }, [element('w:abstractNumId', { 'w:val': id })]);
	return element('w:numbering', {}, [define('1', 'decimal'), define('2', 'bullet'), list('1'), list('2')]);
}

async function toHtml(docx: Uint8Array, rewriter: Rewriter): Promise<string> {
	const options = {
		styleMap: styleMap(rewriter.languages),
		includeDefaultStyleMap: false,
		includeEmbeddedStyleMap: false,
		idPrefix: OWN,
		convertImage: mammoth.images.imgElement(async (image) => ({
			src: `${OWN}${(await image.readAsBuffer()).toString()}`
		}))
	};
	const { value, messages } = await mammoth.convertToHtml({ buffer: Buffer.from(docx) }, options);
	for (const { type, message } of messages) {
		if (/w:sym/.test(message)) rewriter.ledger.lose('symbol');
		else if (type === 'error' || /^An unrecognised element/.test(message)) rewriter.ledger.lose('other', message);
	}
	return value;
}

function styleMap(languages: ReadonlySet<string>): string[] {
	const lists = LEVELS.flatMap((level) => {
		const outer = 'ul|ol > li > '.repeat(level);
		return [
			`p:unordered-list(${level + 1}) => ${outer}ul > li:fresh`,
			`p:ordered-list(${level + 1}) => ${outer}ol > li:fresh`
		];
	});
	return [
		'p.Title => h1.medskick-title:fresh',
		...[1, 2, 3, 4, 5, 6].map((level) => `p.Level${level} => h${level}:fresh`),
		'p.Quote => blockquote > p:fresh',
		'table.Plain => table.medskick-plain:fresh',
		'u => u',
		'strike => s',
		...[...languages].map((lang) => `highlight[color='${lang}'] => span[lang='${lang}']`),
		...lists
	];
}

function toDraft(html: string, rewriter: Rewriter, tools: Tools, assumed: string): Draft {
	const { body } = parseBody(html);
	numberItems(body);
	const notes = takeNotes(body);
	const options = { ...tools, findImage: (src: string) => rewriter.pictures[Number(src.slice(OWN.length))] ?? null };
	const text = readBody(body, options);
	const { title, blocks } = settleHeadings(text.blocks, text.levels, tools.ledger);
	const after = notes ? notesSection(readBody(notes, options).blocks, tools.newId()) : [];
	return { title, blocks: [...blocks, ...after], assumed, anchors: new Map() };
}

/** Bookmarks that carry numbers become the numbers of their items. */
function numberItems(parent: HtmlElement): void {
	for (const node of parent.childNodes.filter(isElement)) {
		const marker = node.tagName === 'li' ? node.childNodes.find((inner) => itemNumber(inner) !== null) : undefined;
		if (marker) setAttribute(node, 'value', itemNumber(marker) ?? '');
		numberItems(node);
	}
}

function itemNumber(node: HtmlElement['childNodes'][number]): string | null {
	const id = isElement(node) ? (attribute(node, 'id') ?? '') : '';
	return id.startsWith(`${OWN}item-`) ? id.slice(OWN.length + 5) : null;
}

/** Takes the list of notes out of the text, as a body of its own. */
function takeNotes(body: HtmlElement): HtmlElement | null {
	const list = body.childNodes.filter(isElement).find((node) => {
		const [first] = node.childNodes.filter(isElement);
		return (
			node.tagName === 'ol' && first !== undefined && /^medskick-(foot|end)note-/.test(attribute(first, 'id') ?? '')
		);
	});
	if (!list) return null;
	body.childNodes = body.childNodes.filter((node) => node !== list);
	return { ...body, childNodes: [list] };
}

function notesSection(blocks: Block[], id: string): Block[] {
	return [{ type: 'heading', id, level: 2, content: [{ type: 'text', text: 'Noter' }] }, ...blocks];
}
