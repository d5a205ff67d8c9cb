import { randomUUID } from 'node:crypto';
import { attempt, text } from '#lib/ui/action.server.ts';
import type { Actions, PageServerLoad } from './$types';
import { placeFrom } from '../led/input.server.ts';

type Params = { dialog: string; mote: string };

const addressOf = ({ dialog, mote }: Params) => ({ dialogueSlug: dialog, meetingSlug: mote });

export const load: PageServerLoad = async ({ locals, params }) => {
	const { app, actor } = locals;
	const { head, live, documents } = await app.live.work(actor, addressOf(params));
	return {
		head,
		live,
		documents: documents.map(({ id, title, sections }) => ({
			id,
			title,
			sections: sections.map((section) => ({ id: section.id, text: section.text }))
		})),
		spoken: await app.spoken.view(actor, addressOf(params)),
		onceKey: randomUUID()
	};
};

export const actions: Actions = {
	record: async ({ locals, params, request }) => {
		const form = await request.formData();
		return attempt(
			{ request },
			async () => {
				const { meetingId } = await locals.app.live.ledMeeting(locals.actor, addressOf(params));
				const { pointId } = await locals.app.spoken.record(locals.by, meetingId, {
					...placeFrom(form),
					words: text(form, 'words'),
					saidAt: text(form, 'saidAt'),
					kind: text(form, 'kind'),
					text: text(form, 'text'),
					name: text(form, 'name'),
					organisationName: text(form, 'organisationName'),
					organisationType: text(form, 'organisationType'),
					idempotencyKey: text(form, 'idempotencyKey').slice(0, 64) || null
				});
				return { done: 'record' as const, pointId };
			},
			form
		);
	},
	undo: async ({ locals, params, request }) => {
		const form = await request.formData();
		return attempt(
			{ request },
			async () => {
				const { meetingId } = await locals.app.live.ledMeeting(locals.actor, addressOf(params));
				await locals.app.spoken.undo(locals.by, meetingId, text(form, 'pointId'));
				return { done: 'undo' as const };
			},
			form
		);
	}
};
