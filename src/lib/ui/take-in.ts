import type { ActionResult, SubmitFunction } from '@sveltejs/kit';
import { applyAction } from '$app/forms';
import { type FieldIssue, valuesOf } from './fields.ts';
import { readAgain } from './read-again.ts';

const UNANSWERED: FieldIssue = {
	sv: 'Vi fick inget svar, så det är inte säkert att det blev gjort. Det du skrev finns kvar. Försök igen när du har kontakt.',
	en: 'There was no answer, so it may not have been done. What you wrote is kept. Try again when you are connected.'
};

const FAILED: FieldIssue = {
	sv: 'Något gick fel hos oss, så det blev kanske inte gjort. Det du skrev finns kvar. Försök igen om en stund.',
	en: 'Something went wrong on our side, so it may not have been done. What you wrote is kept. Try again in a while.'
};

/** The server's answer. An error, or none, becomes a refusal: SvelteKit's page of an error would take what was written. */
function answerTo(sent: FormData, result: ActionResult): ActionResult {
	if (result.type !== 'error') return result;
	const { status = 503, error }: { status?: number; error: Partial<App.Error> } = result;
	const unknown = result.status === undefined ? UNANSWERED : FAILED;
	const issues = error.issues?.length ? error.issues : [unknown];
	return { type: 'failure', status, data: { issues, values: valuesOf(sent) } };
}

/**
 * Takes in what the form that was `sent` was answered, and leaves alone whoever has gone on meanwhile. SvelteKit's
 * `update` moves the focus to the top of the page after a success, whenever that comes: what is being written in another
 * field by then goes nowhere. After everything else it stays where it is, so a success is handed over under another name.
 */
export async function takeIn(sent: FormData, result: ActionResult): Promise<void> {
	const answer = answerTo(sent, result);
	await applyAction(answer.type === 'success' ? { ...answer, type: 'failure' } : answer);
}

/** For `use:enhance`, beside something that is being written: what was done is read, and nothing else is touched. */
export const quietly: SubmitFunction = ({ formData }) => {
	return async ({ result }) => {
		if (result.type === 'success') await readAgain();
		await takeIn(formData, result);
	};
};

/** Empties a form after it was taken, unless something else is being written in it by now. */
export function emptySent(form: HTMLFormElement, sent: FormData): void {
	const written = (data: FormData) => JSON.stringify([...data].map(([name, value]) => [name, String(value)]));
	if (written(new FormData(form)) === written(sent)) form.reset();
}
