import { redirect } from '@sveltejs/kit';
import { attempt, text } from '#lib/ui/action.server.ts';
import { localizeHref } from '#lib/ui/language.ts';
import { roundInput, roundValues } from '../../meeting-form.server.ts';
import { roundFor } from '../../meetings.server.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, params }) => {
	const { slug, round } = await roundFor(locals, params);
	return {
		slug,
		round: { ordinal: round.ordinal, title: round.title },
		current: roundValues(round),
		seen: round.stamp
	};
};

export const actions: Actions = {
	/** Its number is its address, so the page may move. */
	save: async ({ locals, params, request }) => {
		const form = await request.formData();
		return attempt(
			{ request },
			async () => {
				const { slug, round } = await roundFor(locals, params);
				await locals.app.meetings.updateRound(locals.by, round.id, roundInput(form), text(form, 'seen'));
				redirect(303, localizeHref(`/arbetsyta/${slug}/moten`));
			},
			form
		);
	},
	remove: async ({ locals, params, request }) =>
		attempt({ request }, async () => {
			const { slug, round } = await roundFor(locals, params);
			await locals.app.meetings.removeRound(locals.by, round.id);
			redirect(303, localizeHref(`/arbetsyta/${slug}/moten`));
		})
};
