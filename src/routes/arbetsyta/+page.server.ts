import { MedskickError } from '#server/errors.ts';
import { can } from '#server/permissions/can.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals }) => {
	const { actor } = locals;
	if (actor.kind !== 'person' || !actor.verified) throw new MedskickError('not_signed_in');
	return { ...(await locals.app.dialogues.mine(actor)), mayCreate: can(actor, 'dialogue.create', null) };
};
