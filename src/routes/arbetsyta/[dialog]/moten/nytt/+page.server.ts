import { redirect } from '@sveltejs/kit';
import { attempt } from '#lib/ui/action.server.ts';
import { localizeHref } from '#lib/ui/language.ts';
import { meetingInput, suggestedMeeting } from '../meeting-form.server.ts';
import { meetingChoices, roundFor } from '../meetings.server.ts';
import type { Actions, PageServerLoad } from './$types';

/** `?omgang` says in which round, by its number. */
const asked = (params: { dialog: string }, url: URL) => ({
	dialog: params.dialog,
	omgang: url.searchParams.get('omgang') ?? ''
});

export const load: PageServerLoad = async ({ locals, params, url }) => {
	const { slug, dialogueId, round } = await roundFor(locals, asked(params, url));
	const offered = await meetingChoices(locals, slug, dialogueId);
	return {
		...{ slug, ...offered, current: { ...suggestedMeeting(), startsOn: round.startsOn ?? '' } },
		round: { ordinal: round.ordinal, title: round.title }
	};
};

export const actions: Actions = {
	default: async ({ locals, params, url, request }) => {
		const form = await request.formData();
		return attempt(
			{ request },
			async () => {
				const { slug, dialogueId, round } = await roundFor(locals, asked(params, url));
				const input = { ...meetingInput(form), roundId: round.id };
				const made = await locals.app.meetings.create(locals.by, dialogueId, input);
				redirect(303, localizeHref(`/arbetsyta/${slug}/moten/${made.slug}`));
			},
			form
		);
	}
};
