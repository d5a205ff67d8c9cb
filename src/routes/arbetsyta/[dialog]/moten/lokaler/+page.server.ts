import { attempt, text } from '#lib/ui/action.server.ts';
import { stampOf } from '#server/seen.ts';
import { venueInput } from '../meeting-form.server.ts';
import { meetingDialogue } from '../meetings.server.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, params }) => {
	const { id, slug } = await meetingDialogue(locals, params.dialog);
	const venues = await locals.app.meetings.venues(locals.actor, id);
	return { slug, venues: venues.map((venue) => ({ venue, seen: stampOf(venue) })) };
};

export const actions: Actions = {
	/** Without an id the venue is new. */
	save: async ({ locals, params, request }) => {
		const form = await request.formData();
		return attempt(
			{ request },
			async () => {
				const { id } = await meetingDialogue(locals, params.dialog);
				const venueId = text(form, 'venueId');
				if (venueId === '') await locals.app.meetings.createVenue(locals.by, id, venueInput(form));
				else await locals.app.meetings.updateVenue(locals.by, venueId, venueInput(form), text(form, 'seen'));
				return { saved: true };
			},
			form
		);
	},
	remove: async ({ locals, params, request }) => {
		const form = await request.formData();
		return attempt(
			{ request },
			async () => {
				await meetingDialogue(locals, params.dialog);
				await locals.app.meetings.removeVenue(locals.by, text(form, 'venueId'));
				return { removed: true };
			},
			form
		);
	}
};
