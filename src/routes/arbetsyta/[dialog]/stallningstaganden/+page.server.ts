import { authorize, can } from '#server/permissions/can.ts';
import { selectionOf } from '../../../dialoger/[dialog]/sammanstallning/selection.server.ts';
import { assessFrom, changeChoices } from './assessing.server.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, params, url }) => {
	const { app, actor } = locals;
	const { dialogue, filter, page, names, phrase, ignored } = await selectionOf(locals, params.dialog, url);
	const thing = { dialogueId: dialogue.id };
	authorize(actor, 'assessment.read_draft', thing);
	const [points, figures, progress, changes] = await Promise.all([
		app.consolidation.assessable(actor, dialogue.id, filter, page),
		app.consolidation.figures(actor, dialogue.id, filter),
		app.consolidation.progress(actor, dialogue.id),
		changeChoices(locals, params.dialog)
	]);
	return {
		dialogue: { slug: dialogue.slug, areas: dialogue.areas.map(({ code, name }) => ({ code, name })) },
		...{ filter, page, names, phrase, ignored, points, progress, changes },
		found: figures.points,
		pages: Math.max(1, Math.ceil(figures.points / app.consolidation.perPage)),
		organisationTypes: Object.keys(figures.byOrganisationType),
		mayPublish: can(actor, 'point.publish_assessment', thing)
	};
};

export const actions: Actions = {
	draft: (event) => assessFrom(event, false),
	publish: (event) => assessFrom(event, true)
};
