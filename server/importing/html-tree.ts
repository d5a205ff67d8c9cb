import { parse } from 'parse5';
import type { DefaultTreeAdapterTypes } from 'parse5';

export type HtmlElement = DefaultTreeAdapterTypes.Element;
export type HtmlNode = DefaultTreeAdapterTypes.ChildNode;

/** The body of a page or of a piece of one; browsers read broken markup in the same way. */
export function parseBody(html: string): { body: HtmlElement; lang: string | null } {
	const root = parse(html).childNodes.find(isElement);
	const body = root?.childNodes.filter(isElement).find((child) => child.tagName === 'body');
	if (!root || !body) throw new TypeError('the parser always makes a body');
	return { body, lang: attribute(body, 'lang') ?? attribute(root, 'lang') };
}

export function isElement(node: { nodeName: string }): node is HtmlElement {
	return 'tagName' in node;
}

export function isText(node: HtmlNode): node is DefaultTreeAdapterTypes.TextNode {
	return node.nodeName === '#text';
}

export function attribute(element: HtmlElement, name: string): string | null {
	return element.attrs.find((attr) => attr.name === name)?.value ?? null;
}

export function setAttribute(element: HtmlElement, name: string, value: string): void {
	element.attrs = [...element.attrs.filter((attr) => attr.name !== name), { name, value }];
}

/** One declaration of an inline style, lower case, spaces removed; '' when there is none. */
export function styleOf(element: HtmlElement, property: string): string {
	const declarations = (attribute(element, 'style') ?? '').toLowerCase().split(';');
	const found = declarations.find((declaration) => declaration.trim().startsWith(`${property}:`));
	return found
		? found
				.slice(found.indexOf(':') + 1)
				.replace(/\s+/g, ' ')
				.trim()
		: '';
}

/** The words below a node; iterative, since pasted markup may be nested to any depth. `between` parts them. */
export function textOf(node: HtmlNode, between = ''): string {
	const parts: string[] = [];
	const waiting: HtmlNode[] = [node];
	for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
		if (isText(next)) parts.push(next.value);
		else if (isElement(next)) for (const child of next.childNodes.toReversed()) waiting.push(child);
	}
	return parts.join(between).replace(/\s+/g, ' ').trim();
}
