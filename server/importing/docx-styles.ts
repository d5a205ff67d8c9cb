import type { Part } from './docx-package.ts';
import { canonicalLanguage } from './settle.ts';
import { attributeOf, child, elements, toggle, value } from './xml.ts';
import type { XmlElement } from './xml.ts';

/** What a paragraph is, by its style: `level` 0 is the title, 1–9 headings. */
export type Role = { kind: 'heading'; level: number } | { kind: 'quote' } | { kind: 'contents' } | { kind: 'text' };
export type NumberingRef = { numId: string | undefined; level: number | undefined };
export type Looks = { bold?: boolean; italic?: boolean; strike?: boolean; hidden?: boolean; lang?: string };

export type Styles = {
	role(paragraph: XmlElement | undefined): Role;
	/** Numbering of a paragraph, its own or its style's. */
	numbering(paragraph: XmlElement | undefined): NumberingRef | null;
	/** How a run looks: its own properties, then its character style's; the language also from further out. */
	looks(run: XmlElement | undefined, paragraph: XmlElement | undefined): Looks;
	/** The language of text that says nothing else. */
	defaultLang: string | null;
};

/** Names of built-in styles are English in every Word; older and converted files have them in other languages. */
const HEADING = /^(?:heading|rubrik|overskrift|otsikko|überschrift|titre) ?([1-9])$/i;
const TITLE = /^(?:title|titel|rubrik)$/i;
const QUOTE = /^(?:(?:intense )?quote|quotations|block text|citat|starkt citat)$/i;
const CONTENTS =
	/^(?:toc (?:[1-9]|heading)|contents (?:[1-9]|heading)|innehåll [1-9]|innehållsförteckning(?:srubrik)?)$/i;

export function readStyles(part: Part | null): Styles {
	const styles = new Map(
		(part ? elements(part.root) : [])
			.filter((style) => style.name === 'w:style')
			.map((style) => [attributeOf(style, 'w:styleId'), style])
	);
	const defaults = child(child(child(part?.root, 'w:docDefaults'), 'w:rPrDefault'), 'w:rPr');
	const standard = [...styles.values()].find(
		(style) => attributeOf(style, 'w:type') === 'paragraph' && /^(1|true|on)$/.test(attributeOf(style, 'w:default'))
	);
	const chain = (id: string | undefined): XmlElement[] => chainOf(styles, id);
	const paragraphChain = (paragraph: XmlElement | undefined): XmlElement[] =>
		chain(value(paragraph, 'w:pStyle') ?? attributeOf(standard, 'w:styleId'));
	return {
		role: (paragraph) => roleOf(paragraph, paragraphChain(paragraph)),
		numbering: (paragraph) => numberingOf(paragraph, paragraphChain(paragraph)),
		looks: (run, paragraph) =>
			looksOf([run, ...properties(chain(value(run, 'w:rStyle')))], properties(paragraphChain(paragraph))),
		defaultLang: canonicalLanguage(value(defaults, 'w:lang') ?? '')
	};
}

/** A style and those it is based on, nearest first; a circle ends where it closes. */
function chainOf(styles: ReadonlyMap<string, XmlElement>, id: string | undefined): XmlElement[] {
	const chain = new Set<XmlElement>();
	for (
		let style = styles.get(id ?? '');
		style && !chain.has(style);
		style = styles.get(value(style, 'w:basedOn') ?? '')
	) {
		chain.add(style);
	}
	return [...chain];
}

function properties(chain: readonly XmlElement[]): (XmlElement | undefined)[] {
	return chain.map((style) => child(style, 'w:rPr'));
}

function roleOf(paragraph: XmlElement | undefined, chain: readonly XmlElement[]): Role {
	const own = value(paragraph, 'w:outlineLvl');
	if (own !== undefined) return byOutline(own);
	for (const [index, style] of chain.entries()) {
		const name = value(style, 'w:name') ?? '';
		const heading = HEADING.exec(name)?.[1];
		const outline = value(child(style, 'w:pPr'), 'w:outlineLvl');
		if (CONTENTS.test(name)) return { kind: 'contents' };
		if (index === 0 && TITLE.test(name)) return { kind: 'heading', level: 0 };
		if (heading !== undefined) return { kind: 'heading', level: Number(heading) };
		if (outline !== undefined) return byOutline(outline);
		if (QUOTE.test(name)) return { kind: 'quote' };
	}
	return { kind: 'text' };
}

/** Outline levels count from 0; 9 is body text. */
function byOutline(level: string): Role {
	return /^[0-8]$/.test(level) ? { kind: 'heading', level: Number(level) + 1 } : { kind: 'text' };
}

function numberingOf(paragraph: XmlElement | undefined, chain: readonly XmlElement[]): NumberingRef | null {
	const written = [paragraph, ...chain.map((style) => child(style, 'w:pPr'))].map((owner) => child(owner, 'w:numPr'));
	const numId = first(written.map((numbering) => value(numbering, 'w:numId')));
	const level = first(written.map((numbering) => value(numbering, 'w:ilvl')));
	if (numId === undefined || numId === '0') return null;
	return { numId, level: level !== undefined && /^[0-8]$/.test(level) ? Number(level) : undefined };
}

function looksOf(own: readonly (XmlElement | undefined)[], outer: readonly (XmlElement | undefined)[]): Looks {
	const is = (name: string): boolean | undefined => first(own.map((rPr) => toggle(rPr, name)));
	const lang = first([...own, ...outer].map((rPr) => canonicalLanguage(value(rPr, 'w:lang') ?? '') ?? undefined));
	return {
		bold: is('w:b') ?? false,
		italic: is('w:i') ?? false,
		strike: (is('w:strike') ?? false) || (is('w:dstrike') ?? false),
		hidden: is('w:vanish') ?? first(outer.map((rPr) => toggle(rPr, 'w:vanish'))) ?? false,
		...(lang === undefined ? {} : { lang })
	};
}

function first<T>(values: readonly (T | undefined)[]): T | undefined {
	return values.find((candidate) => candidate !== undefined);
}
