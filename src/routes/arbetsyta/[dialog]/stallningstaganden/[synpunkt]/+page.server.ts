import { can } from '#server/permissions/can.ts';
import { assessFrom, changeChoices } from '../assessing.server.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, params }) => {
	const { app, actor } = locals;
	const dialogue = await app.dialogues.view(actor, params.dialog);
	const entry = await app.consolidation.assessablePoint(actor, dialogue.id, params.synpunkt);
	const [history, surroundings, changes] = await Promise.all([
		app.consolidation.history(actor, dialogue.id, params.synpunkt),
		app.consolidation.surroundings(actor, dialogue.id, [entry]),
		changeChoices(locals, params.dialog)
	]);
	return {
		...{ entry, history, changes },
		surrounding: surroundings[entry.point.id] ?? '',
		dialogue: { slug: dialogue.slug, areas: dialogue.areas.map(({ code, name }) => ({ code, name })) },
		mayPublish: can(actor, 'point.publish_assessment', { dialogueId: dialogue.id })
	};
};

export const actions: Actions = {
	draft: (event) => assessFrom(event, false),
	publish: (event) => assessFrom(event, true)
};
