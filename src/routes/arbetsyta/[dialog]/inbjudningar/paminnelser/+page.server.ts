import { attempt, text } from '#lib/ui/action.server.ts';
import { invitingDialogue } from '../invitations.server.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, params }) => {
	const { id, slug } = await invitingDialogue(locals, params.dialog);
	return { slug, meetings: await locals.app.invitations.reminders(locals.actor, id) };
};

export const actions: Actions = {
	default: async ({ locals, params, request }) => {
		const form = await request.formData();
		return attempt(
			{ request },
			async () => {
				const { id } = await invitingDialogue(locals, params.dialog);
				const days = text(form, 'daysBefore').trim();
				const daysBefore = days === '' ? null : /^\d{1,3}$/.test(days) ? Number(days) : NaN;
				await locals.app.invitations.setReminder(locals.by, id, text(form, 'meetingId'), daysBefore);
				return { saved: true };
			},
			form
		);
	}
};
