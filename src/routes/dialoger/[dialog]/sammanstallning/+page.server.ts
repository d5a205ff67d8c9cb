import { EVERYTHING, isEverything } from '#lib/review/index.ts';
import { selectionOf } from './selection.server.ts';
import type { PageServerLoad } from './$types';

/** Open to everybody who may read the dialogue; the service shows each exactly what they may see. */
export const load: PageServerLoad = async ({ locals, params, url }) => {
	const { consolidation } = locals.app;
	const selection = await selectionOf(locals, params.dialog, url);
	const { dialogue, filter, page } = selection;
	const [points, figures, all] = await Promise.all([
		consolidation.points(locals.actor, dialogue.id, filter, page),
		consolidation.figures(locals.actor, dialogue.id, filter),
		isEverything(filter) ? null : consolidation.figures(locals.actor, dialogue.id, EVERYTHING)
	]);
	const { areas, slug, title } = dialogue;
	return {
		...selection,
		dialogue: { slug, title, areas: areas.map(({ code, name }) => ({ code, name })) },
		points,
		figures,
		organisationTypes: Object.keys((all ?? figures).byOrganisationType),
		total: (all ?? figures).points,
		surroundings: await consolidation.surroundings(locals.actor, dialogue.id, points),
		pages: Math.max(1, Math.ceil(figures.points / consolidation.perPage))
	};
};
