import type { DialogueHead } from '#server/dialogues/types.ts';
import { authorize } from '#server/permissions/can.ts';

/** The dialogue of the address, for those who invite to its meetings. */
export async function invitingDialogue({ app, actor }: App.Locals, slug: string): Promise<DialogueHead> {
	const dialogue = await app.dialogues.workspace(actor, slug);
	authorize(actor, 'invitation.manage', { dialogueId: dialogue.id });
	return dialogue;
}
