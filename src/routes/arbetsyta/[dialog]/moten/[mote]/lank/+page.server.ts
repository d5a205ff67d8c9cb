import { attempt } from '#lib/ui/action.server.ts';
import { linkInput } from '../../meeting-form.server.ts';
import { meetingFor } from '../../meetings.server.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, params }) => {
	const { slug, meeting, may } = await meetingFor(locals, params);
	const { mode, state, joinUrl, onlineCapacity } = meeting;
	return {
		slug,
		meeting: { slug: meeting.slug, title: meeting.shownTitle, may },
		mayMove: mode !== 'online' && state !== 'cancelled' && meeting.shown?.status !== 'held',
		byLink: mode === 'online',
		current: { joinUrl, onlineCapacity: onlineCapacity === null ? '' : String(onlineCapacity) },
		move: await locals.app.registrations.linkMove(locals.actor, params.dialog, params.mote)
	};
};

export const actions: Actions = {
	default: async ({ locals, params, request }) => {
		const form = await request.formData();
		return attempt(
			{ request },
			async () => {
				const { meeting } = await meetingFor(locals, params);
				return { gone: await locals.app.meetings.goToLink(locals.by, meeting.id, linkInput(form)) };
			},
			form
		);
	}
};
