import { deviceStore, OURS, readJson, type Store, writeJson } from './browser-storage.ts';
import { tellKeeper } from './tell-keeper.ts';

/** What somebody has written and not sent. Names and addresses are not kept: the device may be shared. */
export type Draft = { text: string; kind: string; words: string; idempotencyKey: string };

const PREFIX = OURS + 'draft:';

function isDraft(value: unknown): value is Draft {
	if (typeof value !== 'object' || value === null) return false;
	return ['text', 'kind', 'words', 'idempotencyKey'].every((name) => typeof Reflect.get(value, name) === 'string');
}

/**
 * Drafts on this device, one per place, never on the server (domain G-11). Nothing that others do touches them; they
 * go when the receipt has come, or when the reader clears them.
 */
export class Drafts {
	/** How many there are on this device, for all texts. */
	count = $state(0);
	readonly #store: Store | null;
	readonly #prefix: string;
	/** For browsers that keep nothing: as long as the page is open. */
	#memory: Record<string, Draft> = {};

	constructor(documentId: string, store: Store | null = deviceStore()) {
		this.#store = store;
		this.#prefix = `${PREFIX}${documentId}:`;
		this.#recount();
	}

	read(place: string): Draft | null {
		return readJson(this.#store, this.#prefix + place, isDraft) ?? this.#memory[place] ?? null;
	}

	/** Keeps a draft; one without words is none. */
	write(place: string, draft: Draft): void {
		if (draft.text.trim() === '') return this.clear(place);
		if (!writeJson(this.#store, this.#prefix + place, draft)) this.#memory[place] = draft;
		this.#recount();
	}

	clear(place: string): void {
		const { [place]: _, ...others } = this.#memory;
		this.#memory = others;
		this.#store?.removeItem(this.#prefix + place);
		this.#recount();
	}

	/** Every draft of every text, and the pages that are kept, for the next person at a shared tablet. */
	clearDevice(): void {
		tellKeeper({ kind: 'empty' });
		for (const key of this.#keys()) this.#store?.removeItem(key);
		this.#memory = {};
		this.#recount();
	}

	#keys(): string[] {
		const store = this.#store;
		if (store === null) return [];
		return Array.from({ length: store.length }, (_, index) => store.key(index) ?? '').filter((key) =>
			key.startsWith(PREFIX)
		);
	}

	#recount(): void {
		this.count = this.#keys().length + Object.keys(this.#memory).length;
	}
}
