import type { MeetingRole } from '#lib/protocol/meetings.ts';
import { attempt, text } from '#lib/ui/action.server.ts';
import { meetingFor } from '../../meetings.server.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, params }) => {
	const { slug, meeting, may } = await meetingFor(locals, params);
	const people = await locals.app.meetings.staff(locals.actor, meeting.id);
	return { slug, meeting: { slug: meeting.slug, title: meeting.shownTitle, may }, ...people };
};

const task = (form: FormData) => [text(form, 'accountId'), text(form, 'role') as MeetingRole] as const;

export const actions: Actions = {
	appoint: async ({ locals, params, request }) => {
		const form = await request.formData();
		return attempt(
			{ request },
			async () => {
				const { meeting } = await meetingFor(locals, params);
				await locals.app.meetings.appoint(locals.by, meeting.id, ...task(form));
				return { saved: true };
			},
			form
		);
	},
	dismiss: async ({ locals, params, request }) => {
		const form = await request.formData();
		return attempt(
			{ request },
			async () => {
				const { meeting } = await meetingFor(locals, params);
				await locals.app.meetings.dismiss(locals.by, meeting.id, ...task(form));
				return { saved: true };
			},
			form
		);
	}
};
