import { SvelteSet } from 'svelte/reactivity';
import type { Queue, QueueItem, QueueRows } from '#lib/protocol/desk.ts';
import { keepShown, mergeRows } from './merged.ts';

/** What the server says of the queue in view. */
export type QueueState = {
	queue: Queue;
	items: readonly QueueItem[];
	counts: Record<Queue, number>;
	page: number;
	perPage: number;
	selectedId: string | null;
};

export type DeskOptions = {
	/** Rows again from the server, by id. */
	fetchRows(ids: string[]): Promise<QueueRows>;
	/** New points have come into the queue. */
	onNews?(count: number): void;
};

/** What comes within this time is asked for together. */
const GATHER_MS = 250;
/** As long as a decision offers to be undone beside the history (issue: ten seconds). */
export const OFFER_MS = 10_000;

/**
 * The moderation queue as one moderator sees it. News says only which point changed; the row itself is read from the
 * server, which knows what this moderator may see. While frozen nothing moves: what changed is counted and read later.
 */
export class Desk {
	items: readonly QueueItem[] = $state.raw([]);
	counts: Record<Queue, number> = $state.raw({
		waiting: 0,
		attention: 0,
		security: 0,
		published: 0,
		declined: 0,
		all: 0
	});
	frozen = $state(false);
	selectedId: string | null = $state(null);
	/** The point that is open has changed since it was read. */
	selectedChanged = $state(false);
	/** The decision that offers to be undone. */
	offered: string | null = $state(null);

	readonly #options: DeskOptions;
	#state: QueueState;
	/** Ids of points that changed while the queue was frozen. */
	readonly #held = new SvelteSet<string>();
	readonly #asked = new SvelteSet<string>();
	#gathering: ReturnType<typeof setTimeout> | undefined;
	#offering: ReturnType<typeof setTimeout> | undefined;

	constructor(state: QueueState, options: DeskOptions) {
		this.#options = options;
		this.#state = state;
		this.#show(state);
	}

	/** How many points have changed behind the frozen queue. */
	get waiting(): number {
		return this.#held.size;
	}

	/** The server's answer to going somewhere or deciding. A frozen queue takes of it only what it already shows. */
	receive(state: QueueState): void {
		const samePlace = state.queue === this.#state.queue && state.page === this.#state.page;
		this.#state = state;
		if (!this.frozen || !samePlace) {
			this.#held.clear();
			this.#show(state);
			return;
		}
		const { items, unseen } = keepShown(this.items, state.items);
		for (const id of unseen) this.#held.add(id);
		this.#show({ ...state, items });
	}

	#show(state: QueueState): void {
		this.items = state.items;
		this.counts = state.counts;
		this.selectedId = state.selectedId;
		this.selectedChanged = false;
	}

	/** News of a point: it is new in the queue, has changed, or has left it. */
	changed(pointId: string): void {
		if (pointId === this.selectedId) this.selectedChanged = true;
		this.touched(pointId);
	}

	/** Something beside the point changed: who has it open. */
	touched(pointId: string): void {
		if (this.frozen) {
			this.#held.add(pointId);
			return;
		}
		this.#asked.add(pointId);
		this.#gathering ??= setTimeout(() => void this.#ask(), GATHER_MS);
	}

	freeze(): void {
		this.frozen = true;
	}

	/** Lets the queue go on, with everything that has waited. */
	thaw(): void {
		this.frozen = false;
		const held = [...this.#held];
		this.#held.clear();
		for (const id of held) this.touched(id);
	}

	async #ask(): Promise<void> {
		this.#gathering = undefined;
		const ids = [...this.#asked];
		this.#asked.clear();
		const answer = await this.#options.fetchRows(ids).catch(() => null);
		// Nothing is lost: the ids are asked for again with the next news, or all of it when the connection is back.
		if (answer === null) for (const id of ids) this.#asked.add(id);
		else if (this.frozen) for (const id of ids) this.#held.add(id);
		else this.#merge(answer);
	}

	#merge(answer: QueueRows): void {
		const { items, added } = mergeRows(this.items, answer, this.#state);
		this.items = items;
		this.counts = answer.counts;
		if (added > 0) this.#options.onNews?.(added);
	}

	/** The point after the open one; the first where none of the queue is open. */
	get nextId(): string | null {
		return this.items[this.#position() + 1]?.point.id ?? null;
	}

	get previousId(): string | null {
		const at = this.#position();
		return at < 0 ? null : (this.items[at - 1]?.point.id ?? null);
	}

	/** What gets the focus when the open one has been decided: the next, at the end of the queue the one before. */
	get afterDecision(): string | null {
		return this.nextId ?? this.previousId;
	}

	#position = (): number => this.items.findIndex((item) => item.point.id === this.selectedId);

	/** Offers to undo a decision, for ten seconds. The history offers it for as long as it can be undone. */
	offer(decisionId: string): void {
		this.offered = decisionId;
		this.release();
	}

	/** The offer stays while somebody points at it or has the focus in it. */
	hold(): void {
		clearTimeout(this.#offering);
	}

	release(): void {
		clearTimeout(this.#offering);
		if (this.offered !== null) this.#offering = setTimeout(() => this.withdraw(), OFFER_MS);
	}

	withdraw(): void {
		clearTimeout(this.#offering);
		this.offered = null;
	}

	stop(): void {
		clearTimeout(this.#gathering);
		clearTimeout(this.#offering);
	}
}
