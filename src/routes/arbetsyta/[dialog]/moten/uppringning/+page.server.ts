import { attempt } from '#lib/ui/action.server.ts';
import { onlineInput, onlineValues } from '../meeting-form.server.ts';
import { meetingDialogue } from '../meetings.server.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, params }) => {
	const { id, slug } = await meetingDialogue(locals, params.dialog);
	return { slug, current: onlineValues(await locals.app.meetings.online(locals.actor, id)) };
};

export const actions: Actions = {
	default: async ({ locals, params, request }) => {
		const form = await request.formData();
		return attempt(
			{ request },
			async () => {
				const { id } = await meetingDialogue(locals, params.dialog);
				await locals.app.meetings.setOnline(locals.by, id, onlineInput(form));
				return { saved: true };
			},
			form
		);
	}
};
