import { redirect, type RequestEvent } from '@sveltejs/kit';
import { deskQuery, readAddress } from '#lib/desk/index.ts';
import { readMarked, type TextRange } from '#lib/protocol/masking.ts';
import { attempt, text } from '#lib/ui/action.server.ts';
import { refuse } from '#server/errors.ts';
import type { Seen } from '#server/moderation/seen.ts';
import { deskOf } from './desk.server.ts';

export type DeskEvent = RequestEvent & { params: { dialog: string } };
type Decided = { decisionId: string };

/** What was in view when the form was sent; a form that does not say is judged like one that has seen nothing. */
export const seenIn = (form: FormData): Seen => ({
	revision: Number(text(form, 'revision')),
	status: text(form, 'status')
});

/** Carries out a decision, goes on to the next point, and offers to undo. */
export async function decideFrom(event: DeskEvent, work: (form: FormData) => Promise<Decided>) {
	const form = await event.request.formData();
	return attempt(
		event,
		async () => {
			const { decisionId } = await work(form);
			return go(event, text(form, 'next') || null, decisionId);
		},
		form
	);
}

/** Does something beside the decision, and stays at the point. */
export async function workFrom(event: DeskEvent, work: (form: FormData) => Promise<void>) {
	const form = await event.request.formData();
	return attempt(
		event,
		async () => {
			await work(form);
			return go(event, text(form, 'pointId') || null, null);
		},
		form
	);
}

/** To the same part of the desk with another point open. */
export function go({ url }: RequestEvent, pointId: string | null, decision: string | null): never {
	redirect(303, url.pathname + deskQuery({ ...readAddress(url.searchParams), pointId, decision }));
}

/** The words that somebody marked to be hidden, as ranges in the point's own text. */
export async function markedIn(event: DeskEvent, form: FormData): Promise<{ text: string; ranges: TextRange[] }> {
	const { dialogueId } = await deskOf(event.locals, event.params.dialog);
	const { app, actor } = event.locals;
	const { point } = await app.moderation.item(actor, dialogueId, text(form, 'pointId'));
	const marked = readMarked(point.text, text(form, 'marked'));
	if (marked.ok) return { text: point.text, ranges: marked.ranges };
	if (marked.reason === 'unpaired') {
		refuse(
			'bad_input',
			'Varje markering behöver både en början och ett slut.',
			'Every mark needs both a beginning and an end.',
			'marked'
		);
	}
	refuse(
		'bad_input',
		'Texten skiljer sig från det som avsändaren skrev. Ändra bara markeringarna.',
		'The text differs from what the sender wrote. Change only the marks.',
		'marked'
	);
}
