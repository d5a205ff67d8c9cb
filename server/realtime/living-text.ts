import * as Y from 'yjs';
import { AuthorRegistry, type ClientOwner } from './author-registry.ts';
import { JoinState } from './join-state.ts';
import { isSound } from './sound-structs.ts';
import type { LoadedText } from './text-types.ts';
import { judgeUpdate, type Refusal, type Standing } from './update-gate.ts';

/**
 * What became of an update. `waits`: it leans on something that is not here; what could be applied of it is.
 * `broken`: Yjs threw, or took in what no editor could have written, and the document is not to be trusted any more.
 */
export type Applied = 'applied' | 'waits' | 'broken' | { refused: Refusal };

/** What came out of some changes, as one update; null when nothing changed. */
export type Changes = {
	update: Uint8Array | null;
	/** Yjs tidied up formatting on its own account: more changed than anybody sent. */
	tidied: boolean;
};

/**
 * The shared document of a room: what may enter it, under whose name, and what is read from it. A text that is stored
 * as one snapshot is put together only when somebody writes or returns to it: readers who open it get the snapshot.
 */
export class LivingText {
	#built: Y.Doc | null = null;
	#stored: Uint8Array[];
	readonly #authors: AuthorRegistry;
	readonly #isTaken: (clientId: number, accountId: string) => boolean;
	#produced: Uint8Array[] = [];
	/** Read from only while everything in the document is committed. */
	readonly joins: JoinState;

	/** `isTaken`: another account's editor is here under this client id, before it has written anything. */
	constructor(text: LoadedText, isTaken: (clientId: number, accountId: string) => boolean) {
		this.#authors = new AuthorRegistry(text.clients);
		this.#isTaken = isTaken;
		const { state, updates } = text;
		this.#stored = state === null ? updates : [state, ...updates];
		this.joins = new JoinState(() => this.#doc, updates.length === 0 ? state : null);
		if (updates.length > 0) this.#build();
	}

	get #doc(): Y.Doc {
		return this.#built ?? this.#build();
	}

	#build(): Y.Doc {
		const doc = (this.#built = new Y.Doc({ gc: true }));
		this.absorb(this.#stored);
		this.#stored = [];
		// Not before: what is stored is news to nobody, and Yjs would write all of it down once more.
		doc.on('update', (update: Uint8Array) => void this.#produced.push(update));
		return doc;
	}

	standing(clientId: number, accountId: string): Standing {
		const standing = this.#authors.standing(clientId, accountId, this.#clock(clientId) > 0);
		return standing === 'free' && this.#isTaken(clientId, accountId) ? 'foreign' : standing;
	}

	/** Runs `work`, which calls `apply` any number of times, in one transaction: the shortest update comes out. */
	collect(work: () => void): Changes {
		this.#produced = [];
		this.#doc.transact(work);
		const produced = this.#produced.splice(0);
		return { update: produced.length === 0 ? null : merged(produced), tidied: produced.length > 1 };
	}

	/** Judges an update and applies it. New client ids are added to `claims`. */
	apply(update: Uint8Array, accountId: string, claims: ClientOwner[]): Applied {
		const verdict = judgeUpdate(
			update,
			(client) => this.#clock(client),
			(client) => this.standing(client, accountId),
			this.#doc.share
		);
		if (!verdict.ok) return { refused: verdict.reason };
		try {
			Y.applyUpdate(this.#doc, verdict.overlaps ? Y.diffUpdate(update, this.vector()) : update);
		} catch {
			// What fits in itself but not to the text is only noticed here, when the document is half changed.
			return 'broken';
		}
		if (!isSound(this.#doc, update, verdict.grown)) return 'broken';
		for (const clientId of verdict.claims) this.#claim(clientId, accountId, claims);
		return this.#forgetWaiting() ? 'waits' : 'applied';
	}

	/** Only together with structs that are stored in the same commit: a claim without them would be forgotten. */
	#claim(clientId: number, accountId: string, claims: ClientOwner[]): void {
		if (this.#clock(clientId) === 0) return;
		this.#authors.claim(clientId, accountId);
		claims.push({ clientId, accountId });
	}

	/** Takes in what is committed already. */
	absorb(updates: Uint8Array[]): Changes {
		return this.collect(() => {
			for (const update of updates) Y.applyUpdate(this.#doc, update);
			this.#forgetWaiting();
		});
	}

	/** Structs and deletions that lean on what is missing would travel to everybody who joins. */
	#forgetWaiting(): boolean {
		const { store } = this.#doc;
		if (store.pendingStructs === null && store.pendingDs === null) return false;
		store.pendingStructs = null;
		store.pendingDs = null;
		return true;
	}

	#clock = (clientId: number): number => Y.getState(this.#doc.store, clientId);

	/**
	 * How a client's state vector compares with the text. One that reaches beyond it holds something that we do not:
	 * a writer's unsent edits, or, with a reader, another history.
	 */
	reach(vector: Uint8Array): 'within' | 'beyond' | 'unreadable' {
		try {
			const clocks = [...Y.decodeStateVector(vector)];
			return clocks.every(([clientId, clock]) => clock <= this.#clock(clientId)) ? 'within' : 'beyond';
		} catch {
			return 'unreadable';
		}
	}

	/** How far the document reaches, committed or not; what a writer is asked with. */
	vector(): Uint8Array {
		return Y.encodeStateVector(this.#doc);
	}

	destroy(): void {
		this.#built?.destroy();
	}
}

export function merged(updates: Uint8Array[]): Uint8Array {
	const [first] = updates;
	return first !== undefined && updates.length === 1 ? first : Y.mergeUpdates(updates);
}
