import { redirect } from '@sveltejs/kit';
import { attempt, text } from '#lib/ui/action.server.ts';
import { localizeHref } from '#lib/ui/language.ts';
import { meetingInput, meetingValues } from '../meeting-form.server.ts';
import { meetingChoices, meetingFor } from '../meetings.server.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, params }) => {
	const { slug, dialogueId, meeting, may } = await meetingFor(locals, params);
	return {
		slug,
		meeting: {
			...{
				slug: meeting.slug,
				title: meeting.shownTitle,
				state: meeting.state,
				mode: meeting.mode,
				cancelReason: meeting.cancelReason
			},
			...{ startsOn: meeting.startsOn, startsAt: meeting.startsAt, endsAt: meeting.endsAt },
			status: meeting.shown?.status ?? null,
			may
		},
		current: meetingValues(meeting),
		seen: meeting.stamp,
		...(await meetingChoices(locals, slug, dialogueId))
	};
};

export const actions: Actions = {
	save: async ({ locals, params, request }) => {
		const form = await request.formData();
		return attempt(
			{ request },
			async () => {
				const { meeting } = await meetingFor(locals, params);
				await locals.app.meetings.update(locals.by, meeting.id, meetingInput(form), text(form, 'seen'));
				return { saved: true };
			},
			form
		);
	},
	state: async ({ locals, params, request }) => {
		const form = await request.formData();
		return attempt(
			{ request },
			async () => {
				const { meeting } = await meetingFor(locals, params);
				const state = text(form, 'state') as 'save_the_date' | 'open' | 'closed';
				await locals.app.meetings.setState(locals.by, meeting.id, state);
				return { changed: true };
			},
			form
		);
	},
	cancel: async ({ locals, params, request }) => {
		const form = await request.formData();
		return attempt(
			{ request },
			async () => {
				const { meeting } = await meetingFor(locals, params);
				await locals.app.meetings.cancel(locals.by, meeting.id, text(form, 'reason'));
				return { changed: true };
			},
			form
		);
	},
	remove: async ({ locals, params, request }) =>
		attempt({ request }, async () => {
			const { slug, meeting } = await meetingFor(locals, params);
			await locals.app.meetings.removeDraft(locals.by, meeting.id);
			redirect(303, localizeHref(`/arbetsyta/${slug}/moten`));
		})
};
