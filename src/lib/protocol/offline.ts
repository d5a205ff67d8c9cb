/**
 * Reading without a connection: what server, page and service worker say to each other. The worker keeps public pages
 * of a dialogue on the device, as a stranger is shown them, for those who have asked for it.
 */

/** Set by the server on a page, or an image of one, that was made for a stranger and is the same for everybody: it may be kept. */
export const PUBLIC_HEADER = 'x-medskick-public';
/** Set by the server on every page: the key of whoever it was made for (`writerKey`), `-` for a visitor. */
export const WRITER_HEADER = 'x-medskick-writer';
export const NOBODY = '-';

/** What of ours is written on the device, in `localStorage`, bears names that begin so. */
export const OURS = 'medskick:';
export const PAGES_CACHE = 'medskick-pages';
export const FILES_CACHE = 'medskick-files';
export const IMAGES_CACHE = 'medskick-images';

/** Routes of the pages that may be kept. Never lists of people, the workspace, or what is somebody's own. */
export const KEPT_ROUTES: readonly string[] = [
	'/dialoger/[dialog]',
	'/dialoger/[dialog]/underlag/[dokument]',
	'/dialoger/[dialog]/moten/[mote]',
	'/dialoger/[dialog]/moten/[mote]/live'
];

/** Of images that stand in such pages: a stranger is shown them where a text is public. */
export const IMAGE_ROUTE = '/bilder/[bild]';

/** Among the pages: who reads on this device. */
export const ABOUT = '/-/about';

/**
 * What a page asks of the worker. `keep`: the page at this path with the public pages that it leads to, and for the
 * `whole` dialogue those that its own page leads to. `check`: something may have been taken from public view on the page
 * that says so, or for `all` pages. `empty`: forget everything.
 */
export type ToWorker =
	{ kind: 'keep'; path: string; whole: boolean } | { kind: 'check'; all: boolean } | { kind: 'empty' };

/** What the worker answers on the port that came with the question. */
export type FromWorker = { pages: number };
