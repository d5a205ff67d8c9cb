import { redirect } from '@sveltejs/kit';
import { attempt, text } from '#lib/ui/action.server.ts';
import { localizeHref } from '#lib/ui/language.ts';
import { invitingDialogue } from '../invitations.server.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, params }) => {
	const { id, slug } = await invitingDialogue(locals, params.dialog);
	return { slug, lists: await locals.app.invitations.lists(locals.actor, id) };
};

export const actions: Actions = {
	default: async ({ locals, params, request }) => {
		const form = await request.formData();
		return attempt(
			{ request },
			async () => {
				const { id, slug } = await invitingDialogue(locals, params.dialog);
				const { listId } = await locals.app.invitations.createList(locals.by, id, text(form, 'name'));
				redirect(303, localizeHref(`/arbetsyta/${slug}/inbjudningar/listor/${listId}`));
			},
			form
		);
	}
};
