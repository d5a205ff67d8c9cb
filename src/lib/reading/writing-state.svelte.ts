import { deliver } from './deliver.ts';
import { Drafts } from './drafts.svelte.ts';
import { FormState, type FormOptions } from './form-state.svelte.ts';
import { Outbox, type OutboxItem, type Result } from './outbox.svelte.ts';
import type { ReadingState } from './reading.svelte.ts';
import type { Panel, Writer } from './types.ts';

/** What a reader has written and not seen received: drafts and outbox on this device. */
export class WritingState {
	readonly drafts: Drafts;
	readonly outbox: Outbox;
	/** What was given with an input that has not been received yet: a name is asked for once. */
	lastWriter: Writer | null = $state.raw(null);
	readonly #reading: ReadingState;
	#form: FormState | null = null;

	constructor(reading: ReadingState) {
		this.#reading = reading;
		this.drafts = new Drafts(reading.documentId);
		this.outbox = new Outbox({ deliver, onResult: (result) => this.#onResult(result) });
	}

	/** The form of an open panel: the same one wherever it is shown, so that turning a phone loses nothing. */
	formFor(panel: Panel, options: FormOptions): FormState {
		if (this.#form?.panel !== panel) this.#form = new FormState(this.#reading, panel, options);
		return this.#form;
	}

	/** Gives up, unsent, what somebody else wrote on this device. */
	discard({ id, place }: OutboxItem): void {
		this.outbox.discard(id);
		this.drafts.clear(place);
	}

	#onResult(result: Result): void {
		// Somebody else may be signed in by now: then the page is to know who.
		if (!('sent' in result)) return void this.#reading.refresh();
		this.drafts.clear(result.place);
		this.lastWriter = null;
		const { receipt, returnLink, writer } = result.sent;
		this.#reading.received(
			receipt.points.map((point) => point.id),
			returnLink !== null,
			writer
		);
	}
}
