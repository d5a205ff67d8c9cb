import { redirect } from '@sveltejs/kit';
import { attempt, text } from '#lib/ui/action.server.ts';
import { localizeHref } from '#lib/ui/language.ts';
import { newsDialogue } from './news.server.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, params }) => {
	const { id, slug } = await newsDialogue(locals, params.dialog);
	return { slug, posts: await locals.app.news.working(locals.actor, id) };
};

export const actions: Actions = {
	default: async ({ locals, params, request }) => {
		const form = await request.formData();
		return attempt(
			{ request },
			async () => {
				const { id, slug } = await newsDialogue(locals, params.dialog);
				const input = { title: text(form, 'title'), text: text(form, 'text') };
				const { postId } = await locals.app.news.create(locals.by, id, input);
				redirect(303, localizeHref(`/arbetsyta/${slug}/nyheter/${postId}`));
			},
			form
		);
	}
};
