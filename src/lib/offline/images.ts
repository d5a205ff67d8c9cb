import { IMAGES_CACHE, PUBLIC_HEADER } from '#lib/protocol/offline.ts';
import type { KeeperDeps, Shelf } from './keeper.ts';
import { imagesIn } from './pages.ts';

const MOST_IMAGES = 40;
const LARGEST_IMAGE = 2_000_000;
const AT = 'x-medskick-fetched-at';
const OLDEST_MS = 72 * 3_600_000;
/** What of an image's headers goes with it. */
const HEADERS = ['content-type', 'content-security-policy', 'x-content-type-options', 'etag'];

/**
 * Images of kept pages, as a stranger is shown them. They are kept only where somebody has asked for a whole dialogue:
 * a thousand who join a meeting at once must not fetch them all.
 */
export class KeptImages {
	readonly #deps: KeeperDeps;

	constructor(deps: KeeperDeps) {
		this.#deps = deps;
	}

	/** From now on, images are kept. */
	async begin(): Promise<void> {
		await this.#shelf();
	}

	keeps = (): Promise<boolean> => this.#deps.has(IMAGES_CACHE);

	/** Those of a page, as the server has them now: an image may be masked later, or taken from public view. */
	async fetchIn(html: string): Promise<void> {
		if (!(await this.keeps())) return;
		const shelf = await this.#shelf();
		for (const path of imagesIn(html)) {
			const kept = await shelf.match(path);
			if (kept !== undefined || (await shelf.keys()).length < MOST_IMAGES) await this.#fetchOne(shelf, path, kept);
		}
	}

	/** The image as it is kept; null where it is not, or is too old to be trusted. */
	async find(path: string): Promise<Response | null> {
		if (!(await this.keeps())) return null;
		const kept = await (await this.#shelf()).match(path);
		return kept === undefined || this.#isOld(kept) ? null : kept;
	}

	async remove(path: string): Promise<void> {
		if (await this.keeps()) await (await this.#shelf()).delete(path);
	}

	/** What stands on no page that is kept goes. */
	async tidy(pages: readonly string[]): Promise<void> {
		if (!(await this.keeps())) return;
		const needed = new Set(pages.flatMap(imagesIn));
		const shelf = await this.#shelf();
		for (const { url } of await shelf.keys()) {
			const path = new URL(url).pathname;
			if (!needed.has(path) || (await this.find(path)) === null) await shelf.delete(path);
		}
	}

	async empty(): Promise<void> {
		await this.#deps.drop(IMAGES_CACHE);
	}

	#shelf = (): Promise<Shelf> => this.#deps.open(IMAGES_CACHE);

	#isOld = (kept: Response): boolean => this.#deps.now() - Number(kept.headers.get(AT)) > OLDEST_MS;

	/** As with pages: left as it is while the server does not answer, and gone when it says no. */
	async #fetchOne(shelf: Shelf, path: string, kept: Response | undefined): Promise<void> {
		const etag = kept?.headers.get('etag') ?? '';
		const how: RequestInit = { credentials: 'omit', cache: 'no-store', redirect: 'manual' };
		const headers = etag === '' ? undefined : { 'if-none-match': etag };
		const response = await this.#deps
			.fetch(this.#deps.origin + path, headers === undefined ? how : { ...how, headers })
			.catch(() => null);
		if (response === null || response.status >= 500 || response.status === 429) return;
		if (response.status === 304 && kept !== undefined) return this.#put(shelf, path, kept);
		if (!isPublicImage(response)) return void (await shelf.delete(path));
		await this.#put(shelf, path, response);
	}

	async #put(shelf: Shelf, path: string, from: Response): Promise<void> {
		const bytes = await from.arrayBuffer();
		if (bytes.byteLength > LARGEST_IMAGE) return void (await shelf.delete(path));
		const headers = new Headers([[AT, String(this.#deps.now())]]);
		for (const name of HEADERS) headers.set(name, from.headers.get(name) ?? '');
		await shelf.put(path, new Response(bytes, { headers }));
	}
}

/** Shown to a stranger, the same for everybody, and no larger than is kept, as far as it says. */
const isPublicImage = ({ status, headers }: Response): boolean =>
	status === 200 &&
	headers.has(PUBLIC_HEADER) &&
	(headers.get('content-type') ?? '').startsWith('image/') &&
	Number(headers.get('content-length') ?? 0) <= LARGEST_IMAGE;
