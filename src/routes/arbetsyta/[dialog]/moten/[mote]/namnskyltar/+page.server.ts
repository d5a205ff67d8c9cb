import { badgeSheets } from '#lib/hosting/index.ts';
import { addressOf } from '../hosting.server.ts';
import type { PageServerLoad } from './$types';

/** What stands on the badges, and no more of the people than that. */
export const load: PageServerLoad = async ({ locals, params }) => {
	const { people, ...hosted } = await locals.app.hosting.list(locals.actor, addressOf(params));
	return { ...hosted, sheets: badgeSheets(people) };
};
