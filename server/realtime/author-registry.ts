import type { Standing } from './update-gate.ts';

/** One entry of table `text_client`. */
export type ClientOwner = { clientId: number; accountId: string };

/**
 * Which Yjs client id belongs to which account in one text, for ever: authorship outlives merging and compaction
 * (architecture, invariant 7). An id that has written before anybody claimed it (the seed's) belongs to nobody.
 */
export class AuthorRegistry {
	readonly #owners: Map<number, string>;

	constructor(owners: readonly ClientOwner[]) {
		this.#owners = new Map(owners.map((owner) => [owner.clientId, owner.accountId]));
	}

	/** `written`: the id has structs in the text already. */
	standing(clientId: number, accountId: string, written: boolean): Standing {
		const owner = this.#owners.get(clientId);
		if (owner === undefined) return written ? 'foreign' : 'free';
		return owner === accountId ? 'own' : 'foreign';
	}

	/** Takes effect at once; the caller stores it in the same commit as the update that made the claim. */
	claim(clientId: number, accountId: string): void {
		this.#owners.set(clientId, accountId);
	}
}
