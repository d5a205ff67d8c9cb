import { attempt } from '#lib/ui/action.server.ts';
import { saveArea } from '../area-form.server.ts';
import { managedDialogue } from '../managed.server.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, params }) => {
	const { slug, areas } = await managedDialogue(locals, params.dialog);
	return { slug, areas };
};

export const actions: Actions = {
	default: async ({ locals, params, request }) => {
		const form = await request.formData();
		return attempt(
			{ request },
			async () => {
				const { id } = await managedDialogue(locals, params.dialog);
				await saveArea(locals, id, form);
				return { saved: true };
			},
			form
		);
	}
};
