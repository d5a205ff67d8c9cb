import { attempt, text } from '#lib/ui/action.server.ts';
import { dateCompact } from '#lib/ui/format.ts';
import { newSecret } from '#server/identity/secrets.ts';
import { MedskickError } from '#server/errors.ts';
import { addressOf, presentFrom } from '../hosting.server.ts';
import type { Actions, PageServerLoad } from './$types';

/** Names and organisations only: contacts have no business on a phone at the door. */
export const load: PageServerLoad = async ({ locals, params, url }) => {
	const { app, actor } = locals;
	const at = addressOf(params);
	const { may, meeting, people } = await app.hosting.list(actor, at);
	if (!may.checkIn) throw new MedskickError('forbidden');
	const now = app.clock.now();
	return {
		...{ may, meeting },
		people: people.filter(({ state }) => state !== 'cancelled').map((person) => ({ ...person, contact: null })),
		words: url.searchParams.get('q') ?? '',
		opens: dateCompact(now) >= meeting.startsOn && meeting.status !== 'cancelled',
		now: now.getTime(),
		once: newSecret()
	};
};

export const actions: Actions = {
	press: async ({ locals, params, request }) => {
		const form = await request.formData();
		return attempt(
			{ request },
			async () => {
				const press = {
					participantId: text(form, 'participantId'),
					present: presentFrom(form),
					at: locals.app.clock.now().toISOString()
				};
				const { refused } = await locals.app.hosting.press(locals.by, addressOf(params), [press]);
				if (refused.length > 0) throw new MedskickError('not_found');
				return { pressed: true };
			},
			form
		);
	},
	admit: async ({ locals, params, request }) => {
		const form = await request.formData();
		return attempt(
			{ request },
			async () => {
				await locals.app.hosting.walkIn(locals.by, addressOf(params), {
					name: text(form, 'name'),
					organisationName: text(form, 'organisationName'),
					organisationType: text(form, 'organisationType'),
					once: text(form, 'once')
				});
				return { admitted: true };
			},
			form
		);
	}
};
