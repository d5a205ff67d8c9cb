import type { Block, Inline, List, Mark, Table, TableCell, TextContent } from './blocks.ts';
import { isLanguageTag, isSafeHref } from './inline.ts';

export type RenderOptions = {
	/** The address of an image; without it images are shown by their alternative text alone. */
	imageSrc?: (imageId: string) => string;
};

const ENTITIES: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };

export function escapeHtml(text: string): string {
	return text.replace(/[&<>"']/g, (character) => ENTITIES[character] ?? character);
}

function markedHtml(html: string, mark: Mark): string {
	switch (mark.type) {
		case 'bold':
			return `<strong>${html}</strong>`;
		case 'italic':
			return `<em>${html}</em>`;
		// Content may come from a database row older than the rules: the check is made again where it counts.
		case 'link':
			return isSafeHref(mark.href) ? `<a href="${escapeHtml(mark.href)}">${html}</a>` : html;
		case 'language':
			return isLanguageTag(mark.lang) ? `<span lang="${escapeHtml(mark.lang)}">${html}</span>` : html;
	}
}

/** Inline content as escaped HTML; the first mark in a list is the outermost element. */
export function inlineHtml(content: readonly Inline[]): string {
	return content
		.map((part) => {
			if (part.type === 'break') return '<br>';
			return (part.marks ?? []).reduceRight(markedHtml, escapeHtml(part.text));
		})
		.join('');
}

const isHeaderRow = (row: readonly TableCell[]): boolean => row.length > 0 && row.every((cell) => cell.header);

function cellHtml(cell: TableCell, scope: 'col' | 'row', options: RenderOptions): string {
	const span = (cell.colspan ? ` colspan="${cell.colspan}"` : '') + (cell.rowspan ? ` rowspan="${cell.rowspan}"` : '');
	const name = cell.header ? 'th' : 'td';
	return `<${name}${cell.header ? ` scope="${scope}"` : ''}${span}>${blocksHtml(cell.blocks, options)}</${name}>`;
}

function rowsHtml(rows: readonly TableCell[][], scope: 'col' | 'row', options: RenderOptions): string {
	return rows.map((row) => `<tr>${row.map((cell) => cellHtml(cell, scope, options)).join('')}</tr>`).join('');
}

function tableHtml(table: Table, options: RenderOptions): string {
	const firstBodyRow = table.rows.findIndex((row) => !isHeaderRow(row));
	const end = firstBodyRow < 0 ? table.rows.length : firstBodyRow;
	const head = rowsHtml(table.rows.slice(0, end), 'col', options);
	const body = rowsHtml(table.rows.slice(end), 'row', options);
	return `<table id="b-${table.id}">${head && `<thead>${head}</thead>`}${body && `<tbody>${body}</tbody>`}</table>`;
}

function listHtml(list: List, options: RenderOptions): string {
	const items = list.items.map((item) => `<li>${blocksHtml(item, options)}</li>`).join('');
	if (!list.ordered) return `<ul>${items}</ul>`;
	return `<ol${list.start === undefined ? '' : ` start="${list.start}"`}>${items}</ol>`;
}

function imageHtml(image: Block & { type: 'image' }, options: RenderOptions): string {
	const alt = escapeHtml(image.alt ?? '');
	if (!options.imageSrc) return alt && `<p id="b-${image.id}">${alt}</p>`;
	const size = image.width && image.height ? ` width="${image.width}" height="${image.height}"` : '';
	return `<img id="b-${image.id}" src="${escapeHtml(options.imageSrc(image.imageId))}" alt="${alt}"${size}>`;
}

function blockHtml(block: Block, options: RenderOptions): string {
	switch (block.type) {
		case 'heading':
			return `<h${block.level} id="b-${block.id}">${inlineHtml(block.content)}</h${block.level}>`;
		case 'paragraph':
			return `<p id="b-${block.id}">${inlineHtml(block.content)}</p>`;
		case 'quote':
			return `<blockquote>${blocksHtml(block.blocks, options)}</blockquote>`;
		case 'list':
			return listHtml(block, options);
		case 'table':
			return tableHtml(block, options);
		case 'image':
			return imageHtml(block, options);
	}
}

function blocksHtml(blocks: readonly Block[], options: RenderOptions): string {
	return blocks.map((block) => blockHtml(block, options)).join('');
}

/**
 * The text as semantic HTML, every word escaped, for mail and exports: ids `b-<block id>`, languages marked
 * (domain A-12), header cells with their scope. Headings begin at `h2`; the title is the caller's.
 */
export function toHtml(content: TextContent, options: RenderOptions = {}): string {
	return blocksHtml(content.blocks, options);
}
