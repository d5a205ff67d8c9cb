import { attempt, text } from '#lib/ui/action.server.ts';
import { newsDialogue } from '../nyheter/news.server.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, params }) => {
	const { id, slug } = await newsDialogue(locals, params.dialog);
	return { slug, steps: await locals.app.news.nextSteps(locals.actor, id) };
};

export const actions: Actions = {
	/** Without an id the step is new. */
	default: async ({ locals, params, request }) => {
		const form = await request.formData();
		return attempt(
			{ request },
			async () => {
				const dialogue = await newsDialogue(locals, params.dialog);
				const input = {
					id: text(form, 'stepId') || undefined,
					what: text(form, 'what'),
					who: text(form, 'who'),
					dueOn: text(form, 'dueOn') || null,
					doneOn: text(form, 'doneOn') || null
				};
				await locals.app.news.saveStep(locals.by, dialogue.id, input);
				return { saved: true };
			},
			form
		);
	}
};
