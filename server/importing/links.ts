import { isSafeHref } from '#lib/document/inline.ts';

/**
 * The address as an imported link may carry it, or null when it may not: what leads to a page, a letter or a
 * call. Relative addresses and places within a page are refused too: they pointed from where the text no
 * longer is. So are addresses with a user name, which are made to look like other ones.
 */
export function safeHref(href: string): string | null {
	const address = href.trim();
	if (!URL.canParse(address)) return null;
	const url = new URL(address);
	return url.username === '' && url.password === '' && isSafeHref(url.href) ? url.href : null;
}
