import { redirect } from '@sveltejs/kit';
import { attempt, text } from '#lib/ui/action.server.ts';
import { localizeHref } from '#lib/ui/language.ts';
import type { DialogueType } from '#server/dialogues/vocabulary.ts';
import { authorize } from '#server/permissions/can.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = ({ locals }) => authorize(locals.actor, 'dialogue.create', null);

export const actions: Actions = {
	default: async ({ locals, request }) => {
		const form = await request.formData();
		return attempt(
			{ request },
			async () => {
				const { slug } = await locals.app.dialogues.createFromTemplate(locals.by, {
					type: text(form, 'type') as DialogueType,
					title: text(form, 'title'),
					slug: text(form, 'slug')
				});
				redirect(303, localizeHref(`/arbetsyta/${slug}/roller`));
			},
			form
		);
	}
};
