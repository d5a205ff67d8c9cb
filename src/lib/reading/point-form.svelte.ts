import type { FieldIssue } from '#lib/ui/fields.ts';
import { act, formDataOf } from './act.ts';
import type { ReadingState } from './reading.svelte.ts';

const NOT_REACHED: FieldIssue = {
	sv: 'Vi når inte servern. Det du skrev finns kvar. Försök igen om en stund.',
	en: 'The server cannot be reached. What you wrote is kept. Try again in a moment.'
};

/** What a form about one point got back: from a page that was loaded anew, or in place. */
export class PointForm {
	readonly #reading: ReadingState;
	busy = $state(false);
	/** The text as it was sent, when something has to be mended. */
	readonly text: string | null;
	issues: readonly FieldIssue[] = $state.raw([]);

	constructor(reading: ReadingState) {
		this.#reading = reading;
		this.text = reading.returned?.values.text ?? null;
		this.issues = reading.returned?.issues ?? [];
	}

	/**
	 * Shows what has to be mended, or calls `done`. The page is not loaded anew: news of the change come by themselves.
	 */
	async send(event: SubmitEvent, action: string, done: () => void): Promise<void> {
		event.preventDefault();
		const form = formDataOf(event);
		if (form === null || this.busy) return;
		this.busy = true;
		const outcome = await act(this.#reading.path, action, form);
		this.busy = false;
		if ('done' in outcome) done();
		else this.issues = outcome.issues ?? [NOT_REACHED];
	}

	close(event: MouseEvent): void {
		event.preventDefault();
		void this.#reading.open(null);
	}
}
