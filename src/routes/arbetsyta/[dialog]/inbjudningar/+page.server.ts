import { redirect } from '@sveltejs/kit';
import { attempt, text } from '#lib/ui/action.server.ts';
import { localizeHref } from '#lib/ui/language.ts';
import { invitingDialogue } from './invitations.server.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, params }) => {
	const { app, actor } = locals;
	const { id, slug } = await invitingDialogue(locals, params.dialog);
	const [mailings, rounds] = await Promise.all([app.invitations.mailings(actor, id), app.meetings.rounds(actor, slug)]);
	return {
		slug,
		mailings,
		rounds: rounds
			.filter(({ meetings }) => meetings.length > 0)
			.map(({ ordinal, title, meetings }) => ({
				ordinal,
				title,
				meetings: meetings.map((meeting) => ({ slug: meeting.slug, title: meeting.title }))
			})),
		sends: app.mail.sends
	};
};

export const actions: Actions = {
	default: async ({ locals, params, request }) => {
		const form = await request.formData();
		return attempt(
			{ request },
			async () => {
				const { id, slug } = await invitingDialogue(locals, params.dialog);
				const [ordinal = '', meetingSlug = ''] = text(form, 'round').split('/');
				const { mailingId } = await locals.app.invitations.create(locals.by, id, {
					...{ kind: text(form, 'kind'), roundOrdinal: Number(ordinal), meetingSlug }
				});
				redirect(303, localizeHref(`/arbetsyta/${slug}/inbjudningar/${mailingId}`));
			},
			form
		);
	}
};
