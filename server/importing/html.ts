import type { Block, Inline, Mark } from '#lib/document/blocks.ts';
import { inlineText } from '#lib/document/plain.ts';
import { flush, OWN, within } from './html-flow.ts';
import type { Context, Flow, Reader } from './html-flow.ts';
import { attribute, isElement, isText, styleOf, textOf } from './html-tree.ts';
import type { HtmlElement, HtmlNode } from './html-tree.ts';
import { readList, readTable } from './html-containers.ts';
import { textRun, tidy, withMark, withoutMark } from './inline.ts';
import { MAX_DEPTH, MAX_NESTING } from './limits.ts';
import { safeHref } from './links.ts';
import type { Ledger } from './report.ts';

type Handle = (reader: Reader, flow: Flow, element: HtmlElement, context: Context) => void;

export type ReadOptions = Pick<Reader, 'ledger' | 'findImage' | 'newId'>;
export type ReadResult = { blocks: Block[] } & Pick<Reader, 'levels' | 'anchors'>;

/** Reads everything below `body` into blocks. Heading levels are settled later, from `levels`. */
export function readBody(body: HtmlElement, options: ReadOptions): ReadResult {
	const reader: Reader = { ...options, levels: new Map(), anchors: new Map(), readFlow };
	const blocks = readFlow.call(reader, body.childNodes, OUTERMOST);
	return { blocks, levels: reader.levels, anchors: reader.anchors };
}

const OUTERMOST: Context = { marks: [], inside: 'text', depth: 0, nesting: 0, preformatted: false };

function readFlow(this: Reader, nodes: readonly HtmlNode[], context: Context): Block[] {
	const flow: Flow = { blocks: [], inline: [] };
	nodes.forEach((node) => readNode(this, flow, node, context));
	flush(this, flow);
	return flow.blocks;
}

function readNode(reader: Reader, flow: Flow, node: HtmlNode, context: Context): void {
	if (isText(node)) return readText(flow, node.value, context);
	if (!isElement(node)) return;
	if (context.depth > MAX_DEPTH) return readText(flow, ` ${textOf(node, ' ')} `, context);
	if (isHidden(node)) return loseIfWords(reader, 'hidden_text', node);
	const inner = { ...context, depth: context.depth + 1, marks: marksOf(node, context.marks) };
	handleFor(node.tagName, context)(reader, flow, node, inner);
}

/** Deeper than a text can be nested, lists, quotes and tables are read as what they hold. */
function handleFor(tag: string, context: Context): Handle {
	if (context.nesting >= MAX_NESTING && CONTAINERS.has(tag)) return readBlock;
	return HANDLERS.get(tag) ?? readChildren;
}

const CONTAINERS = new Set(['ul', 'ol', 'li', 'table', 'tr', 'td', 'th', 'caption', 'blockquote']);

function readText(flow: Flow, text: string, context: Context): void {
	const lines = context.preformatted ? text.split(/\r?\n/) : [text];
	lines.forEach((line, index) => {
		if (index > 0) flow.inline.push({ type: 'break' });
		flow.inline.push(textRun(line, context.marks));
	});
}

function isHidden(element: HtmlElement): boolean {
	return (
		attribute(element, 'hidden') !== null ||
		styleOf(element, 'display') === 'none' ||
		styleOf(element, 'mso-hide') === 'all' ||
		styleOf(element, 'visibility') === 'hidden'
	);
}

function loseIfWords(reader: Reader, kind: Parameters<Ledger['lose']>[0], element: HtmlElement): void {
	const lost = textOf(element);
	if (lost !== '') reader.ledger.lose(kind, lost);
}

/** Marks by style and language; a style may also take back what an outer element gave (Google Docs does). */
function marksOf(element: HtmlElement, outer: Mark[]): Mark[] {
	let marks = outer;
	const weight = styleOf(element, 'font-weight');
	const slant = styleOf(element, 'font-style');
	const lang = attribute(element, 'lang') ?? attribute(element, 'xml:lang');
	if (element.tagName === 'b' || element.tagName === 'strong') marks = withMark(marks, { type: 'bold' });
	if (element.tagName === 'i' || element.tagName === 'em') marks = withMark(marks, { type: 'italic' });
	if (/^(bold|bolder|[6-9]00)$/.test(weight)) marks = withMark(marks, { type: 'bold' });
	if (/^(normal|lighter|[1-5]00)$/.test(weight)) marks = withoutMark(marks, 'bold');
	if (/^(italic|oblique)/.test(slant)) marks = withMark(marks, { type: 'italic' });
	if (slant === 'normal') marks = withoutMark(marks, 'italic');
	return lang ? withMark(marks, { type: 'language', lang }) : marks;
}

const readChildren: Handle = (reader, flow, element, context) => {
	element.childNodes.forEach((node) => readNode(reader, flow, node, context));
};

const readBlock: Handle = (reader, flow, element, context) => {
	flush(reader, flow);
	readChildren(reader, flow, element, context);
	flush(reader, flow);
};

/** Two line breaks in a row are how many programs write a new paragraph. */
const readBreak: Handle = (reader, flow) => {
	const last = flow.inline.findLast((inline) => inline.type === 'break' || inline.text.trim() !== '');
	if (last?.type === 'break') flush(reader, flow);
	else flow.inline.push({ type: 'break' });
};

const readHeading: Handle = (reader, flow, element, context) => {
	flush(reader, flow);
	const isTitle = /\b(medskick-title|msotitle)\b/i.test(attribute(element, 'class') ?? '');
	const blocks = reader.readFlow(element.childNodes, { ...context, marks: withoutMark(context.marks, 'bold') });
	const level = isTitle ? 0 : Number(element.tagName.slice(1)) || 1;
	const content = tidy(
		blocks.flatMap((block) => (block.type === 'paragraph' ? [...plainLine(block.content), space] : []))
	);
	if (content.length > 0) addHeading(reader, flow, content, level, context, attribute(element, 'id'));
	flow.blocks.push(...blocks.filter((block) => block.type !== 'paragraph'));
};

const space: Inline = { type: 'text', text: ' ' };

/** Headings are one line and bold already. */
function plainLine(content: readonly Inline[]): Inline[] {
	return content.map((inline) =>
		inline.type === 'break' ? space : textRun(inline.text, withoutMark(inline.marks ?? [], 'bold'))
	);
}

function addHeading(
	reader: Reader,
	flow: Flow,
	content: Inline[],
	level: number,
	context: Context,
	anchor: string | null
): void {
	const id = reader.newId();
	if (context.inside === 'text') {
		flow.blocks.push({ type: 'heading', id, level: 2, content });
		reader.levels.set(id, level);
		if (anchor !== null) reader.anchors.set(anchor, id);
		return;
	}
	reader.ledger.lose('heading_inside', inlineText(content));
	const bold = content.map((inline) =>
		inline.type === 'break' ? inline : textRun(inline.text, withMark(inline.marks ?? [], { type: 'bold' }))
	);
	flow.blocks.push({ type: 'paragraph', id, content: bold });
}

/** Word pastes its title as a paragraph with a class of its own. */
const readParagraph: Handle = (reader, flow, element, context) => {
	const isTitle = /\bmsotitle\b/i.test(attribute(element, 'class') ?? '');
	return isTitle ? readHeading(reader, flow, element, context) : readBlock(reader, flow, element, context);
};

const readQuote: Handle = (reader, flow, element, context) => {
	flush(reader, flow);
	const blocks = reader.readFlow(element.childNodes, within(context, 'container'));
	if (blocks.length > 0) flow.blocks.push({ type: 'quote', blocks });
};

const readImage: Handle = (reader, flow, element, context) => {
	const alt = attribute(element, 'alt')?.replace(/\s+/g, ' ').trim() || null;
	const found = reader.findImage(attribute(element, 'src') ?? '', alt);
	if (!found) return;
	if (context.marks.some((mark) => mark.type === 'link')) reader.ledger.lose('image_link', alt ?? '');
	flush(reader, flow);
	flow.blocks.push({ type: 'image', id: reader.newId(), ...found });
};

const readLink: Handle = (reader, flow, element, context) => {
	const href = attribute(element, 'href');
	if (href?.startsWith(`#${OWN}`) && textOf(element) === '↑') return;
	const safe = href === null ? null : safeHref(href);
	if (safe !== null) {
		return readChildren(reader, flow, element, {
			...context,
			marks: withMark(context.marks, { type: 'link', href: safe })
		});
	}
	if (href !== null && !href.startsWith(`#${OWN}`)) {
		reader.ledger.lose(href.startsWith('#') ? 'internal_link' : 'unsafe_link', textOf(element));
	}
	readChildren(reader, flow, element, context);
};

const readPreformatted: Handle = (reader, flow, element, context) => {
	reader.ledger.lose('code', textOf(element));
	readBlock(reader, flow, element, { ...context, preformatted: true });
};

/** The words stay, what the element said about them does not. */
function plain(kind: Parameters<Ledger['lose']>[0]): Handle {
	return (reader, flow, element, context) => {
		const isNote = element.childNodes.some((node) => isElement(node) && attribute(node, 'href')?.startsWith(`#${OWN}`));
		if (!isNote) loseIfWords(reader, kind, element);
		readChildren(reader, flow, element, context);
	};
}

function left(kind: Parameters<Ledger['lose']>[0] | null): Handle {
	return (reader, _flow, element) => {
		if (kind !== null) reader.ledger.lose(kind, attribute(element, 'title') ?? '');
	};
}

const HANDLERS: ReadonlyMap<string, Handle> = new Map<string, Handle>([
	...['h1', 'h2', 'h3', 'h4', 'h5', 'h6'].map((tag) => [tag, readHeading] as const),
	...['div', 'section', 'article', 'header', 'footer', 'main', 'aside', 'nav', 'figure', 'figcaption', 'address'].map(
		(tag) => [tag, readBlock] as const
	),
	...['dl', 'dt', 'dd', 'details', 'summary', 'center', 'fieldset', 'form', 'hgroup'].map(
		(tag) => [tag, readBlock] as const
	),
	['p', readParagraph],
	['ul', readList],
	['ol', readList],
	['table', readTable],
	['blockquote', readQuote],
	['br', readBreak],
	['img', readImage],
	['a', readLink],
	['pre', readPreformatted],
	['u', plain('underline')],
	['ins', plain('underline')],
	...['s', 'strike', 'del'].map((tag) => [tag, plain('strikethrough')] as const),
	...['sup', 'sub'].map((tag) => [tag, plain('raised_or_lowered')] as const),
	['mark', plain('colour')],
	['hr', left('rule')],
	['math', left('equation')],
	...['script', 'noscript'].map((tag) => [tag, left('script')] as const),
	...['iframe', 'object', 'embed', 'video', 'audio'].map((tag) => [tag, left('embed')] as const),
	...['svg', 'canvas'].map((tag) => [tag, left('drawing')] as const),
	...['input', 'select', 'textarea', 'button'].map((tag) => [tag, left('form_field')] as const),
	...['style', 'head', 'title', 'meta', 'link', 'xml', 'template', 'colgroup'].map((tag) => [tag, left(null)] as const)
]);
