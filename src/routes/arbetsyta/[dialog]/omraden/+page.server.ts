import { attempt, text } from '#lib/ui/action.server.ts';
import type { AreaInput } from '#server/dialogues/types.ts';
import type { AreaStatus } from '#server/dialogues/vocabulary.ts';
import { lines } from '../form.server.ts';
import { managedDialogue } from '../managed.server.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, params }) => {
	const { slug, areas } = await managedDialogue(locals, params.dialog);
	return { slug, areas };
};

export const actions: Actions = {
	/** Without an id the area is new. */
	default: async ({ locals, params, request }) => {
		const form = await request.formData();
		return attempt(
			{ request },
			async () => {
				const { id } = await managedDialogue(locals, params.dialog);
				const areaId = text(form, 'areaId');
				if (areaId === '') await locals.app.dialogues.addArea(locals.by, id, areaInput(form));
				else await locals.app.dialogues.updateArea(locals.by, id, areaId, areaInput(form));
				return { saved: true };
			},
			form
		);
	}
};

const areaInput = (form: FormData): AreaInput => ({
	code: text(form, 'code'),
	name: text(form, 'name'),
	aliases: lines(form, 'aliases'),
	summary: text(form, 'summary'),
	status: text(form, 'status') as AreaStatus,
	dropReason: text(form, 'dropReason'),
	securityHint: form.has('securityHint'),
	...positionIn(text(form, 'position').trim())
});

const positionIn = (written: string) => (written === '' ? {} : { position: Number(written) });
