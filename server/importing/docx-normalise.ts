import type { Part, WordPackage } from './docx-package.ts';
import type { Numbering } from './docx-numbering.ts';
import type { Looks, Role, Styles } from './docx-styles.ts';
import { keepPictures } from './docx-pictures.ts';
import type { Picture } from './docx-pictures.ts';
import type { ImageShelf } from './image-shelf.ts';
import type { Ledger } from './report.ts';
import { attributeOf, child, element, elements, toggle, value, words } from './xml.ts';
import type { XmlElement } from './xml.ts';

/** What one rewriting of a Word file reads from and gathers. */
export type Rewriter = {
	readonly word: WordPackage;
	readonly styles: Styles;
	readonly numbering: Numbering;
	readonly ledger: Ledger;
	readonly shelf: ImageShelf;
	/** Notes by kind and id, to quote them where they are referred to. */
	readonly notes: ReadonlyMap<string, XmlElement>;
	readonly pictures: Picture[];
	readonly links: string[];
	readonly languages: Set<string>;
};

/** Where in the file the rewriting is: the part, the paragraph's properties, and blocks to set after it. */
type Place = { part: Part; pPr?: XmlElement | undefined; role?: Role; lifted: XmlElement[]; inLink: boolean };

const THROUGH = new Set([
	'w:customXml',
	'w:ins',
	'w:moveTo',
	'w:smartTag',
	'w:bdo',
	'w:dir',
	'w:fldSimple',
	'w:sdtContent'
]);
const SILENT =
	/^w:(?:[pr]Pr|sectPr|sdtPr|sdtEndPr|del|moveFrom|proofErr|tblPr|tblGrid|tblPrEx|trPr|tcPr|bookmark.*|comment.*|perm(?:Start|End)|move(?:From|To)Range.*|customXml.*|lastRenderedPageBreak|annotationRef|footnoteRef|endnoteRef|separator|continuationSeparator|delText|delInstrText|fldData|smartTagPr)$/;

/**
 * Rewrites blocks of a Word file into the few constructs that the conversion afterwards has to understand:
 * changes accepted, numbering and styles resolved, pictures and links gathered, and the rest taken down as
 * lost. Every element is either known here or in the report.
 */
export function rewriteBlocks(rewriter: Rewriter, blocks: readonly XmlElement[], part: Part): XmlElement[] {
	const written: XmlElement[] = [];
	let carried: XmlElement[] = [];
	for (const block of blocks.flatMap((found) => unwrap(rewriter, found))) {
		const joins = block.name === 'w:p' && isMarkDeleted(block);
		if (joins) carried = [...carried, ...elements(block).filter((inner) => inner.name !== 'w:pPr')];
		else {
			written.push(...rewriteBlock(rewriter, block.name === 'w:p' ? withFirst(block, carried) : block, part));
			if (block.name === 'w:p') carried = [];
		}
	}
	const rest = carried.length > 0 ? rewriteBlock(rewriter, element('w:p', {}, carried), part) : [];
	return [...written, ...rest];
}

/** A paragraph whose end is deleted in a tracked change runs on into the next one. */
function isMarkDeleted(paragraph: XmlElement): boolean {
	const mark = child(child(paragraph, 'w:pPr'), 'w:rPr');
	return child(mark, 'w:del') !== undefined || child(mark, 'w:moveFrom') !== undefined;
}

function withFirst(paragraph: XmlElement, inline: readonly XmlElement[]): XmlElement {
	if (inline.length === 0) return paragraph;
	const properties = elements(paragraph).filter((found) => found.name === 'w:pPr');
	return {
		...paragraph,
		children: [...properties, ...inline, ...elements(paragraph).filter((found) => found.name !== 'w:pPr')]
	};
}

/** The elements that stand in a wrapper without meaning to us, or the element itself. */
function unwrap(rewriter: Rewriter, found: XmlElement): XmlElement[] {
	if (found.name === 'w:sdt') return elements(child(found, 'w:sdtContent')).flatMap((inner) => unwrap(rewriter, inner));
	return THROUGH.has(found.name) ? elements(found).flatMap((inner) => unwrap(rewriter, inner)) : [found];
}

function rewriteBlock(rewriter: Rewriter, block: XmlElement, part: Part): XmlElement[] {
	if (block.name === 'w:p') return rewriteParagraph(rewriter, block, part);
	if (block.name === 'w:tbl') return [rewriteTable(rewriter, block, part)];
	if (SILENT.test(block.name)) return [];
	if (block.name.startsWith('m:')) rewriter.ledger.lose('equation', mathWords(block));
	else rewriter.ledger.lose(block.name === 'w:altChunk' ? 'embedded_object' : 'other', words(block) || block.name);
	return [];
}

function rewriteParagraph(rewriter: Rewriter, paragraph: XmlElement, part: Part): XmlElement[] {
	const pPr = child(paragraph, 'w:pPr');
	const role = rewriter.styles.role(pPr);
	if (role.kind === 'contents') {
		if (words(paragraph) !== '') rewriter.ledger.lose('table_of_contents', words(paragraph));
		return [];
	}
	const place: Place = { part, pPr, role, lifted: [], inLink: false };
	const number = rewriteNumbering(rewriter, paragraph, pPr, role);
	const inline = elements(paragraph).flatMap((found) => rewriteInline(rewriter, found, place));
	const properties = [...styleFor(role), ...number.properties];
	return [element('w:p', {}, [element('w:pPr', {}, properties), ...number.marker, ...inline]), ...place.lifted];
}

function styleFor(role: Role): XmlElement[] {
	if (role.kind === 'heading')
		return [element('w:pStyle', { 'w:val': role.level === 0 ? 'Title' : `Level${Math.min(role.level, 6)}` })];
	return role.kind === 'quote' ? [element('w:pStyle', { 'w:val': 'Quote' })] : [];
}

/** Lists are written anew as one of two: 1 numbered, 2 bulleted. A bookmark carries the number of the item. */
function rewriteNumbering(
	rewriter: Rewriter,
	paragraph: XmlElement,
	pPr: XmlElement | undefined,
	role: Role
): { properties: XmlElement[]; marker: XmlElement[] } {
	const reference = rewriter.styles.numbering(pPr);
	const numbered =
		reference?.numId === undefined ? null : rewriter.numbering.next(reference.numId, reference.level ?? 0);
	if (!numbered) return { properties: [], marker: [] };
	if (role.kind === 'heading') {
		if (numbered.ordered && words(paragraph) !== '') rewriter.ledger.lose('heading_number', words(paragraph));
		return { properties: [], marker: [] };
	}
	if (numbered.ordered && !/^decimal/.test(numbered.format)) rewriter.ledger.lose('list_format', words(paragraph));
	const numPr = element('w:numPr', {}, [
		element('w:ilvl', { 'w:val': String(numbered.level) }),
		element('w:numId', { 'w:val': numbered.ordered ? '1' : '2' })
	]);
	const marker = numbered.ordered ? [element('w:bookmarkStart', { 'w:name': `item-${numbered.ordinal}` })] : [];
	return { properties: [numPr], marker };
}

function rewriteInline(rewriter: Rewriter, found: XmlElement, place: Place): XmlElement[] {
	const inside = (parent: XmlElement | undefined): XmlElement[] =>
		elements(parent).flatMap((inner) => rewriteInline(rewriter, inner, place));
	if (found.name === 'w:r') return rewriteRun(rewriter, found, place);
	if (found.name === 'w:hyperlink') return rewriteLink(rewriter, found, place);
	if (found.name === 'w:sdt') return inside(child(found, 'w:sdtContent'));
	if (THROUGH.has(found.name)) return inside(found);
	if (SILENT.test(found.name)) return [];
	if (found.name.startsWith('m:')) rewriter.ledger.lose('equation', `${mathWords(found)} ${words(found)}`);
	else rewriter.ledger.lose('other', words(found) || found.name);
	return [];
}

function mathWords(found: XmlElement): string {
	return found.name === 'm:t' ? found.children.join('') : elements(found).map(mathWords).join(' ').trim();
}

function rewriteLink(rewriter: Rewriter, link: XmlElement, place: Place): XmlElement[] {
	const relation = place.part.relations.get(attributeOf(link, 'r:id'));
	const anchor = attributeOf(link, 'w:anchor');
	const inside = elements(link).flatMap((inner) => rewriteInline(rewriter, inner, { ...place, inLink: true }));
	if (!relation?.external) {
		if (words(link) !== '') rewriter.ledger.lose('internal_link', words(link));
		return inside;
	}
	const href = anchor === '' ? relation.target : `${relation.target.split('#')[0]}#${anchor}`;
	const known = rewriter.links.indexOf(href);
	const index = known >= 0 ? known : rewriter.links.push(href) - 1;
	return [element('w:hyperlink', { 'r:id': `link${index}` }, inside)];
}

const KEPT_IN_RUN = new Set(['w:t', 'w:tab', 'w:noBreakHyphen', 'w:softHyphen', 'w:sym', 'w:fldChar']);

function rewriteRun(rewriter: Rewriter, run: XmlElement, place: Place): XmlElement[] {
	const rPr = child(run, 'w:rPr');
	const looks = rewriter.styles.looks(rPr, place.pPr);
	if (looks.hidden) {
		if (words(run) !== '') rewriter.ledger.lose('hidden_text', words(run));
		return [];
	}
	if (isColoured(rPr, place) && words(run) !== '') rewriter.ledger.lose('colour', words(run));
	const content = elements(run).flatMap((found) => rewriteInRun(rewriter, found, place));
	if (content.length === 0) return [];
	return [element('w:r', {}, [element('w:rPr', {}, writtenLooks(rewriter, rPr, looks, place)), ...content])];
}

/** Only what the writer set on these very words: headings and links have colours by style. */
function isColoured(rPr: XmlElement | undefined, place: Place): boolean {
	const highlight = value(rPr, 'w:highlight') ?? 'none';
	const shade = attributeOf(child(rPr, 'w:shd'), 'w:fill') || 'auto';
	const colour = value(rPr, 'w:color') ?? 'auto';
	if (highlight !== 'none' || !/^(auto|ffffff)$/i.test(shade)) return true;
	return !/^(auto|000000)$/i.test(colour) && !place.inLink && place.role?.kind !== 'heading';
}

/** The language travels as the name of a highlight colour: the conversion leaves such names as they are. */
function writtenLooks(rewriter: Rewriter, rPr: XmlElement | undefined, looks: Looks, place: Place): XmlElement[] {
	const written: XmlElement[] = [];
	if (looks.bold) written.push(element('w:b'));
	if (looks.italic) written.push(element('w:i'));
	if (looks.strike) written.push(element('w:strike'));
	if (!place.inLink && !['none', undefined].includes(value(rPr, 'w:u')))
		written.push(element('w:u', { 'w:val': 'single' }));
	const raised = value(rPr, 'w:vertAlign');
	if (raised !== undefined) written.push(element('w:vertAlign', { 'w:val': raised }));
	if (looks.lang !== undefined) {
		rewriter.languages.add(looks.lang);
		written.push(element('w:highlight', { 'w:val': looks.lang }));
	}
	return written;
}

function rewriteInRun(rewriter: Rewriter, found: XmlElement, place: Place): XmlElement[] {
	if (KEPT_IN_RUN.has(found.name)) return [found];
	switch (found.name) {
		case 'w:instrText':
			return rewriteInstruction(found);
		case 'w:br':
			return ['page', 'column'].includes(attributeOf(found, 'w:type')) ? [] : [element('w:br')];
		case 'w:cr':
			return [element('w:br')];
		case 'w:ptab':
			return [element('w:tab')];
		case 'w:footnoteReference':
		case 'w:endnoteReference':
			return rewriteNoteReference(rewriter, found);
		case 'w:drawing':
		case 'w:pict':
			return rewriteDrawing(rewriter, found, place);
		case 'w:object':
			rewriter.ledger.lose('embedded_object', attributeOf(child(found, 'o:OLEObject'), 'ProgID'));
			return [];
		case 'w:ruby':
			return elements(child(found, 'w:rubyBase'))
				.flatMap((base) => elements(base))
				.filter((base) => KEPT_IN_RUN.has(base.name));
	}
	if (!SILENT.test(found.name)) rewriter.ledger.lose('other', words(found) || found.name);
	return [];
}

/** Without runs of blanks, over which mammoth's patterns would take quadratic time. */
function rewriteInstruction(instruction: XmlElement): XmlElement[] {
	const text = instruction.children.join('').replace(/\s+/g, ' ').slice(0, 4000);
	return text.trim() === '' ? [] : [element('w:instrText', {}, [text])];
}

function rewriteNoteReference(rewriter: Rewriter, reference: XmlElement): XmlElement[] {
	const id = attributeOf(reference, 'w:id');
	const note = rewriter.notes.get(`${reference.name}:${id}`);
	if (!note) return [];
	rewriter.ledger.lose('notes', words(note));
	return [element(reference.name, { 'w:id': id })];
}

function rewriteDrawing(rewriter: Rewriter, drawing: XmlElement, place: Place): XmlElement[] {
	const { written, boxes } = keepPictures(rewriter, drawing, place.part);
	for (const box of boxes) {
		rewriter.ledger.lose('text_box', words(box));
		place.lifted.push(...rewriteBlocks(rewriter, elements(box), place.part));
	}
	return written;
}

/** A table that says that its first row is no header is marked, since tables otherwise have one. */
function rewriteTable(rewriter: Rewriter, table: XmlElement, part: Part): XmlElement {
	const look = child(child(table, 'w:tblPr'), 'w:tblLook');
	const bits = Number.parseInt(attributeOf(look, 'w:val'), 16);
	const firstRow = attributeOf(look, 'w:firstRow');
	const isPlain = firstRow === '' ? look !== undefined && (bits & 0x20) === 0 : /^(0|false|off)$/.test(firstRow);
	const rows = elements(table)
		.flatMap((found) => unwrap(rewriter, found))
		.filter((found) => found.name === 'w:tr' && child(child(found, 'w:trPr'), 'w:del') === undefined);
	const style = isPlain ? [element('w:tblStyle', { 'w:val': 'Plain' })] : [];
	return element('w:tbl', {}, [element('w:tblPr', {}, style), ...rows.map((row) => rewriteRow(rewriter, row, part))]);
}

function rewriteRow(rewriter: Rewriter, row: XmlElement, part: Part): XmlElement {
	const header = toggle(child(row, 'w:trPr'), 'w:tblHeader') ? [element('w:tblHeader')] : [];
	const cells = elements(row)
		.flatMap((found) => unwrap(rewriter, found))
		.filter((found) => found.name === 'w:tc')
		.map((cell) => {
			const tcPr = elements(child(cell, 'w:tcPr')).filter((found) => ['w:gridSpan', 'w:vMerge'].includes(found.name));
			return element('w:tc', {}, [element('w:tcPr', {}, tcPr), ...rewriteBlocks(rewriter, elements(cell), part)]);
		});
	return element('w:tr', {}, [element('w:trPr', {}, header), ...cells]);
}
