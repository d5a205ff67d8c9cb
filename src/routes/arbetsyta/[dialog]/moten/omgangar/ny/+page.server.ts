import { redirect } from '@sveltejs/kit';
import { attempt } from '#lib/ui/action.server.ts';
import { localizeHref } from '#lib/ui/language.ts';
import { roundInput } from '../../meeting-form.server.ts';
import { meetingDialogue } from '../../meetings.server.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, params }) => {
	const { id, slug } = await meetingDialogue(locals, params.dialog);
	const rounds = await locals.app.meetings.working(locals.actor, id);
	const next = Math.max(0, ...rounds.map(({ ordinal }) => ordinal)) + 1;
	return { slug, current: { ordinal: String(next), kind: 'dialogue', influenceLevel: '' } as Record<string, string> };
};

export const actions: Actions = {
	default: async ({ locals, params, request }) => {
		const form = await request.formData();
		return attempt(
			{ request },
			async () => {
				const { id, slug } = await meetingDialogue(locals, params.dialog);
				await locals.app.meetings.createRound(locals.by, id, roundInput(form));
				redirect(303, localizeHref(`/arbetsyta/${slug}/moten`));
			},
			form
		);
	}
};
