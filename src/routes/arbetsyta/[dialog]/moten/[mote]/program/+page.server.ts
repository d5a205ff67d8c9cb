import { agendaRows, saveAgenda } from '../../agenda-form.server.ts';
import { meetingFor } from '../../meetings.server.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, params }) => {
	const { slug, meeting, may } = await meetingFor(locals, params);
	return { slug, meeting: { slug: meeting.slug, title: meeting.shownTitle, may }, ...agendaRows(meeting.agenda) };
};

export const actions: Actions = {
	default: ({ locals, params, request }) =>
		saveAgenda({ locals, request }, async () => ({ meetingId: (await meetingFor(locals, params)).meeting.id }))
};
