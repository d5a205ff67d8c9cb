import { authorize, can } from '#server/permissions/can.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, params }) => {
	const { id: dialogueId, slug } = await locals.app.dialogues.workspace(locals.actor, params.dialog);
	authorize(locals.actor, 'workspace.open', { dialogueId });
	const documents = await locals.app.documents.list(locals.actor, dialogueId);
	return { slug, documents, mayCreate: can(locals.actor, 'document.create', { dialogueId }) };
};
