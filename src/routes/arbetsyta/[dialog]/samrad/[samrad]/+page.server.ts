import { attempt } from '#lib/ui/action.server.ts';
import { authorize } from '#server/permissions/can.ts';
import { consultationInput, consultationValues, MANY } from '../../consultation-form.server.ts';
import { joined } from '../../form.server.ts';
import type { Actions, PageServerLoad } from './$types';

type Params = { dialog: string; samrad: string };

export const load: PageServerLoad = async ({ locals, params }) => {
	const { slug, consultation } = await consultationFor(locals, params);
	const documents = await locals.app.documents.list(locals.actor, consultation.dialogueId);
	return { slug, consultation, documents, current: consultationValues(consultation) };
};

export const actions: Actions = {
	default: async ({ locals, params, request }) => {
		const form = joined(await request.formData(), MANY);
		return attempt(
			{ request },
			async () => {
				const { consultation } = await consultationFor(locals, params);
				await locals.app.consultations.update(locals.by, consultation.id, consultationInput(form));
				return { saved: true };
			},
			form
		);
	}
};

async function consultationFor({ app, actor }: App.Locals, params: Params) {
	const { id: dialogueId, slug } = await app.dialogues.workspace(actor, params.dialog);
	authorize(actor, 'consultation.manage', { dialogueId });
	return { slug, consultation: await app.consultations.bySlug(actor, dialogueId, params.samrad) };
}
