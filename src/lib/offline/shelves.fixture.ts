import { PUBLIC_HEADER, WRITER_HEADER } from '#lib/protocol/offline.ts';
import { Keeper, type Shelf } from './keeper.ts';
import { OfflineWorker } from './worker.ts';

export const ORIGIN = 'https://region.example';
export const HOME = '/dialoger/framtid';
export const TEXT = `${HOME}/underlag/energi`;
export const MINUTE_MS = 60_000;
const START = Date.parse('2026-10-15T08:42:00Z');

export const pageOf = (main: string): string =>
	`<!doctype html><html lang="sv"><head><title>Energi</title><script type="module" src="/_app/immutable/entry/a.js"></script></head><body data-x><div id="medskick"><main id="innehall">${main}</main></div><script id="p">{"writerKey":""}</script></body></html>`;

type Made = { status?: number; body?: string; isPublic?: boolean; writer?: string; type?: string; etag?: string };

/** Cache storage, as far as the keeper uses it. */
function shelves() {
	const all = new Map<string, Map<string, Response>>();
	const open = async (name: string): Promise<Shelf> => {
		const shelf = all.get(name) ?? new Map<string, Response>();
		all.set(name, shelf);
		const at = (key: string) => new URL(key, ORIGIN).href;
		return {
			match: async (key) => shelf.get(at(key))?.clone(),
			put: async (key, response) => void shelf.set(at(key), response),
			delete: async (key) => shelf.delete(at(key)),
			keys: async () => [...shelf.keys()].map((url) => ({ url }))
		};
	};
	return { all, open, has: async (name: string) => all.has(name), drop: async (name: string) => all.delete(name) };
}

/** A device with its keeper and worker, and a server that says what `server.pages` says. */
export function makeDevice() {
	const cached = shelves();
	const time = { now: START };
	const server = {
		online: true,
		/** A path: when that page has been fetched, the line is gone. */
		lostAfter: '',
		pages: new Map<string, Made>(),
		asked: [] as { path: string; how: RequestInit | undefined }[]
	};
	const state = { retired: 0 };
	const answer: typeof fetch = async (input, how) => {
		const url = input instanceof Request ? input.url : String(input);
		const { pathname } = new URL(url, ORIGIN);
		server.asked.push({ path: pathname, how });
		if (!server.online) throw new TypeError('Failed to fetch');
		const {
			status = 200,
			body = '',
			isPublic = true,
			writer,
			type = 'text/html',
			etag
		} = server.pages.get(pathname) ?? {
			status: 404
		};
		if (pathname === server.lostAfter && how?.method !== 'HEAD') server.online = false;
		const headers = new Headers({ 'content-type': type });
		if (isPublic) headers.set(PUBLIC_HEADER, 'yes');
		if (writer !== undefined) headers.set(WRITER_HEADER, writer);
		if (etag !== undefined) headers.set('etag', etag);
		if (etag !== undefined && new Headers(how?.headers).get('if-none-match') === etag)
			return new Response(null, { status: 304, headers });
		return new Response(body, { status, headers });
	};
	const common = { fetch: answer, now: () => time.now };
	const keeper = new Keeper({ ...cached, ...common, origin: ORIGIN, extraFiles: [] });
	const worker = new OfflineWorker({
		...common,
		keeper,
		wait: async () => {},
		script: '/_app/immutable/entry/stored-page.js',
		retire: async () => void state.retired++
	});
	const after: Promise<unknown>[] = [];
	/** The browser goes to a page. */
	const visit = async (path: string): Promise<Response> => {
		const response = await worker.page(new Request(ORIGIN + path), (work) => void after.push(work));
		await Promise.all(after.splice(0));
		return response;
	};
	/** A page asks for an image of its text. */
	const look = async (path: string): Promise<Response> => {
		const response = await worker.image(new Request(ORIGIN + path), (work) => void after.push(work));
		await Promise.all(after.splice(0));
		return response;
	};
	/** Every byte that lies on the device. */
	const everything = async (): Promise<string> => {
		const responses = [...cached.all.values()].flatMap((shelf) => [...shelf.values()]);
		const texts = await Promise.all(responses.map((response) => response.clone().text()));
		return [...texts, ...[...cached.all.values()].flatMap((shelf) => [...shelf.keys()])].join('\n');
	};
	return { keeper, worker, server, time, visit, look, everything, state, cached, after };
}
