import { redirect } from '@sveltejs/kit';
import { attempt, text } from '#lib/ui/action.server.ts';
import { localizeHref } from '#lib/ui/language.ts';
import { authorize } from '#server/permissions/can.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, params }) => {
	const { id, slug, areas } = await locals.app.dialogues.view(locals.actor, params.dialog);
	authorize(locals.actor, 'document.create', { dialogueId: id });
	return { slug, areas };
};

export const actions: Actions = {
	default: async ({ locals, params, request }) => {
		const form = await request.formData();
		return attempt(
			{ request },
			async () => {
				const dialogue = await locals.app.dialogues.workspace(locals.actor, params.dialog);
				const { slug } = await locals.app.documents.create(locals.by, dialogue.id, {
					title: text(form, 'title'),
					areaId: text(form, 'areaId'),
					ordinal: Number(text(form, 'ordinal') || 0)
				});
				redirect(303, localizeHref(`/arbetsyta/${dialogue.slug}/dokument/${slug}/importera`));
			},
			form
		);
	}
};
