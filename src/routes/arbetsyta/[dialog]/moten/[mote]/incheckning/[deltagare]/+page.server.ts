import { MedskickError } from '#server/errors.ts';
import { attempt } from '#lib/ui/action.server.ts';
import { addressOf, presentFrom } from '../../hosting.server.ts';
import type { Actions, PageServerLoad } from './$types';

/** The page behind a participant's code. Looking changes nothing; the button does. */
export const load: PageServerLoad = ({ locals, params }) =>
	locals.app.hosting.attendee(locals.actor, addressOf(params), params.deltagare);

export const actions: Actions = {
	press: async ({ locals, params, request }) => {
		const form = await request.formData();
		return attempt(
			{ request },
			async () => {
				const press = {
					participantId: params.deltagare,
					present: presentFrom(form),
					at: locals.app.clock.now().toISOString()
				};
				const { refused } = await locals.app.hosting.press(locals.by, addressOf(params), [press]);
				if (refused.length > 0) throw new MedskickError('not_found');
				return { pressed: true };
			},
			form
		);
	}
};
