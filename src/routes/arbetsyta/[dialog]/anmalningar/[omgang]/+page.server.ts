import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, params, url }) => ({
	slug: params.dialog,
	query: url.searchParams.get('q') ?? '',
	...(await locals.app.registrations.ofRound(locals.actor, params.dialog, Number(params.omgang)))
});
