import { parseBody } from './html-tree.ts';
import { readBody } from './html.ts';
import type { ReadOptions, ReadResult } from './html.ts';
import { mendWordLists } from './pasted-word.ts';

/** Reads markup from a clipboard: Word, Google Docs, web pages, mail. `lang` is what the page says of itself. */
export function readPastedHtml(html: string, options: ReadOptions): ReadResult & { lang: string | null } {
	const { body, lang } = parseBody(html);
	mendWordLists(body);
	return { ...readBody(body, options), lang };
}
