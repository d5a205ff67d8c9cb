import { NOBODY } from '#lib/protocol/offline.ts';
import { splitAddress } from '#lib/ui/language.ts';

const KEPT = /^\/dialoger\/([a-z0-9-]+)(?:\/underlag\/[^/?#]+|\/moten\/[^/?#]+(?:\/live)?)?$/;
const LINK = /<a\b[^>]*\shref="([^"?#]+)/g;
const IMAGE = /<img\b[^>]*\ssrc="(\/bilder\/[\w-]+)"/g;
const FILE = /(?:\/|\b)_app\/immutable\/[\w./-]+\.(?:js|css|woff2)/g;
const IMPORTED = /["'`](\.{1,2}\/[\w./-]+\.js)["'`]/g;
/** Of SvelteKit: its list of every page there is. */
const ALL_PAGES = /\/entry\/app\.[^/]+\.js$/;

/** A path that may lead to a page that can be kept; the server's header says whether it does. */
export const mayBeKept = (path: string): boolean => KEPT.test(splitAddress(path).path);

/** The dialogue's own page, in the language of a path in it; null for a path elsewhere. */
export function homeOf(pathname: string): string | null {
	const { language, path } = splitAddress(pathname);
	const slug = KEPT.exec(path)?.[1];
	return slug === undefined ? null : `${language === 'en' ? '/en' : ''}/dialoger/${slug}`;
}

/** Pages of the dialogue that a page of it leads to. */
export const pathsIn = (html: string, home: string): string[] => [
	...new Set([...html.matchAll(LINK)].map(([, path = '']) => path).filter((path) => homeOf(path) === home))
];

/** Scripts, styles and fonts of ours that a page names. */
export const filesIn = (html: string): string[] => [
	...new Set([...html.matchAll(FILE)].map(([file]) => (file.startsWith('/') ? file : `/${file}`)))
];

/** Images of texts that stand in a page. */
export const imagesIn = (html: string): string[] => [
	...new Set([...html.matchAll(IMAGE)].map(([, path = '']) => path))
];

/** What a script imports, at once or later. */
export function importsIn(script: string, path: string): string[] {
	if (ALL_PAGES.test(path)) return [];
	const from = new URL(path, 'https://medskick.invalid');
	return [...new Set([...script.matchAll(IMPORTED)].map(([, file = '']) => new URL(file, from).pathname))];
}

export const titleOf = (html: string): string => /<title>([^<]*)<\/title>/.exec(html)?.[1] ?? '';

export type Banner = { text: string; back: string; reload: string; script: string | null };

/**
 * A kept page as it is read without a connection: it says so, and what is written on it is known to be `writer`'s. The
 * banner stands outside of what the page's own script takes over.
 */
export function shownOffline(html: string, writer: string, { text, back, reload, script }: Banner): string {
	const load = script === null ? '' : `<script type="module" src="${script}"></script>`;
	const banner = `<div id="utan-uppkoppling" class="ds-alert offline" data-color="warning" data-back="${back}"><p role="status">${text}</p><p><a href="" hidden>${reload}</a></p></div>`;
	return html
		.replace(/<html\b/, '<html data-stored')
		.replace(/<\/head>/, `${load}</head>`)
		.replace(/<body\b[^>]*>/, (body) => body + banner)
		.replace(/("?writerKey"?:)""/g, (_all, name: string) => `${name}"${writer === NOBODY ? '' : writer}"`);
}

export type Missing = {
	title: string;
	text: string;
	listTitle: string;
	pages: readonly [path: string, title: string][];
};

/** For a page that is not kept: the frame of one that is, with what there is to read instead. Titles are HTML already. */
export function missingPage(frame: string, { title, text, listTitle, pages }: Missing): string {
	const list = pages.map(([path, name]) => `<li><a href="${path}">${name}</a></li>`).join('');
	const main = `<main id="innehall" class="page stack"><h1>${title}</h1><p class="lead">${text}</p><h2>${listTitle}</h2><ul class="stack-tight">${list}</ul></main>`;
	return frame
		.replace(/<script\b[\s\S]*?<\/script>/g, '')
		.replace(/<title>[^<]*<\/title>/, `<title>${title}</title>`)
		.replace(/<main\b[\s\S]*<\/main>/, () => main);
}
