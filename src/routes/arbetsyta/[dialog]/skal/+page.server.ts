import { attempt, text } from '#lib/ui/action.server.ts';
import { managedDialogue } from '../managed.server.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, params }) => {
	const { id, slug } = await managedDialogue(locals, params.dialog);
	return { slug, reasons: await locals.app.dialogues.declineReasons(locals.actor, id) };
};

export const actions: Actions = {
	/** Without an id the reason is new. */
	default: async ({ locals, params, request }) => {
		const form = await request.formData();
		return attempt(
			{ request },
			async () => {
				const { id: dialogueId } = await managedDialogue(locals, params.dialog);
				const id = text(form, 'reasonId') || undefined;
				const input = {
					id,
					title: text(form, 'title'),
					explanation: text(form, 'explanation'),
					active: form.has('active')
				};
				await locals.app.dialogues.saveDeclineReason(locals.by, dialogueId, input);
				return { saved: true };
			},
			form
		);
	}
};
