import { authorize, can } from '#server/permissions/can.ts';
import { todo } from './todo.server.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, params }) => {
	const { app, actor } = locals;
	const dialogue = await app.dialogues.view(actor, params.dialog);
	authorize(actor, 'workspace.open', { dialogueId: dialogue.id });
	const [documents, consultations, { working }] = await Promise.all([
		app.documents.list(actor, dialogue.id),
		app.consultations.list(actor, dialogue.id),
		app.dialogues.mine(actor)
	]);
	const held = working.find((card) => card.id === dialogue.id)?.held ?? 0;
	const manages = can(actor, 'dialogue.manage', { dialogueId: dialogue.id });
	return { dialogue, documents, consultations, tasks: todo({ dialogue, documents, consultations, held, manages }) };
};
