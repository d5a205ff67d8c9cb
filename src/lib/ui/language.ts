import { getLocale } from '#lib/paraglide/runtime.js';

/**
 * The language is part of the address: Swedish has none, English has `/en` first. So a page can be cached and sent on
 * in its language, and no visitor gets a cookie for reading (domain G-11).
 */
export type Language = 'sv' | 'en';

export const LANGUAGES: readonly Language[] = ['sv', 'en'];

/** Each language in its own words (domain A-12). */
export const LANGUAGE_NAMES: Record<Language, string> = { sv: 'Svenska', en: 'English' };

const ENGLISH_PREFIX = /^\/en(?=[/?#]|$)/;

/** The language of the page being rendered or shown; Swedish outside a request. */
export function currentLanguage(): Language {
	return getLocale();
}

/** What an address says: its language, and its path without the language (`/en/dialoger` is `/dialoger` in English). */
export function splitAddress(pathname: string): { language: Language; path: string } {
	if (!ENGLISH_PREFIX.test(pathname)) return { language: 'sv', path: pathname };
	const path = pathname.replace(ENGLISH_PREFIX, '');
	return { language: 'en', path: path.startsWith('/') ? path : '/' + path };
}

/**
 * An address of ours in a language, by default the current one. Addresses that do not start at our root (other sites,
 * `mailto:`, `#part`, `?query`) come back as they are.
 */
export function localizeHref(href: string, language: Language = currentLanguage()): string {
	if (!href.startsWith('/') || href.startsWith('//')) return href;
	const { path } = splitAddress(href);
	if (language === 'sv') return path;
	return '/en' + (path === '/' ? '' : path.replace(/^\/(?=[?#])/, ''));
}

/**
 * The page at `url` in another language. A form action in the query (`?/send`) is left out: the link must show the
 * page, not repeat what was done.
 */
export function sameAddressIn(language: Language, url: URL): string {
	const kept = [...url.searchParams].filter(([name]) => !name.startsWith('/'));
	const query = new URLSearchParams(kept).toString();
	return localizeHref(url.pathname + (query ? '?' + query : ''), language);
}

/** Picks the text of the current language from a pair, as errors and stored content carry it. */
export function inLanguage<T>(pair: Record<Language, T>, language: Language = currentLanguage()): T {
	return pair[language];
}
