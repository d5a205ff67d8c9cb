import { authorize } from '#server/permissions/can.ts';

/** The dialogue of the address, for those who write its news. */
export async function newsDialogue({ app, actor }: App.Locals, slug: string) {
	const dialogue = await app.dialogues.workspace(actor, slug);
	authorize(actor, 'news.write', { dialogueId: dialogue.id });
	return dialogue;
}
