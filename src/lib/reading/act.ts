import type { FieldIssue } from '#lib/ui/fields.ts';

/** What became of something one did with a point: what the server says of it, or what has to be mended. */
export type Outcome = { done: Record<string, unknown> } | { issues: readonly FieldIssue[] | null };

/**
 * Sends a form in place, to the endpoint that does the same as the page's action of that name. `issues` is null where
 * the server was not reached or did not answer as ours.
 */
export async function act(path: string, name: string, form: FormData, send: typeof fetch = fetch): Promise<Outcome> {
	try {
		const response = await send(`${path}/punkter/${name}`, { method: 'POST', body: form });
		const answer = (await response.json()) as Record<string, unknown>;
		if (response.ok) return { done: answer };
		return { issues: Array.isArray(answer.issues) ? (answer.issues as FieldIssue[]) : null };
	} catch {
		return { issues: null };
	}
}

/** The form of a submit event with the button that was pressed. */
export function formDataOf(event: SubmitEvent): FormData | null {
	return event.target instanceof HTMLFormElement ? new FormData(event.target, event.submitter) : null;
}
