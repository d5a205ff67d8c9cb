import { redirect } from '@sveltejs/kit';
import { localizeHref } from '#lib/ui/language.ts';
import { guideHref, guideProgress, nextToDo } from '#lib/workspace/guide.ts';
import { managedDialogue } from '../managed.server.ts';
import type { RequestHandler } from './$types';

/** Where whoever takes the guide up again left it. */
export const GET: RequestHandler = async ({ locals, params }) => {
	const dialogue = await managedDialogue(locals, params.dialog);
	redirect(303, localizeHref(guideHref(dialogue.slug, nextToDo(guideProgress(dialogue)))));
};
