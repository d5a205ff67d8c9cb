import { redirect } from '@sveltejs/kit';
import { attempt, text } from '#lib/ui/action.server.ts';
import { localizeHref } from '#lib/ui/language.ts';
import { dayOf } from '#server/consultations/local-time.ts';
import { roundFor } from '../../../meetings.server.ts';
import type { Actions, PageServerLoad } from './$types';

/** With `?forsta` (a day) it shows what the copy would be; nothing is kept until somebody says so. */
export const load: PageServerLoad = async ({ locals, params, url }) => {
	const { slug, dialogueId, round } = await roundFor(locals, params);
	const rounds = await locals.app.meetings.working(locals.actor, dialogueId);
	const firstDay = dayOf(url.searchParams.get('forsta') ?? '');
	const preview = firstDay === null ? null : await locals.app.meetings.copyPreview(locals.actor, round.id, firstDay);
	return {
		slug,
		round: { ordinal: round.ordinal, title: round.title },
		firstDay,
		preview,
		nextOrdinal: Math.max(...rounds.map(({ ordinal }) => ordinal)) + 1
	};
};

export const actions: Actions = {
	default: async ({ locals, params, request }) => {
		const form = await request.formData();
		return attempt(
			{ request },
			async () => {
				const { slug, round } = await roundFor(locals, params);
				await locals.app.meetings.copyRound(locals.by, round.id, {
					ordinal: Number(text(form, 'ordinal') || Number.NaN),
					title: text(form, 'title'),
					firstDay: text(form, 'firstDay')
				});
				redirect(303, localizeHref(`/arbetsyta/${slug}/moten`));
			},
			form
		);
	}
};
