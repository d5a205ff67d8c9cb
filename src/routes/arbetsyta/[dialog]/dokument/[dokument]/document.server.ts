import type { DocumentHead } from '#server/documents/types.ts';
import { authorize } from '#server/permissions/can.ts';

/** The document of the address, for those who work with the dialogue; *not found* for whoever may not know of it. */
export async function documentFor(
	locals: App.Locals,
	params: { dialog: string; dokument: string }
): Promise<DocumentHead> {
	const dialogue = await locals.app.dialogues.workspace(locals.actor, params.dialog);
	authorize(locals.actor, 'workspace.open', { dialogueId: dialogue.id });
	return locals.app.documents.head(locals.actor, { dialogueSlug: dialogue.slug, documentSlug: params.dokument });
}
