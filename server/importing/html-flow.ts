import type { Block, Inline, Mark } from '#lib/document/blocks.ts';
import type { HtmlNode } from './html-tree.ts';
import { tidy } from './inline.ts';
import type { Ledger } from './report.ts';

/** Ids and links that the import itself writes into markup begin so; whoever pastes the same gains nothing. */
export const OWN = 'medskick-';

/** Says which image a source is, or null (and takes the loss down) when it is not to be had. */
export type FindImage = (src: string, alt: string | null) => { imageId: string; alt: string | null } | null;

/** What one reading of markup needs and gathers. */
export type Reader = {
	readonly ledger: Ledger;
	readonly findImage: FindImage;
	readonly newId: () => string;
	/** Id of a heading's block → its level as written, 0 for a title. */
	readonly levels: Map<string, number>;
	/** `id` of a heading in the markup → id of its block. */
	readonly anchors: Map<string, string>;
	/** Reads nodes into blocks of their own: what a cell, an item or a quote holds. */
	readFlow(nodes: readonly HtmlNode[], context: Context): Block[];
};

/** Where content goes: finished blocks and the paragraph being filled. */
export type Flow = { blocks: Block[]; inline: Inline[] };
/** `depth` counts elements, `nesting` lists, quotes and tables inside one another. */
export type Context = {
	marks: Mark[];
	inside: 'text' | 'container' | 'table';
	depth: number;
	nesting: number;
	preformatted: boolean;
};

/** Ends the paragraph being filled. */
export function flush(reader: Reader, flow: Flow): void {
	const content = tidy(flow.inline);
	flow.inline = [];
	if (content.length > 0) flow.blocks.push({ type: 'paragraph', id: reader.newId(), content });
}

/** The context inside a list, a quote or, with `table`, a cell. */
export function within(context: Context, inside: 'container' | 'table'): Context {
	return { ...context, inside: context.inside === 'table' ? 'table' : inside, nesting: context.nesting + 1 };
}
