import * as Y from 'yjs';
import { expect } from 'vitest';
import type { ClientOwner } from '#server/realtime/author-registry.ts';
import { LivingText, type Applied, type Changes } from '#server/realtime/living-text.ts';
import { scanUpdate } from '#server/realtime/update-scan.ts';
import type { Refusal } from '#server/realtime/update-gate.ts';

/** Every reason there is; a new one does not compile until it stands here. */
const REASONS: Record<Refusal, true> = {
	truncated: true,
	counts_exceed_bytes: true,
	clock_out_of_bounds: true,
	unknown_content: true,
	empty_content: true,
	subdocument: true,
	bad_text: true,
	bad_json: true,
	nested_too_deep: true,
	refers_to_itself: true,
	bad_deletion: true,
	too_many_roots: true,
	trailing_bytes: true,
	foreign_client: true,
	too_many_clients: true,
	waits_for_others: true,
	would_not_apply: true
};

export type Outcome = 'applied' | 'waits' | Refusal;

/**
 * A room's document without the room: what it takes in is kept as the database would keep it, and a second document
 * is fed with nothing but that, as a browser is. The two never differ, whatever is brought.
 */
export class StoredRoom {
	readonly log: Uint8Array[];
	readonly #owners: ClientOwner[];
	#text: LivingText;
	/** Fed with nothing but what is stored. */
	readonly browser = new Y.Doc();

	constructor(log: Uint8Array[], owners: ClientOwner[]) {
		this.log = [...log];
		this.#owners = [...owners];
		this.#text = this.#load();
		for (const update of this.log) Y.applyUpdate(this.browser, update);
	}

	#load(): LivingText {
		const loaded = { textId: 't', epoch: 'e', sequence: 0, state: null, updates: this.log, clients: this.#owners };
		return new LivingText(loaded, () => false);
	}

	get vector(): Uint8Array {
		return this.#text.vector();
	}

	/** What a client that has what its state vector says is sent. */
	stateFor(vector: Uint8Array): Uint8Array {
		return Y.encodeStateAsUpdate(this.browser, vector);
	}

	/** Brings an update as this account and checks what must hold afterwards, whatever it was. */
	bring(update: Uint8Array, accountId: string): Outcome {
		const before = this.#clocksOfOthers(accountId);
		const claims: ClientOwner[] = [];
		const outcome = this.#apply(update, accountId, claims);
		if (outcome !== 'applied' && outcome !== 'waits') expect(REASONS, outcome).toHaveProperty(outcome);
		this.#owners.push(...claims);
		expect(this.#clocksOfOthers(accountId), 'nobody writes for others').toEqual(before);
		return outcome;
	}

	#apply(update: Uint8Array, accountId: string, claims: ClientOwner[]): Outcome {
		const tried = this.#try(update, accountId, claims);
		if (tried === null) return this.#remake(claims);
		this.#store(tried.changes);
		return typeof tried.applied === 'object' ? tried.applied.refused : tried.applied;
	}

	#try(update: Uint8Array, accountId: string, claims: ClientOwner[]) {
		const outcomes: Applied[] = [];
		try {
			const changes = this.#text.collect(() => outcomes.push(this.#text.apply(update, accountId, claims)));
			const [applied] = outcomes;
			return applied === undefined || applied === 'broken' ? null : { applied, changes };
		} catch {
			return null;
		}
	}

	/** As the room does: nothing of it is stored, and the document is made anew from what is. */
	#remake(claims: ClientOwner[]): Outcome {
		claims.length = 0;
		this.#text.destroy();
		this.#text = this.#load();
		return 'would_not_apply';
	}

	#store({ update }: Changes): void {
		if (update === null) return;
		this.log.push(update);
		Y.applyUpdate(this.browser, update);
		expect(this.browser.store.pendingStructs, 'what is stored waits for nothing').toBeNull();
		expect(this.browser.store.pendingDs, 'what is stored waits for nothing').toBeNull();
	}

	#clocksOfOthers(accountId: string): [number, number][] {
		const others = this.#owners.filter((owner) => owner.accountId !== accountId);
		return others.map(({ clientId }) => [clientId, Y.getState(this.browser.store, clientId)]);
	}

	/** What a joiner gets is whole, and what everybody else has. */
	expectWhole(): void {
		this.#text.joins.forget();
		const state = this.#text.joins.makeState();
		expect(scanUpdate(state)).toMatchObject({ ok: true });
		const joiner = new Y.Doc();
		Y.applyUpdate(joiner, state);
		expect(joiner.store.pendingStructs).toBeNull();
		expect(joiner.store.pendingDs).toBeNull();
		expect(reach(joiner)).toEqual(reach(this.browser));
		for (const name of this.browser.share.keys()) {
			if (name !== 'content') continue;
			expect(joiner.getXmlFragment(name).toString()).toBe(this.browser.getXmlFragment(name).toString());
		}
		joiner.destroy();
	}

	destroy(): void {
		this.#text.destroy();
		this.browser.destroy();
	}
}

const reach = (doc: Y.Doc): [number, number][] =>
	[...Y.decodeStateVector(Y.encodeStateVector(doc))].sort(([one], [other]) => one - other);
