import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, params }) => {
	const { id, slug, title } = await locals.app.dialogues.head(locals.actor, params.dialog);
	return { slug, title, posts: await locals.app.news.list(locals.actor, id) };
};
