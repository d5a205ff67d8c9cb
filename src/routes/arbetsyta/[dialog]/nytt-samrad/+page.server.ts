import { redirect } from '@sveltejs/kit';
import { attempt } from '#lib/ui/action.server.ts';
import { localizeHref } from '#lib/ui/language.ts';
import type { Stage } from '#server/documents/vocabulary.ts';
import { authorize } from '#server/permissions/can.ts';
import { consultationInput, MANY, suggestedValues } from '../consultation-form.server.ts';
import { joined } from '../form.server.ts';
import type { Actions, PageServerLoad } from './$types';

/** Stages in which texts are usually sent out for comments; the others can be chosen too. */
const COMMENTED = new Set<Stage>(['dialogue_draft', 'consultation_version', 'final_proof']);

export const load: PageServerLoad = async ({ locals, params }) => {
	const { app, actor } = locals;
	const { id: dialogueId, slug } = await app.dialogues.workspace(actor, params.dialog);
	authorize(actor, 'consultation.manage', { dialogueId });
	const documents = await app.documents.list(actor, dialogueId);
	const published = documents.flatMap(({ latest, documentId }) =>
		latest && COMMENTED.has(latest.stage) ? [documentId] : []
	);
	return { slug, documents, suggested: suggestedValues(app.clock.now(), published) };
};

export const actions: Actions = {
	default: async ({ locals, params, request }) => {
		const form = joined(await request.formData(), MANY);
		return attempt(
			{ request },
			async () => {
				const dialogue = await locals.app.dialogues.workspace(locals.actor, params.dialog);
				await locals.app.consultations.create(locals.by, dialogue.id, consultationInput(form));
				redirect(303, localizeHref(`/arbetsyta/${dialogue.slug}/samrad`));
			},
			form
		);
	}
};
