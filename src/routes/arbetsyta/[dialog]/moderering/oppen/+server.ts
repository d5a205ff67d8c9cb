import * as v from 'valibot';
import { MedskickError } from '#server/errors.ts';
import { deskOf } from '../desk.server.ts';
import type { RequestHandler } from './$types';

const Opening = v.strictObject({ pointId: v.pipe(v.string(), v.uuid()), open: v.boolean() });

/** Says to colleagues that one still has a point open, or no longer. */
export const POST: RequestHandler = async ({ locals, params, request }) => {
	const { dialogueId } = await deskOf(locals, params.dialog);
	const opening = v.safeParse(Opening, await request.json().catch(() => null));
	if (!opening.success) throw new MedskickError('bad_input');
	const { pointId, open } = opening.output;
	const { moderation } = locals.app;
	if (!open) moderation.close(locals.actor, pointId);
	else {
		await moderation.item(locals.actor, dialogueId, pointId);
		moderation.open(locals.actor, dialogueId, pointId);
	}
	return new Response(null, { status: 204 });
};
