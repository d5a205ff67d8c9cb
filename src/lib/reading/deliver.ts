import type { ReceiptView } from '#lib/protocol/reading.ts';
import type { FieldIssue } from '#lib/ui/fields.ts';
import { writtenNow } from './compose.ts';

export type Issue = FieldIssue;

/**
 * What comes back when an input has been received. `returnLink` is set the one time a guest is made; `writer` names
 * whoever it was received from.
 */
export type Sent = { receipt: ReceiptView; returnLink: string | null; writer: string };
/** `S`: what the server answers with. `others`: it was written by somebody else than is signed in now. */
export type Attempt<S = Sent> =
	{ kind: 'sent'; sent: S; writer?: string } | { kind: 'refused' | 'others'; issues: Issue[] } | { kind: 'later' };

export const UNKNOWN: Issue = {
	sv: 'Det gick inte att skicka. Läs in sidan igen och försök på nytt. Det du skrev finns kvar.',
	en: 'It could not be sent. Reload the page and try again. What you wrote is kept.'
};
const TRY_LATER = new Set([408, 425, 429]);
/** What may pass by itself: overload, a restart, too much at once. */
export const mayPass = (status: number): boolean => status >= 500 || TRY_LATER.has(status);

type Item = { url: string; body: unknown; writer?: string };

/** Sends one item. What may pass (no connection, overload, restart) is for later; everything else is an answer. */
export async function deliver({ url, body, writer }: Item, send: typeof fetch = fetch): Promise<Attempt> {
	let response: Response;
	try {
		response = await send(url, {
			method: 'POST',
			headers: { 'content-type': 'application/json', accept: 'application/json' },
			body: JSON.stringify({ ...Object(body), writtenBy: writer, sentAt: writtenNow() })
		});
	} catch {
		return { kind: 'later' };
	}
	if (mayPass(response.status)) return { kind: 'later' };
	const answer: unknown = await response.json().catch(() => null);
	if (isSent(answer)) return { kind: 'sent', sent: answer, writer: answer.writer };
	// Not our answer: some networks put a page of their own before everything until one has signed in to them.
	if (response.ok) return { kind: 'later' };
	return refusedFor(issuesOf(answer));
}

/** The server says of what a device sends whether it was written by whoever is signed in (`writer.ts`). */
export const refusedFor = (issues: Issue[]): { kind: 'refused' | 'others'; issues: Issue[] } => ({
	kind: issues[0]?.field === 'writer' ? 'others' : 'refused',
	issues
});

const isSent = (value: unknown): value is Sent => typeof value === 'object' && value !== null && 'receipt' in value;

function issuesOf(answer: unknown): Issue[] {
	const issues = typeof answer === 'object' && answer !== null ? Reflect.get(answer, 'issues') : null;
	return Array.isArray(issues) && issues.length > 0 ? (issues as Issue[]) : [UNKNOWN];
}
