import type { PageServerLoad } from './$types';

/** The same dialogues as the start page, with search in what is published (`?q=`). */
export const load: PageServerLoad = async ({ locals, url }) => {
	const asked = (url.searchParams.get('q') ?? '').slice(0, 200);
	const [start, hits] = await Promise.all([
		locals.app.dialogues.start(locals.actor),
		locals.app.documents.search(locals.actor, asked)
	]);
	return { start, asked, hits };
};
