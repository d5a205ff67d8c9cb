import { MAX_DEPTH, MAX_XML_NODES } from './limits.ts';
import { bomb, broken } from './zip.ts';

export type XmlElement = { name: string; attributes: Record<string, string>; children: XmlNode[] };
export type XmlNode = XmlElement | string;

/**
 * The prefixes by which the rest of the import knows Word's vocabularies, whatever prefixes the file itself
 * uses. Each has a transitional and, where it exists, a strict address.
 */
const VOCABULARIES: Readonly<Record<string, readonly string[]>> = {
	w: [
		'http://schemas.openxmlformats.org/wordprocessingml/2006/main',
		'http://purl.oclc.org/ooxml/wordprocessingml/main'
	],
	r: [
		'http://schemas.openxmlformats.org/officeDocument/2006/relationships',
		'http://purl.oclc.org/ooxml/officeDocument/relationships'
	],
	m: ['http://schemas.openxmlformats.org/officeDocument/2006/math', 'http://purl.oclc.org/ooxml/officeDocument/math'],
	wp: [
		'http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing',
		'http://purl.oclc.org/ooxml/drawingml/wordprocessingDrawing'
	],
	a: ['http://schemas.openxmlformats.org/drawingml/2006/main', 'http://purl.oclc.org/ooxml/drawingml/main'],
	pic: ['http://schemas.openxmlformats.org/drawingml/2006/picture', 'http://purl.oclc.org/ooxml/drawingml/picture'],
	mc: ['http://schemas.openxmlformats.org/markup-compatibility/2006'],
	v: ['urn:schemas-microsoft-com:vml'],
	o: ['urn:schemas-microsoft-com:office:office'],
	w14: ['http://schemas.microsoft.com/office/word/2010/wordml'],
	w15: ['http://schemas.microsoft.com/office/word/2012/wordml'],
	adec: ['http://schemas.microsoft.com/office/drawing/2017/decorative'],
	rel: ['http://schemas.openxmlformats.org/package/2006/relationships']
};

const PREFIX_BY_ADDRESS = new Map(
	Object.entries(VOCABULARIES).flatMap(([prefix, addresses]) => addresses.map((address) => [address, prefix] as const))
);

type Scope = ReadonlyMap<string, string>;
type Open = { element: XmlElement; tag: string; scope: Scope };

const MARKUP =
	/<!--[\s\S]*?-->|<\?[\s\S]*?\?>|<!\[CDATA\[([\s\S]*?)\]\]>|<\/([^\s<>/]+)\s*>|<([^\s<>/!?="']+)((?:\s+[^\s<>/="']+\s*=\s*(?:"[^"<]*"|'[^'<]*'))*)\s*(\/?)>/y;
const ATTRIBUTE = /([^\s=]+)\s*=\s*(?:"([^"]*)"|'([^']*)')/g;

/**
 * Reads a part of a Word file into a tree, names written with the prefixes above. Strict on purpose: document
 * type declarations (and with them entities of the file's own) are refused, as is everything not well-formed,
 * too deep or too large. Iterative, so that depth costs no stack.
 */
export function parseXml(bytes: Uint8Array): XmlElement {
	const source = decodeXml(bytes);
	const top: XmlElement = { name: '', attributes: {}, children: [] };
	const stack: Open[] = [{ element: top, tag: '', scope: new Map([['xml', 'xml']]) }];
	let nodes = 0;
	for (let at = 0; at < source.length;) {
		if (++nodes > MAX_XML_NODES) bomb();
		const next = source.indexOf('<', at);
		if (next !== at) {
			const end = next === -1 ? source.length : next;
			addText(stack, unescape(source.slice(at, end)));
			at = end;
			continue;
		}
		MARKUP.lastIndex = at;
		const match = MARKUP.exec(source);
		if (!match) return broken();
		at = MARKUP.lastIndex;
		apply(stack, match);
	}
	const [root] = top.children;
	return stack.length === 1 && top.children.length === 1 && root !== undefined && typeof root !== 'string'
		? root
		: broken();
}

function apply(stack: Open[], [, cdata, closing, opening, attributes, single]: RegExpExecArray): void {
	if (cdata !== undefined) return addText(stack, cdata);
	if (closing !== undefined) {
		const open = stack.pop();
		if (open?.tag !== closing || stack.length === 0) broken();
		return;
	}
	if (opening === undefined) return;
	const parent = stack.at(-1);
	if (!parent || stack.length > MAX_DEPTH) return broken();
	const written = readAttributes(attributes ?? '');
	const scope = declare(parent.scope, written);
	const element: XmlElement = { name: known(opening, scope), attributes: {}, children: [] };
	for (const [name, value] of written) {
		if (name !== 'xmlns' && !name.startsWith('xmlns:')) {
			element.attributes[name.includes(':') ? known(name, scope) : name] = value;
		}
	}
	parent.element.children.push(element);
	if (single === '') stack.push({ element, tag: opening, scope });
}

function readAttributes(written: string): Map<string, string> {
	const attributes = new Map<string, string>();
	for (const [, name = '', double, apostrophe] of written.matchAll(ATTRIBUTE)) {
		if (attributes.has(name)) broken();
		attributes.set(name, unescape(double ?? apostrophe ?? ''));
	}
	return attributes;
}

function declare(scope: Scope, attributes: ReadonlyMap<string, string>): Scope {
	const declared = [...attributes].filter(([name]) => name === 'xmlns' || name.startsWith('xmlns:'));
	if (declared.length === 0) return scope;
	return new Map([...scope, ...declared.map(([name, value]) => [name.slice(6), value] as const)]);
}

/** `word:p` in a file that binds `word` to Word's vocabulary is `w:p` to us; unknown vocabularies keep their own. */
function known(name: string, scope: Scope): string {
	const [prefix, local] = name.includes(':') ? name.split(':', 2) : ['', name];
	const address = scope.get(prefix ?? '');
	const ours = address === undefined ? undefined : PREFIX_BY_ADDRESS.get(address);
	if (ours !== undefined) return `${ours}:${local}`;
	return prefix && prefix in VOCABULARIES ? `other-${name}` : name;
}

function addText(stack: readonly Open[], text: string): void {
	const parent = stack.at(-1);
	if (!parent || (stack.length === 1 && text.trim() !== '')) return broken();
	if (stack.length > 1) parent.element.children.push(text);
}

const ENTITIES: ReadonlyMap<string, string> = new Map(
	Object.entries({ lt: '<', gt: '>', amp: '&', quot: '"', apos: "'" })
);

function unescape(text: string): string {
	if (!text.includes('&')) return text;
	return text.replace(/&(#x[\da-f]+|#\d+|\w+);|&/gi, (_, entity: string | undefined) => {
		if (entity === undefined) return broken();
		if (!entity.startsWith('#')) return ENTITIES.get(entity) ?? broken();
		const code = /^#x/i.test(entity) ? Number.parseInt(entity.slice(2), 16) : Number.parseInt(entity.slice(1), 10);
		return code > 0 && code <= 0x10ffff && !(code >= 0xd800 && code < 0xe000) ? String.fromCodePoint(code) : broken();
	});
}

function decodeXml(bytes: Uint8Array): string {
	const encoding =
		bytes[0] === 0xff && bytes[1] === 0xfe ? 'utf-16le' : bytes[0] === 0xfe && bytes[1] === 0xff ? 'utf-16be' : 'utf-8';
	try {
		return new TextDecoder(encoding, { fatal: true }).decode(bytes);
	} catch {
		return broken();
	}
}

/** Writes a tree as a whole document with the vocabularies it may use declared at its root. */
export function writeXml(root: XmlElement): string {
	const declared = Object.fromEntries(
		Object.entries(VOCABULARIES).map(([prefix, addresses]) => [`xmlns:${prefix}`, addresses[0] ?? ''])
	);
	return '<?xml version="1.0" encoding="UTF-8"?>' + write({ ...root, attributes: { ...declared, ...root.attributes } });
}

function write(node: XmlNode): string {
	if (typeof node === 'string') return escape(node);
	const attributes = Object.entries(node.attributes).map(([name, value]) => ` ${name}="${escape(value)}"`);
	return `<${node.name}${attributes.join('')}>${node.children.map(write).join('')}</${node.name}>`;
}

/** Characters that XML cannot hold at all are left out. */
function escape(text: string): string {
	return text
		.replace(/[&<>"]/g, (character) => `&#${character.charCodeAt(0)};`)
		.replace(/[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu, '');
}

export function element(name: string, attributes: Record<string, string> = {}, children: XmlNode[] = []): XmlElement {
	return { name, attributes, children };
}

export function elements(parent: XmlElement | undefined): XmlElement[] {
	return parent ? parent.children.filter((child) => typeof child !== 'string') : [];
}

export function child(parent: XmlElement | undefined, name: string): XmlElement | undefined {
	return elements(parent).find((candidate) => candidate.name === name);
}

export function attributeOf(parent: XmlElement | undefined, name: string): string {
	return parent?.attributes[name] ?? '';
}

/** The `w:val` of a child: how Word writes nearly every property. */
export function value(parent: XmlElement | undefined, name: string): string | undefined {
	return child(parent, name)?.attributes['w:val'];
}

/** An on/off property: on by being there, off by its value, undefined when nothing is said. */
export function toggle(parent: XmlElement | undefined, name: string): boolean | undefined {
	const found = child(parent, name);
	return found && !['0', 'false', 'off'].includes(found.attributes['w:val'] ?? '');
}

/** Every element below `parent`, in document order; what lies under one that `enter` says no to is passed over. */
export function* descendants(parent: XmlElement, enter = (_: XmlElement): boolean => true): Generator<XmlElement> {
	for (const found of elements(parent)) {
		yield found;
		if (enter(found)) yield* descendants(found, enter);
	}
}

/** The words below an element as a reader sees them; `deleted` takes the words of tracked deletions instead. */
export function words(parent: XmlElement, deleted = false): string {
	const parts = [...descendants(parent)].map((found) => {
		if (found.name === (deleted ? 'w:delText' : 'w:t') || (deleted && found.name === 'w:t'))
			return found.children.join('');
		return found.name === 'w:tab' || found.name === 'w:br' || found.name === 'w:cr' ? ' ' : '';
	});
	return parts.join('').replace(/\s+/g, ' ').trim();
}
