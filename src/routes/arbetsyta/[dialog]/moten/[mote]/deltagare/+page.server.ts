import { addressOf } from '../hosting.server.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, params }) => {
	const at = addressOf(params);
	const [list, { statistics }] = await Promise.all([
		locals.app.hosting.list(locals.actor, at),
		locals.app.hosting.statistics(locals.actor, at)
	]);
	return { ...list, total: statistics.total };
};
