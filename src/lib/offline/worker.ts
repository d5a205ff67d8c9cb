import { m } from '#lib/paraglide/messages.js';
import { type FromWorker, type ToWorker, WRITER_HEADER } from '#lib/protocol/offline.ts';
import { dateCompact, dateTimeCompact, timeInText } from '#lib/ui/format.ts';
import { splitAddress } from '#lib/ui/language.ts';
import type { KeptPage, Keeper } from './keeper.ts';
import { type Banner, mayBeKept, missingPage, shownOffline, titleOf } from './pages.ts';

export type WorkerDeps = {
	keeper: Keeper;
	fetch: typeof fetch;
	now(): number;
	/** Settles after so many milliseconds. */
	wait(milliseconds: number): Promise<void>;
	/** Runs on kept pages that are read without a connection. */
	script: string | null;
	/** Everything has been forgotten: there is nothing left to do here. */
	retire(): Promise<unknown>;
};

/** How long a server that does not answer is waited for, where there is a page to show instead. */
const PATIENCE_MS = 8_000;
/** A thousand in a meeting do not ask in the same instant when something is taken from public view, or they are back. */
const SOON_MS = 30_000;
const BACK_MS = 10_000;
const DUE_MS = 10 * 60_000;
const GONE = new Set([401, 403, 404, 410]);

/** What the service worker does, apart from the browser's events. */
export class OfflineWorker {
	readonly #deps: WorkerDeps;
	#checkedAt = 0;
	#away = false;
	readonly #coming = new Map<string, Promise<void>>();

	constructor(deps: WorkerDeps) {
		this.#deps = deps;
	}

	/** A page: from the server whenever there is one, else as it is kept. `after` is what is left to do then. */
	async page(request: Request, after: (work: Promise<unknown>) => void): Promise<Response> {
		const { keeper } = this.#deps;
		const path = new URL(request.url).pathname;
		const kept = await keeper.find(path);
		const response = await this.#reached(request, kept !== null);
		if (response === null) return kept === null ? this.#missing(path) : this.#shown(kept);
		after(this.#heard(path, response));
		return response;
	}

	/** An image: from the server whenever there is one, else as it is kept. */
	async image(request: Request, after: (work: Promise<unknown>) => void): Promise<Response> {
		const { images } = this.#deps.keeper;
		const path = new URL(request.url).pathname;
		const kept = await images.find(path);
		const response = await this.#reached(request, kept !== null);
		if (response === null) return kept ?? Response.error();
		if (GONE.has(response.status)) after(images.remove(path));
		return response;
	}

	/** A request beside a page, which tells that there is a connection and who reads. */
	async beside(request: Request, after: (work: Promise<unknown>) => void): Promise<Response> {
		const response = await this.#deps.fetch(request).catch((error: unknown) => {
			this.#away = true;
			throw error;
		});
		after(this.#heard(null, response));
		return response;
	}

	/** What a page asks for; `from` is its path. */
	async told(message: ToWorker, from: string): Promise<FromWorker> {
		const { keeper } = this.#deps;
		if (message.kind === 'keep') return this.#keep(message);
		if (message.kind === 'empty') {
			await keeper.empty();
			await this.#deps.retire();
		} else if (message.all) await this.#check();
		else await this.#checkSoon(from);
		return { pages: (await keeper.paths()).length };
	}

	async #keep({ path, whole }: { path: string; whole: boolean }): Promise<FromWorker> {
		const { keeper } = this.#deps;
		// Who reads is asked of the server first, with the reader's own session; the answer itself is not kept.
		const seen = await this.#deps.fetch(path, { method: 'HEAD', cache: 'no-store' }).catch(() => null);
		const writer = seen?.headers.get(WRITER_HEADER) ?? (await keeper.writer());
		await keeper.writerIs(writer);
		const pages = await keeper.keep(path, whole, writer);
		this.#checkedAt = this.#deps.now();
		return { pages };
	}

	async #reached(request: Request, patiently: boolean): Promise<Response | null> {
		const asked = this.#deps.fetch(request).catch(() => null);
		const response = await (patiently ? Promise.race([asked, this.#deps.wait(PATIENCE_MS).then(() => null)]) : asked);
		if (response === null) this.#away = true;
		return response;
	}

	/** The server has answered: is what is kept still so, and is it still the same person who reads? */
	async #heard(path: string | null, response: Response): Promise<void> {
		const { keeper } = this.#deps;
		if (response.status >= 500) return;
		const writer = response.headers.get(WRITER_HEADER);
		if (writer !== null && !(await keeper.writerIs(writer))) return void (await this.#deps.retire());
		if (path !== null && GONE.has(response.status)) await keeper.remove(path);
		if (this.#away) await this.#checkBack();
		else if (this.#deps.now() - this.#checkedAt > DUE_MS) await this.#check();
	}

	async #checkBack(): Promise<void> {
		this.#away = false;
		await this.#deps.wait(Math.random() * BACK_MS);
		await this.#check();
	}

	async #check(): Promise<void> {
		this.#away = false;
		this.#checkedAt = this.#deps.now();
		await this.#deps.keeper.check();
	}

	/** One page, once for all that is told of it meanwhile. */
	#checkSoon(path: string): Promise<void> {
		const coming = this.#coming.get(path) ?? this.#checkOne(path);
		this.#coming.set(path, coming);
		return coming;
	}

	async #checkOne(path: string): Promise<void> {
		await this.#deps.wait(Math.random() * SOON_MS);
		this.#coming.delete(path);
		if ((await this.#deps.keeper.find(path)) !== null) await this.#deps.keeper.check([path]);
	}

	async #shown({ path, html, fetchedAt, headers }: KeptPage): Promise<Response> {
		const { language } = splitAddress(path);
		const at = new Date(fetchedAt);
		const today = dateCompact(at) === dateCompact(new Date(this.#deps.now()));
		const when = today ? timeInText(at, null, language) : dateTimeCompact(at, language);
		const locale = { locale: language };
		const banner: Banner = {
			text: m.offline_reading({ when }, locale),
			back: m.offline_back({}, locale),
			reload: m.offline_reload({}, locale),
			script: this.#deps.script
		};
		return new Response(shownOffline(html, await this.#deps.keeper.writer(), banner), { headers });
	}

	/** A page that is not kept, or not any more: which ones are. */
	async #missing(path: string): Promise<Response> {
		const { keeper } = this.#deps;
		const pages = (await Promise.all((await keeper.paths()).map((one) => keeper.find(one)))).filter(
			(one) => one !== null
		);
		const { language } = splitAddress(path);
		const mine = pages.filter((page) => splitAddress(page.path).language === language && mayBeKept(page.path));
		const [frame] = mine.length > 0 ? mine : pages;
		if (frame === undefined) return Response.error();
		const locale = { locale: language };
		const html = missingPage(frame.html, {
			title: m.offline_missing_title({}, locale),
			text: m.offline_missing_text({}, locale),
			listTitle: m.offline_missing_list({}, locale),
			pages: mine.map((page) => [page.path, titleOf(page.html)])
		});
		return new Response(html, { status: 503, headers: frame.headers });
	}
}
