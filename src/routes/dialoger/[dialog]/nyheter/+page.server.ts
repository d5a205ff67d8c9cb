import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, params }) => {
	const { id, slug, title, areas } = await locals.app.dialogues.view(locals.actor, params.dialog);
	const current = areas.filter((area) => area.status !== 'dropped').map(({ code, name }) => ({ code, name }));
	return { slug, title, areas: current, posts: await locals.app.news.list(locals.actor, id) };
};
