import { authorize, can } from '#server/permissions/can.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, params }) => {
	const { id: dialogueId, slug } = await locals.app.dialogues.workspace(locals.actor, params.dialog);
	authorize(locals.actor, 'workspace.open', { dialogueId });
	const consultations = await locals.app.consultations.list(locals.actor, dialogueId);
	return { slug, consultations, mayManage: can(locals.actor, 'consultation.manage', { dialogueId }) };
};
