import { json } from '@sveltejs/kit';
import * as v from 'valibot';
import { MedskickError } from '#server/errors.ts';
import { addressOf } from '../../hosting.server.ts';
import type { RequestHandler } from './$types';

const Presses = v.strictObject({
	presses: v.pipe(
		v.array(v.strictObject({ participantId: v.string(), present: v.boolean(), at: v.string() })),
		v.maxLength(500)
	)
});

/** What was pressed at the door, now or while there was no connection; with nothing pressed, who is there now. */
export const POST: RequestHandler = async ({ locals, params, request }) => {
	const body = v.safeParse(Presses, await request.json().catch(() => null));
	if (!body.success) throw new MedskickError('bad_input');
	const answer = await locals.app.hosting.press(locals.by, addressOf(params), body.output.presses);
	return json(answer, { headers: { 'cache-control': 'no-store' } });
};
