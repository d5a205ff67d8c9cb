/** A paragraph that Word shows as an item of a list. Levels count from 1. */
export type WordItem<T> = { level: number; ordered: boolean; content: T };
export type WordList<T> = { ordered: boolean; items: { content: T; lists: WordList<T>[] }[] };

/** Nests items by their level, as they follow each other; a change of kind on one level begins another list. */
export function nestItems<T>(items: readonly WordItem<T>[]): WordList<T>[] {
	const roots: WordList<T>[] = [];
	const open: { level: number; list: WordList<T> }[] = [];
	for (const { level, ordered, content } of items) {
		while ((open.at(-1)?.level ?? 0) > level) open.pop();
		if (open.at(-1)?.level === level && open.at(-1)?.list.ordered !== ordered) open.pop();
		let here = open.at(-1);
		if (here === undefined || here.level < level) {
			const list: WordList<T> = { ordered, items: [] };
			(here?.list.items.at(-1)?.lists ?? roots).push(list);
			here = { level, list };
			open.push(here);
		}
		here.list.items.push({ content, lists: [] });
	}
	return roots;
}

const NUMBER = /^\(?[\da-z]{1,5}[.)]/i;

/**
 * Inline styles by another name: the page's content policy refuses them, also in markup that is only read, and with
 * them what they say about lists and weight. Style sheets go.
 */
export const withoutStyles = (html: string): string =>
	html
		.replace(/<style\b[\s\S]*?<\/style>/gi, '')
		.replace(/<[a-z][^>]*>/gi, (tag) => tag.replace(/\sstyle\s*=/gi, ' data-style='));

/**
 * What another program put on the clipboard, as markup that says what it means: Word's lists, which come as paragraphs
 * with a bullet for text, become lists; weight and slant by style become marks; languages that Word guessed go.
 */
export function mendMarkup(html: string): string {
	const isWord = /mso-|urn:schemas-microsoft-com|class="?Mso/i.test(html);
	const { body } = new DOMParser().parseFromString(withoutStyles(html), 'text/html');
	if (isWord) for (const element of body.querySelectorAll('[lang]')) element.removeAttribute('lang');
	for (const element of body.querySelectorAll('o\\:p, xml, meta, link')) element.remove();
	for (const run of runsOfItems(body)) replaceRun(run);
	for (const element of body.querySelectorAll<HTMLElement>('[data-style]')) styleToMarks(element);
	return body.innerHTML;
}

function styleToMarks(element: HTMLElement): void {
	const style = element.dataset['style'] ?? '';
	element.removeAttribute('data-style');
	// Google Docs wraps all it copies in a bold that is not.
	if (element.tagName === 'B' && /font-weight:\s*normal/i.test(style))
		return element.replaceWith(...element.childNodes);
	if (element.tagName !== 'SPAN') return;
	if (/font-weight:\s*(?:bold|[6-9]00)/i.test(style)) wrapChildren(element, 'strong');
	if (/font-style:\s*italic/i.test(style)) wrapChildren(element, 'em');
}

function wrapChildren(element: HTMLElement, tag: 'strong' | 'em'): void {
	const mark = document.createElement(tag);
	mark.append(...element.childNodes);
	element.append(mark);
}

type Item = WordItem<HTMLElement>;

function runsOfItems(body: HTMLElement): Item[][] {
	const runs: Item[][] = [];
	let last: Element | null = null;
	for (const paragraph of body.querySelectorAll<HTMLElement>('p[data-style*="mso-list"]')) {
		const level = /mso-list:[^;]*level(\d)/.exec(paragraph.dataset['style'] ?? '')?.[1];
		if (level === undefined) continue;
		const item = { level: Number(level), ordered: NUMBER.test(takeMarker(paragraph)), content: paragraph };
		if (last !== null && paragraph.previousElementSibling === last) runs.at(-1)?.push(item);
		else runs.push([item]);
		last = paragraph;
	}
	return runs;
}

/** Removes what Word itself marks as not being text, and answers what it said. */
function takeMarker(paragraph: HTMLElement): string {
	const marker = paragraph.querySelector('[data-style*="mso-list:Ignore" i], [data-style*="mso-list: Ignore" i]');
	const said = (marker?.textContent ?? '').trim();
	marker?.remove();
	return said;
}

function replaceRun(run: Item[]): void {
	const [first] = run;
	first?.content.before(...nestItems(run).map(listElement));
	for (const { content } of run) content.remove();
}

function listElement(list: WordList<HTMLElement>): HTMLElement {
	const element = document.createElement(list.ordered ? 'ol' : 'ul');
	for (const { content, lists } of list.items) {
		const item = document.createElement('li');
		const paragraph = document.createElement('p');
		paragraph.append(...content.childNodes);
		item.append(paragraph, ...lists.map(listElement));
		element.append(item);
	}
	return element;
}
