import { attempt, text } from '#lib/ui/action.server.ts';
import { stampOf } from '#server/seen.ts';
import { onlineInput, onlineValues } from '../meeting-form.server.ts';
import { meetingDialogue } from '../meetings.server.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, params }) => {
	const { id, slug } = await meetingDialogue(locals, params.dialog);
	const online = await locals.app.meetings.online(locals.actor, id);
	return { slug, current: onlineValues(online), seen: stampOf(online) };
};

export const actions: Actions = {
	default: async ({ locals, params, request }) => {
		const form = await request.formData();
		return attempt(
			{ request },
			async () => {
				const { id } = await meetingDialogue(locals, params.dialog);
				await locals.app.meetings.setOnline(locals.by, id, onlineInput(form), text(form, 'seen'));
				return { saved: true };
			},
			form
		);
	}
};
