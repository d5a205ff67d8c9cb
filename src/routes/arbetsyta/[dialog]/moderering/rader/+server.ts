import { json } from '@sveltejs/kit';
import { deskOf, filterOf, listsOf } from '../desk.server.ts';
import type { RequestHandler } from './$types';

/** Rows of the queue in view by id (`id=…`, repeated), after news of them: as they are now. */
export const GET: RequestHandler = async ({ locals, params, url }) => {
	const { dialogueId } = await deskOf(locals, params.dialog);
	const { filter } = filterOf(url.searchParams, await listsOf(locals, dialogueId));
	const rows = await locals.app.moderation.rows(locals.actor, dialogueId, filter, url.searchParams.getAll('id'));
	return json(rows, { headers: { 'cache-control': 'no-store' } });
};
