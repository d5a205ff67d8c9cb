import { attempt, text } from '#lib/ui/action.server.ts';
import { agendaIn, agendaRows, withoutEmptyItems } from '../../agenda-form.server.ts';
import { meetingFor } from '../../meetings.server.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, params }) => {
	const { slug, meeting, may } = await meetingFor(locals, params);
	return { slug, meeting: { slug: meeting.slug, title: meeting.shownTitle, may }, ...agendaRows(meeting.agenda) };
};

export const actions: Actions = {
	default: async ({ locals, params, request }) => {
		const form = withoutEmptyItems(await request.formData());
		return attempt(
			{ request },
			async () => {
				const { meeting } = await meetingFor(locals, params);
				await locals.app.meetings.setAgenda(locals.by, { meetingId: meeting.id }, agendaIn(form), text(form, 'seen'));
				return { saved: true };
			},
			form
		);
	}
};
