import { defaultTreeAdapter, html } from 'parse5';
import { attribute, isElement, isText, setAttribute, styleOf, textOf } from './html-tree.ts';
import type { HtmlElement, HtmlNode } from './html-tree.ts';

type Item = { level: number; marker: string; paragraph: HtmlElement };

/**
 * Word pastes lists as paragraphs with a level in their style and the bullet or number as text. Makes real
 * lists of them, in place, so that the rest of the import sees ordinary markup.
 */
export function mendWordLists(body: HtmlElement): void {
	const waiting: HtmlElement[] = [body];
	for (let parent = waiting.pop(); parent !== undefined; parent = waiting.pop()) {
		parent.childNodes = mendChildren(parent);
		for (const node of parent.childNodes) {
			if (isElement(node) && !['ul', 'ol'].includes(node.tagName)) waiting.push(node);
		}
	}
}

function mendChildren(parent: HtmlElement): HtmlNode[] {
	const mended: HtmlNode[] = [];
	let run: Item[] = [];
	for (const node of parent.childNodes) {
		const item = isElement(node) ? itemOf(node) : null;
		if (item) run.push(item);
		else if (run.length === 0 || !isBlank(node)) {
			mended.push(...buildLists(run), node);
			run = [];
		}
	}
	return [...mended, ...buildLists(run)];
}

function isBlank(node: HtmlNode): boolean {
	return isText(node) ? node.value.trim() === '' : !isElement(node);
}

function itemOf(paragraph: HtmlElement): Item | null {
	const level = /level([1-9])/.exec(styleOf(paragraph, 'mso-list'))?.[1];
	if (paragraph.tagName !== 'p' || level === undefined) return null;
	return { level: Number(level), marker: takeMarker(paragraph), paragraph };
}

/** Removes the part that Word marks as not being text, and answers what it said. */
function takeMarker(paragraph: HtmlElement): string {
	const waiting: HtmlElement[] = [paragraph];
	for (let parent = waiting.pop(); parent !== undefined; parent = waiting.pop()) {
		const marker = parent.childNodes.filter(isElement).find((node) => styleOf(node, 'mso-list') === 'ignore');
		if (marker) {
			parent.childNodes = parent.childNodes.filter((node) => node !== marker);
			return textOf(marker);
		}
		for (const node of parent.childNodes) if (isElement(node)) waiting.push(node);
	}
	return '';
}

function buildLists(items: readonly Item[]): HtmlElement[] {
	const lists: HtmlElement[] = [];
	const open: { level: number; list: HtmlElement }[] = [];
	for (const { level, marker, paragraph } of items) {
		while ((open.at(-1)?.level ?? 0) > level) open.pop();
		let last = open.at(-1);
		if (!last || last.level < level) {
			const list = create(/^\(?[\da-z]+[.)]/i.test(marker) ? 'ol' : 'ul');
			const parent = last?.list.childNodes.filter(isElement).at(-1);
			if (parent) defaultTreeAdapter.appendChild(parent, list);
			else lists.push(list);
			last = { level, list };
			open.push(last);
		}
		defaultTreeAdapter.appendChild(last.list, toItem(marker, paragraph, last.list));
	}
	return lists;
}

function toItem(marker: string, paragraph: HtmlElement, list: HtmlElement): HtmlElement {
	const item = create('li');
	const number = /\d+/.exec(marker)?.[0];
	if (list.tagName === 'ol' && number !== undefined) setAttribute(item, 'value', number);
	else if (list.tagName === 'ol') setAttribute(list, 'type', 'a');
	const lang = attribute(paragraph, 'lang');
	if (lang !== null) setAttribute(item, 'lang', lang);
	item.childNodes = paragraph.childNodes;
	return item;
}

function create(tag: string): HtmlElement {
	return defaultTreeAdapter.createElement(tag, html.NS.HTML, []);
}
