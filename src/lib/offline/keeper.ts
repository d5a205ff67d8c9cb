import { ABOUT, FILES_CACHE, NOBODY, PAGES_CACHE, PUBLIC_HEADER } from '#lib/protocol/offline.ts';
import { KeptImages } from './images.ts';
import { filesIn, homeOf, importsIn, mayBeKept, pathsIn } from './pages.ts';

/** What the keeper needs of the browser's `Cache`. */
export type Shelf = {
	match(key: string): Promise<Response | undefined>;
	put(key: string, response: Response): Promise<void>;
	delete(key: string): Promise<boolean>;
	keys(): Promise<readonly { url: string }[]>;
};
export type KeeperDeps = {
	origin: string;
	open(cache: string): Promise<Shelf>;
	has(cache: string): Promise<boolean>;
	drop(cache: string): Promise<boolean>;
	fetch: typeof fetch;
	now(): number;
	/** Files that kept pages need besides those they name. */
	extraFiles: readonly string[];
};
export type KeptPage = { path: string; html: string; fetchedAt: number; headers: Headers };

const AT = 'x-medskick-fetched-at';
const HOUR_MS = 3_600_000;
const OLDEST_MS = 72 * HOUR_MS;
const MOST_PAGES = 40;
const LARGEST_PAGE = 3_000_000;
/** What of a kept page's headers goes with it: how it is to be read and what it may do. */
const HEADERS = ['content-type', 'content-security-policy', 'x-content-type-options', 'referrer-policy'];

/**
 * Pages on this device, as a stranger is shown them: fetched without the reader's session, and only what the server
 * marks as the same for everybody. Whoever is signed in leaves no trace in them (invariant 2).
 */
export class Keeper {
	readonly #deps: KeeperDeps;
	/** What changes the shelves comes one after the other, so that what was emptied stays empty. */
	#turn: Promise<unknown> = Promise.resolve();
	#emptying = false;
	readonly images: KeptImages;

	constructor(deps: KeeperDeps) {
		this.#deps = deps;
		this.images = new KeptImages(deps);
	}

	/**
	 * Keeps a page with the pages of its dialogue that it leads to, for the `whole` dialogue also what that leads to. Who
	 * reads them is noted first: the line may be gone before all are there.
	 */
	keep(path: string, whole: boolean, writer: string): Promise<number> {
		return this.#inTurn(() => this.#keep(path, whole, writer));
	}

	async #keep(path: string, whole: boolean, writer: string): Promise<number> {
		const home = homeOf(path);
		if (home === null) return 0;
		await (await this.#pages()).put(ABOUT, new Response(writer));
		if (whole) await this.images.begin();
		const first = [...new Set(whole ? [path, home] : [path])];
		const leads = [];
		for (const one of first) leads.push(...pathsIn((await this.#fetchIn(one)) ?? '', home));
		const others = [...new Set(leads)].filter((other) => !first.includes(other));
		for (const other of others.slice(0, MOST_PAGES - first.length)) await this.#fetchIn(other);
		await this.#tidy();
		return (await this.paths()).length;
	}

	/** Asks the server again for each page that is kept, or for those at `paths`: it is as the server says, or gone. */
	check(paths?: readonly string[]): Promise<void> {
		return this.#inTurn(async () => {
			for (const path of paths ?? (await this.paths())) await this.#fetchIn(path);
			await this.#tidy();
		});
	}

	/** The page as it is kept; null where it is not, or is too old to be trusted. */
	async find(path: string): Promise<KeptPage | null> {
		if (!(await this.keeps())) return null;
		const pages = await this.#pages();
		const kept = await pages.match(path);
		if (kept === undefined) return null;
		const fetchedAt = Number(kept.headers.get(AT));
		if (this.#deps.now() - fetchedAt > OLDEST_MS) return (await pages.delete(path), null);
		return { path, html: await kept.text(), fetchedAt, headers: kept.headers };
	}

	/** A file of the application: its name changes with its content, so one that is kept is right. */
	async file(path: string): Promise<Response> {
		if (!(await this.keeps())) return this.#deps.fetch(path);
		const files = await this.#deps.open(FILES_CACHE);
		const kept = await files.match(path);
		if (kept !== undefined) return kept;
		const response = await this.#deps.fetch(path);
		if (response.ok && (await this.keeps())) await files.put(path, response.clone());
		return response;
	}

	async paths(): Promise<string[]> {
		if (!(await this.keeps())) return [];
		const keys = await (await this.#pages()).keys();
		return keys.map(({ url }) => new URL(url).pathname).filter(mayBeKept);
	}

	keeps(): Promise<boolean> {
		return this.#deps.has(PAGES_CACHE);
	}

	async remove(path: string): Promise<void> {
		if (!(await this.keeps())) return;
		await (await this.#pages()).delete(path);
		if (await this.images.keeps()) await this.images.tidy((await this.#kept()).map(({ html }) => html));
	}

	empty(): Promise<void> {
		this.#emptying = true;
		return this.#inTurn(async () => {
			await this.#deps.drop(PAGES_CACHE);
			await this.#deps.drop(FILES_CACHE);
			await this.images.empty();
			this.#emptying = false;
		});
	}

	/** Who reads on this device, as the server last said; `NOBODY` for a visitor. */
	async writer(): Promise<string> {
		if (!(await this.keeps())) return NOBODY;
		return (await (await this.#pages()).match(ABOUT))?.text() ?? NOBODY;
	}

	/** The server has said who reads. What one person kept is not for the next; false where it was emptied for that. */
	async writerIs(writer: string): Promise<boolean> {
		const before = await this.writer();
		if (before !== NOBODY && before !== writer) return (await this.empty(), false);
		if (before === writer) return true;
		return this.#inTurn(async () => {
			if (await this.keeps()) await (await this.#pages()).put(ABOUT, new Response(writer));
			return true;
		});
	}

	#inTurn<T>(work: () => Promise<T>): Promise<T> {
		const done = this.#turn.then(work);
		this.#turn = done.catch(() => undefined);
		return done;
	}

	#pages = (): Promise<Shelf> => this.#deps.open(PAGES_CACHE);

	/** Fetches a page as a stranger. Kept if it may be; removed if not; left as it is while the server does not answer. */
	async #fetchIn(path: string): Promise<string | null> {
		if (this.#emptying) return null;
		const response = await this.#ask(path);
		if (response === null || response.status >= 500 || response.status === 429) return null;
		const html = isPublic(response) ? await response.text() : '';
		if (html === '' || html.length > LARGEST_PAGE) return (await this.remove(path), null);
		const headers = new Headers([[AT, String(this.#deps.now())]]);
		for (const name of HEADERS) headers.set(name, response.headers.get(name) ?? '');
		await (await this.#pages()).put(path, new Response(html, { headers }));
		await this.#fetchFiles([...filesIn(html), ...this.#deps.extraFiles]);
		await this.images.fetchIn(html);
		return html;
	}

	async #ask(path: string): Promise<Response | null> {
		const how: RequestInit = { credentials: 'omit', cache: 'no-store', redirect: 'manual' };
		return this.#deps.fetch(this.#deps.origin + path, { ...how, headers: { accept: 'text/html' } }).catch(() => null);
	}

	async #fetchFiles(wanted: readonly string[]): Promise<void> {
		const seen = new Set<string>();
		for (const path of wanted.filter((one) => !isFont(one))) await this.#closure(path, seen);
	}

	/** A file with all that it imports. */
	async #closure(path: string, seen: Set<string>): Promise<void> {
		if (seen.has(path)) return;
		seen.add(path);
		const response = await this.file(path).catch(() => null);
		if (response === null || !response.ok || !path.endsWith('.js')) return;
		for (const imported of importsIn(await response.text(), path)) await this.#closure(imported, seen);
	}

	/** What is too old, too much, or needed by no page any more. */
	async #tidy(): Promise<void> {
		if (!(await this.keeps())) return;
		const byAge = (await this.#kept()).toSorted((one, other) => other.fetchedAt - one.fetchedAt);
		for (const { path } of byAge.slice(MOST_PAGES)) await this.remove(path);
		const needed = new Set<string>();
		for (const { html } of byAge.slice(0, MOST_PAGES))
			await this.#need([...filesIn(html), ...this.#deps.extraFiles], needed);
		const files = await this.#deps.open(FILES_CACHE);
		const paths = (await files.keys()).map(({ url }) => new URL(url).pathname);
		for (const path of paths) if (!needed.has(path) && !isFont(path)) await files.delete(path);
		await this.images.tidy(byAge.slice(0, MOST_PAGES).map(({ html }) => html));
	}

	async #kept(): Promise<KeptPage[]> {
		const pages = await Promise.all((await this.paths()).map((path) => this.find(path)));
		return pages.filter((page) => page !== null);
	}

	async #need(paths: readonly string[], needed: Set<string>): Promise<void> {
		const files = await this.#deps.open(FILES_CACHE);
		for (const path of paths) {
			if (needed.has(path)) continue;
			needed.add(path);
			const script = path.endsWith('.js') ? await (await files.match(path))?.text() : undefined;
			if (script !== undefined) await this.#need(importsIn(script, path), needed);
		}
	}
}

/** Which fonts a page takes depends on its letters: they come in when they are seen, and are few. */
const isFont = (path: string): boolean => path.endsWith('.woff2');

/** Made for a stranger, the same for everybody, and a page. */
const isPublic = (response: Response): boolean =>
	response.status === 200 &&
	response.headers.has(PUBLIC_HEADER) &&
	(response.headers.get('content-type') ?? '').startsWith('text/html');
