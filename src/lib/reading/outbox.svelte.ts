import { deviceStore, OURS, readJson, type Store, writeJson } from './browser-storage.ts';
import type { Attempt, Issue, Sent } from './deliver.ts';

/** One input on its way. `place` is the draft's key; `body` is what the server is sent, idempotency key included. */
export type OutboxItem = { id: string; place: string; url: string; body: unknown };
export type Result<S = Sent> = { place: string; sent: S } | { place: string; issues: Issue[] };

export type OutboxDeps<S = Sent> = {
	deliver(item: OutboxItem): Promise<Attempt<S>>;
	/** What it is kept under on the device, for an outbox of something else than inputs on texts. */
	key?: string;
	store?: Store | null;
	/** Runs after a pause; returns how to call it off. */
	later?(run: () => void, milliseconds: number): () => void;
	onResult?(result: Result<S>): void;
};

const KEY = 'outbox';
const FIRST_PAUSE_MS = 1_000;
const LONGEST_PAUSE_MS = 60_000;

const isItem = (value: unknown): value is OutboxItem =>
	typeof value === 'object' &&
	value !== null &&
	['id', 'place', 'url'].every((name) => typeof Reflect.get(value, name) === 'string');
const isItems = (value: unknown): value is OutboxItem[] => Array.isArray(value) && value.every(isItem);

const afterPause = (run: () => void, milliseconds: number): (() => void) => {
	const timer = setTimeout(run, milliseconds);
	return () => clearTimeout(timer);
};

/**
 * Inputs that have not reached the server yet, kept on this device and sent in the order they were written, one at a
 * time, as soon as that works. An item leaves when the server has answered for good; its idempotency key makes a
 * repetition harmless (invariant 5), also from two tabs.
 */
export class Outbox<S = Sent> {
	items: readonly OutboxItem[] = $state.raw([]);
	/** The server could not be reached the last time. */
	waiting = $state(false);
	/** What became of items sent since the page was opened, by item id. */
	results: Record<string, Result<S>> = $state.raw({});
	readonly #deps: OutboxDeps<S>;
	readonly #key: string;
	readonly #store: Store | null;
	#running = false;
	#failures = 0;
	#callOff: (() => void) | null = null;

	constructor(deps: OutboxDeps<S>) {
		this.#deps = deps;
		this.#key = OURS + (deps.key ?? KEY);
		this.#store = deps.store === undefined ? deviceStore() : deps.store;
		this.items = readJson(this.#store, this.#key, isItems) ?? [];
	}

	/** Keeps the item, `instead` of what waits for the same place, then tries to send everything that waits. */
	async add(item: OutboxItem, { instead = false } = {}): Promise<void> {
		const before = this.#kept().filter((other) => !instead || other.place !== item.place);
		this.#keep([...before, item]);
		await this.send();
	}

	/** Tries now: called when the browser is online again, and when the page opens. */
	async send(): Promise<void> {
		if (this.#running) return;
		this.#running = true;
		this.#callOff?.();
		try {
			for (let item = this.#first(); item !== undefined; item = this.#first()) {
				const attempt = await this.#deps.deliver(item).catch((): Attempt<S> => ({ kind: 'later' }));
				if (attempt.kind === 'later') return this.#tryLater();
				this.#settle(item, attempt);
			}
		} finally {
			this.#running = false;
		}
	}

	/** The result has been read, or its form is open again. */
	forget(id: string): void {
		const { [id]: _, ...others } = this.results;
		this.results = others;
	}

	itemAt(place: string): OutboxItem | undefined {
		return this.items.find((item) => item.place === place);
	}

	stop(): void {
		this.#callOff?.();
	}

	#first(): OutboxItem | undefined {
		this.items = this.#kept();
		return this.items[0];
	}

	/** Another tab may have sent or added something meanwhile, so the device's list counts. */
	#kept(): readonly OutboxItem[] {
		return this.#store === null ? this.items : (readJson(this.#store, this.#key, isItems) ?? []);
	}

	#keep(items: readonly OutboxItem[]): void {
		this.items = items;
		if (items.length === 0) this.#store?.removeItem(this.#key);
		else writeJson(this.#store, this.#key, items);
	}

	#settle(item: OutboxItem, attempt: Exclude<Attempt<S>, { kind: 'later' }>): void {
		this.#failures = 0;
		this.waiting = false;
		this.#keep(this.#kept().filter((other) => other.id !== item.id));
		const result: Result<S> =
			attempt.kind === 'sent'
				? { place: item.place, sent: attempt.sent }
				: { place: item.place, issues: attempt.issues };
		this.results = { ...this.results, [item.id]: result };
		this.#deps.onResult?.(result);
	}

	#tryLater(): void {
		this.waiting = true;
		const longest = Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** this.#failures++);
		const later = this.#deps.later ?? afterPause;
		this.#callOff = later(() => void this.send(), longest / 2 + (Math.random() * longest) / 2);
	}
}
