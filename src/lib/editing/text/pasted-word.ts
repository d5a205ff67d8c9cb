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

const IS_WORD = /mso-|urn:schemas-microsoft-com|class="?Mso/i;
const NUMBER = /^\(?[\da-z]{1,5}[.)]/i;

/**
 * Word pastes its lists as paragraphs with the bullet or number as text, and a guessed language on every other word.
 * Makes real lists of them and takes the guesses away. Other markup comes back as it was.
 */
export function mendWordMarkup(html: string): string {
	if (!IS_WORD.test(html)) return html;
	const { body } = new DOMParser().parseFromString(html, 'text/html');
	for (const element of body.querySelectorAll('[lang]')) element.removeAttribute('lang');
	for (const element of body.querySelectorAll('o\\:p, style, xml, meta, link')) element.remove();
	for (const run of runsOfItems(body)) replaceRun(run);
	return body.innerHTML;
}

type Item = WordItem<HTMLElement>;

function runsOfItems(body: HTMLElement): Item[][] {
	const runs: Item[][] = [];
	let last: Element | null = null;
	for (const paragraph of body.querySelectorAll<HTMLElement>('p[style*="mso-list"]')) {
		const level = /mso-list:[^;]*level(\d)/.exec(paragraph.getAttribute('style') ?? '')?.[1];
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
	const marker = paragraph.querySelector('[style*="mso-list:Ignore" i], [style*="mso-list: Ignore" i]');
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
