import type { DialogueView } from '#server/dialogues/types.ts';
import { authorize } from '#server/permissions/can.ts';

/** The dialogue of the address, for those who set it up. */
export async function managedDialogue({ app, actor }: App.Locals, slug: string): Promise<DialogueView> {
	const { id: dialogueId } = await app.dialogues.workspace(actor, slug);
	authorize(actor, 'dialogue.manage', { dialogueId });
	return app.dialogues.view(actor, slug);
}
