import type { DocumentHead } from '#server/documents/types.ts';
import { MedskickError } from '#server/errors.ts';
import { authorize } from '#server/permissions/can.ts';

type Address = { dialog: string; dokument: string };

/**
 * The document of the address, for those who work with the dialogue; *not found* for whoever may not know of it. A
 * meeting's notes are none of these: whoever leads the meeting has them elsewhere, and to others they are not shown.
 */
export async function documentFor(locals: App.Locals, params: Address): Promise<DocumentHead> {
	const document = await documentOrNotes(locals, params);
	if (document.notes) throw new MedskickError('not_found');
	return document;
}

/** As `documentFor`, notes too; for what shows nothing of the text. */
export async function documentOrNotes(locals: App.Locals, params: Address): Promise<DocumentHead> {
	const dialogue = await locals.app.dialogues.workspace(locals.actor, params.dialog);
	authorize(locals.actor, 'workspace.open', { dialogueId: dialogue.id });
	return locals.app.documents.head(locals.actor, { dialogueSlug: dialogue.slug, documentSlug: params.dokument });
}
