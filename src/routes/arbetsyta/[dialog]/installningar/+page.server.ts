import { attempt, text } from '#lib/ui/action.server.ts';
import { detailsOf } from '#server/dialogues/view.ts';
import { stampOf } from '#server/seen.ts';
import type { DialogueState } from '#server/dialogues/vocabulary.ts';
import { dialogueInput, dialogueValues } from '../../dialogue-form.server.ts';
import { managedDialogue } from '../managed.server.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, params }) => {
	const dialogue = await managedDialogue(locals, params.dialog);
	const seen = stampOf(detailsOf(dialogue));
	return { slug: dialogue.slug, state: dialogue.state, current: dialogueValues(dialogue), seen };
};

export const actions: Actions = {
	details: async ({ locals, params, request }) => {
		const form = await request.formData();
		return attempt(
			{ request },
			async () => {
				const { id } = await managedDialogue(locals, params.dialog);
				await locals.app.dialogues.update(locals.by, id, dialogueInput(form), text(form, 'seen'));
				return { saved: true };
			},
			form
		);
	},
	state: async ({ locals, params, request }) => {
		const form = await request.formData();
		return attempt(
			{ request },
			async () => {
				const { id } = await managedDialogue(locals, params.dialog);
				await locals.app.dialogues.setState(locals.by, id, text(form, 'state') as DialogueState);
				return { saved: true };
			},
			form
		);
	}
};
