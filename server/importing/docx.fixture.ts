import { strToU8, zipSync } from 'fflate';
import type { Zippable } from 'fflate';

/** What a test's Word file holds: WordprocessingML as Word writes it, one string per part. */
export type DocxParts = {
	body: string;
	styles?: string;
	numbering?: string;
	comments?: string;
	commentsExtended?: string;
	footnotes?: string;
	header?: string;
	links?: Record<string, string>;
	media?: Record<string, Uint8Array>;
	contentTypes?: string;
	more?: Record<string, Uint8Array>;
};

const NAMESPACES = [
	'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"',
	'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"',
	'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"',
	'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"',
	'xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture"',
	'xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math"',
	'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"',
	'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"',
	'xmlns:v="urn:schemas-microsoft-com:vml"',
	'xmlns:o="urn:schemas-microsoft-com:office:office"',
	'xmlns:w14="http://schemas.microsoft.com/office/word/2010/wordml"',
	'xmlns:w15="http://schemas.microsoft.com/office/word/2012/wordml"',
	'xmlns:adec="http://schemas.microsoft.com/office/drawing/2017/decorative"'
].join(' ');

const RELATIONS = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
const TYPES = `<Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/>`;

/** Packs the parts into a Word file as Word would. */
export function docx(parts: DocxParts): Uint8Array {
	const files: Zippable = {
		'[Content_Types].xml': xml(
			'Types',
			parts.contentTypes ?? TYPES,
			'xmlns="http://schemas.openxmlformats.org/package/2006/content-types"'
		),
		'_rels/.rels': relations([['rId1', 'officeDocument', 'word/document.xml', false]]),
		'word/document.xml': xml('w:document', `<w:body>${parts.body}</w:body>`),
		'word/styles.xml': xml('w:styles', STYLES + (parts.styles ?? '')),
		'word/numbering.xml': xml('w:numbering', parts.numbering ?? NUMBERING),
		'word/_rels/document.xml.rels': relations([
			['s1', 'styles', 'styles.xml', false],
			['s2', 'numbering', 'numbering.xml', false],
			...optional(parts),
			...Object.entries(parts.links ?? {}).map(([id, href]): Relation => [id, 'hyperlink', href, true]),
			...Object.keys(parts.media ?? {}).map((name): Relation => [name, 'image', `media/${name}`, false])
		])
	};
	for (const name of OPTIONAL) {
		const content = parts[name];
		if (content !== undefined) files[`word/${name}.xml`] = xml(ROOTS[name], content);
	}
	for (const [name, bytes] of Object.entries(parts.media ?? {})) files[`word/media/${name}`] = bytes;
	return zipSync({ ...files, ...parts.more });
}

const OPTIONAL = ['comments', 'commentsExtended', 'footnotes', 'header'] as const;
const ROOTS = { comments: 'w:comments', commentsExtended: 'w15:commentsEx', footnotes: 'w:footnotes', header: 'w:hdr' };

type Relation = [id: string, type: string, target: string, external: boolean];

function optional(parts: DocxParts): Relation[] {
	return OPTIONAL.filter((name) => parts[name] !== undefined).map((name) => [name, name, `${name}.xml`, false]);
}

function xml(root: string, content: string, attributes = NAMESPACES): Uint8Array {
	return strToU8(
		`<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\r\n<${root} ${attributes}>${content}</${root}>`
	);
}

function relations(entries: readonly Relation[]): Uint8Array {
	const written = entries.map(
		([id, type, target, external]) =>
			`<Relationship Id="${id}" Type="${RELATIONS}/${type}" Target="${target}"${external ? ' TargetMode="External"' : ''}/>`
	);
	return xml('Relationships', written.join(''), 'xmlns="http://schemas.openxmlformats.org/package/2006/relationships"');
}

const STYLES = [
	'<w:docDefaults><w:rPrDefault><w:rPr><w:lang w:val="sv-SE"/></w:rPr></w:rPrDefault></w:docDefaults>',
	style('paragraph', 'Normal', 'Normal', '', ' w:default="1"'),
	style('paragraph', 'Rubrik', 'Title'),
	...[1, 2, 3, 4, 5].map((level) => style('paragraph', `Rubrik${level}`, `heading ${level}`)),
	style('paragraph', 'Citat', 'Quote'),
	style('paragraph', 'Innehll1', 'toc 1'),
	style('character', 'Stark', 'Strong', '<w:rPr><w:b/></w:rPr>')
].join('');

export function style(type: string, id: string, name: string, content = '', attributes = ''): string {
	return `<w:style w:type="${type}" w:styleId="${id}"${attributes}><w:name w:val="${name}"/>${content}</w:style>`;
}

/** List 1 is numbered, list 2 bulleted, list 3 the same numbering begun anew, list 4 lettered. */
const NUMBERING = [
	abstractNumbering('10', ['decimal', 'lowerLetter', 'decimal']),
	abstractNumbering('20', ['bullet', 'bullet', 'bullet']),
	abstractNumbering('40', ['lowerLetter']),
	'<w:num w:numId="1"><w:abstractNumId w:val="10"/></w:num>',
	'<w:num w:numId="2"><w:abstractNumId w:val="20"/></w:num>',
	'<w:num w:numId="3"><w:abstractNumId w:val="10"/><w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride></w:num>',
	'<w:num w:numId="4"><w:abstractNumId w:val="40"/></w:num>'
].join('');

function abstractNumbering(id: string, formats: readonly string[]): string {
	const levels = formats.map(
		(format, level) => `<w:lvl w:ilvl="${level}"><w:start w:val="1"/><w:numFmt w:val="${format}"/></w:lvl>`
	);
	return `<w:abstractNum w:abstractNumId="${id}">${levels.join('')}</w:abstractNum>`;
}

export function run(text: string, properties = ''): string {
	return `<w:r><w:rPr>${properties}</w:rPr><w:t xml:space="preserve">${text}</w:t></w:r>`;
}

/** A paragraph of ready runs, or of plain text. */
export function p(content: string, properties = ''): string {
	const runs = content.startsWith('<') ? content : content === '' ? '' : run(content);
	return `<w:p><w:pPr>${properties}</w:pPr>${runs}</w:p>`;
}

export function styled(styleId: string, content: string): string {
	return p(content, `<w:pStyle w:val="${styleId}"/>`);
}

export function item(list: number, level: number, content: string): string {
	return p(content, `<w:numPr><w:ilvl w:val="${level}"/><w:numId w:val="${list}"/></w:numPr>`);
}

export function table(rows: readonly (readonly string[])[], properties = ''): string {
	const written = rows.map((row) => `<w:tr>${row.map((cell) => `<w:tc>${cell}</w:tc>`).join('')}</w:tr>`);
	return `<w:tbl><w:tblPr>${properties}</w:tblPr>${written.join('')}</w:tbl>`;
}

export function picture(name: string, attributes: string, inside = ''): string {
	const blip = `<pic:pic><pic:blipFill><a:blip r:embed="${name}"/></pic:blipFill></pic:pic>`;
	return `<w:r><w:drawing><wp:inline><wp:docPr id="1" name="Bild 1" ${attributes}>${inside}</wp:docPr><a:graphic><a:graphicData>${blip}</a:graphicData></a:graphic></wp:inline></w:drawing></w:r>`;
}

export function tracked(kind: 'ins' | 'del' | 'moveFrom' | 'moveTo', author: string, text: string): string {
	const name = kind === 'del' || kind === 'moveFrom' ? 'w:delText' : 'w:t';
	return `<w:${kind} w:id="9" w:author="${author}"><w:r><${kind === 'moveFrom' ? 'w:t' : name} xml:space="preserve">${text}</${kind === 'moveFrom' ? 'w:t' : name}></w:r></w:${kind}>`;
}
