import { deviceStore, OURS, readJson, type Store, writeJson } from './browser-storage.ts';
import type { Attempt, Issue, Sent } from './deliver.ts';

/**
 * One input on its way. `place` is the draft's key; `body` is what the server is sent, idempotency key included.
 * `writer` names whoever wrote it ('' for a visitor): it is sent as nobody else. `name` is what they are called.
 */
export type OutboxItem = { id: string; place: string; url: string; body: unknown; writer?: string; name?: string };
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
 * repetition harmless (invariant 5), also from two tabs. What somebody else wrote on this device waits for them.
 */
export class Outbox<S = Sent> {
	items: readonly OutboxItem[] = $state.raw([]);
	/** Of the items, those that the server has said somebody else wrote, by id. */
	others: readonly string[] = $state.raw([]);
	/** The server could not be reached the last time. */
	waiting = $state(false);
	/** What became of items sent since the page was opened, by item id. */
	results: Record<string, Result<S>> = $state.raw({});
	readonly #deps: OutboxDeps<S>;
	readonly #key: string;
	readonly #store: Store | null;
	/** Added by this page and never kept waiting. */
	#fresh = '';
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
		const isReplaced = ({ place, writer }: OutboxItem) => instead && place === item.place && writer === item.writer;
		this.#keep([...this.#kept().filter((other) => !isReplaced(other)), item]);
		this.#fresh = item.id;
		await this.send();
	}

	/** Tries now: called when the browser is online again, and when the page opens. */
	async send(): Promise<void> {
		if (this.#running) return;
		this.#running = true;
		this.#callOff?.();
		this.others = [];
		try {
			for (let item = this.#first(); item !== undefined; item = this.#first()) {
				const attempt = await this.#deps.deliver(item).catch((): Attempt<S> => ({ kind: 'later' }));
				if (attempt.kind === 'later') return this.#tryLater();
				if (attempt.kind === 'others' && item.id !== this.#fresh) this.others = [...this.others, item.id];
				else this.#settle(item, attempt);
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

	/** Gives up what somebody else wrote, unsent. */
	discard(id: string): void {
		this.#keep(this.#kept().filter((item) => item.id !== id));
		this.others = this.others.filter((other) => other !== id);
	}

	itemAt(place: string): OutboxItem | undefined {
		return this.items.find((item) => item.place === place);
	}

	stop(): void {
		this.#callOff?.();
	}

	#first(): OutboxItem | undefined {
		this.items = this.#kept();
		return this.items.find(({ id }) => !this.others.includes(id));
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
		const left = this.#kept().filter((other) => other.id !== item.id);
		// A visitor's first input makes a guest, who wrote the others too.
		const { writer } = attempt.kind === 'sent' && item.writer === '' ? attempt : item;
		this.#keep(left.map((other) => (other.writer === item.writer ? { ...other, writer } : other)));
		const result: Result<S> =
			attempt.kind === 'sent'
				? { place: item.place, sent: attempt.sent }
				: { place: item.place, issues: attempt.issues };
		this.results = { ...this.results, [item.id]: result };
		this.#deps.onResult?.(result);
	}

	#tryLater(): void {
		this.waiting = true;
		this.#fresh = '';
		const longest = Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** this.#failures++);
		const later = this.#deps.later ?? afterPause;
		this.#callOff = later(() => void this.send(), longest / 2 + (Math.random() * longest) / 2);
	}
}
