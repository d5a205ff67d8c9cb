import { attempt, text } from '#lib/ui/action.server.ts';
import { phasesOf } from '#server/dialogues/view.ts';
import { stampOf } from '#server/seen.ts';
import { managedDialogue } from '../managed.server.ts';
import { phaseRows, phasesIn, withoutEmptyPhases } from '../phases-form.server.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, params }) => {
	const dialogue = await managedDialogue(locals, params.dialog);
	return { slug: dialogue.slug, seen: stampOf(phasesOf(dialogue)), ...phaseRows(dialogue.phases) };
};

export const actions: Actions = {
	default: async ({ locals, params, request }) => {
		const form = withoutEmptyPhases(await request.formData());
		return attempt(
			{ request },
			async () => {
				const { id } = await managedDialogue(locals, params.dialog);
				await locals.app.dialogues.setPhases(locals.by, id, phasesIn(form), text(form, 'seen'));
				return { saved: true };
			},
			form
		);
	}
};
