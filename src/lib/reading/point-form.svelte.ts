import { page } from '$app/state';
import type { FieldIssue } from '#lib/ui/fields.ts';
import type { ReadingState } from './reading.svelte.ts';

/** What a form about one point got back: from a page that was loaded anew, or in place. */
export class PointForm {
	busy = $state(false);
	/** The text as it was sent, when something has to be mended. */
	readonly text: string | null = page.form?.values?.text ?? null;
	issues: readonly FieldIssue[] = $state.raw(page.form?.issues ?? []);

	close(event: MouseEvent, reading: ReadingState): void {
		event.preventDefault();
		void reading.open(null);
	}
}
