import type { ReceiptView } from '#lib/protocol/reading.ts';
import type { FieldIssue } from '#lib/ui/fields.ts';

export type Issue = FieldIssue;

/** What comes back when an input has been received. `returnLink` is set the one time a guest is made. */
export type Sent = { receipt: ReceiptView; returnLink: string | null };
/** `S`: what the server answers with. */
export type Attempt<S = Sent> = { kind: 'sent'; sent: S } | { kind: 'refused'; issues: Issue[] } | { kind: 'later' };

export const UNKNOWN: Issue = {
	sv: 'Det gick inte att skicka. Läs in sidan igen och försök på nytt. Det du skrev finns kvar.',
	en: 'It could not be sent. Reload the page and try again. What you wrote is kept.'
};
const TRY_LATER = new Set([408, 425, 429]);
/** What may pass by itself: overload, a restart, too much at once. */
export const mayPass = (status: number): boolean => status >= 500 || TRY_LATER.has(status);

/** Sends one item. What may pass (no connection, overload, restart) is for later; everything else is an answer. */
export async function deliver(item: { url: string; body: unknown }, send: typeof fetch = fetch): Promise<Attempt> {
	let response: Response;
	try {
		response = await send(item.url, {
			method: 'POST',
			headers: { 'content-type': 'application/json', accept: 'application/json' },
			body: JSON.stringify(item.body)
		});
	} catch {
		return { kind: 'later' };
	}
	if (mayPass(response.status)) return { kind: 'later' };
	const answer: unknown = await response.json().catch(() => null);
	if (isSent(answer)) return { kind: 'sent', sent: answer };
	// Not our answer: some networks put a page of their own before everything until one has signed in to them.
	if (response.ok) return { kind: 'later' };
	return { kind: 'refused', issues: issuesOf(answer) };
}

const isSent = (value: unknown): value is Sent => typeof value === 'object' && value !== null && 'receipt' in value;

function issuesOf(answer: unknown): Issue[] {
	const issues = typeof answer === 'object' && answer !== null ? Reflect.get(answer, 'issues') : null;
	return Array.isArray(issues) && issues.length > 0 ? (issues as Issue[]) : [UNKNOWN];
}
