import { json } from '@sveltejs/kit';
import { documentFor } from '../../document.server.ts';
import { livingText } from '../living.server.ts';
import { pointsBeside } from '../points.server.ts';
import type { RequestHandler } from './$types';

/** The points beside the living text, as they are now. */
export const GET: RequestHandler = async ({ locals, params }) => {
	const document = await documentFor(locals, params);
	return json(await pointsBeside(locals, document, await livingText(locals, document.documentId)));
};
