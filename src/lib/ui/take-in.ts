import type { ActionResult, SubmitFunction } from '@sveltejs/kit';
import { applyAction } from '$app/forms';
import { readAgain } from './read-again.ts';

/**
 * Takes in what a form was answered, and leaves alone whoever has gone on meanwhile. SvelteKit's `update` moves the
 * focus to the top of the page after a success, whenever that comes: what is being written in another field by then goes
 * nowhere. After everything else it stays where it is, so a success is handed over under another name.
 */
export async function takeIn(result: ActionResult): Promise<void> {
	await applyAction(result.type === 'success' ? { ...result, type: 'failure' } : result);
}

/** For `use:enhance`, beside something that is being written: what was done is read, and nothing else is touched. */
export const quietly: SubmitFunction = () => {
	return async ({ result }) => {
		if (result.type === 'success') await readAgain();
		await takeIn(result);
	};
};

/** Empties a form after it was taken, unless something else is being written in it by now. */
export function emptySent(form: HTMLFormElement, sent: FormData): void {
	const written = (data: FormData) => JSON.stringify([...data].map(([name, value]) => [name, String(value)]));
	if (written(new FormData(form)) === written(sent)) form.reset();
}
