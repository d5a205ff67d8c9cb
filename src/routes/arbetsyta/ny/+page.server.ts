import { redirect } from '@sveltejs/kit';
import { attempt, text } from '#lib/ui/action.server.ts';
import { localizeHref } from '#lib/ui/language.ts';
import { authorize } from '#server/permissions/can.ts';
import { dialogueInput } from '../dialogue-form.server.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = ({ locals }) => authorize(locals.actor, 'dialogue.create', null);

export const actions: Actions = {
	default: async ({ locals, request }) => {
		const form = await request.formData();
		return attempt(
			{ request },
			async () => {
				const input = { ...dialogueInput(form), slug: text(form, 'slug') };
				const { slug } = await locals.app.dialogues.create(locals.by, input);
				redirect(303, localizeHref(`/arbetsyta/${slug}/roller`));
			},
			form
		);
	}
};
