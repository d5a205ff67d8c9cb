import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, params }) => ({
	slug: params.dialog,
	rounds: await locals.app.registrations.overview(locals.actor, params.dialog)
});
