import type { RequestEvent } from '@sveltejs/kit';
import { readAgreement } from '#lib/reading/agree.ts';
import { MedskickError } from '#server/errors.ts';
import { parseCorrection, parsePointId, parseReport } from './input.server.ts';
import { asPerson } from './send.server.ts';

type Event = Pick<RequestEvent, 'locals' | 'cookies' | 'url' | 'getClientAddress'>;

/** What came of it, for a page that asked in place; `pointId` is where a page that is loaded anew should land. */
type Done = { pointId: string | null } & Record<string, unknown>;
type Act = (event: Event, form: FormData) => Promise<Done>;

/** What one can do with a point, by form: with a page of its own afterwards, or in place. */
export const ACTS = {
	agree: async (event, form) => {
		const asked = readAgreement(form.get('agree'));
		if (asked === null) throw new MedskickError('bad_input');
		// Before a visitor becomes a guest: what is not to be seen is not there to agree with.
		await event.locals.app.submissions.point(event.locals.actor, asked.pointId);
		const { by, newGuest } = await asPerson(event, {
			name: '',
			organisationName: '',
			organisationType: 'private_person',
			withReturnLink: false
		});
		const agreements = await event.locals.app.submissions.agree(by, asked);
		return { pointId: asked.pointId, agreements, newGuest };
	},

	report: async ({ locals }, form) => {
		await locals.app.submissions.report(locals.by, parseReport(form));
		return { pointId: null };
	},

	correct: async ({ locals }, form) => {
		const input = parseCorrection(form);
		await locals.app.submissions.correct(locals.by, input);
		return { pointId: input.pointId };
	},

	withdraw: async ({ locals }, form) => {
		const pointId = parsePointId(form);
		await locals.app.submissions.withdraw(locals.by, { pointId });
		return { pointId };
	}
} satisfies Record<string, Act>;

export type ActName = keyof typeof ACTS;

/** The act of a name in an address. Throws `not_found`. */
export function actNamed(name: string): Act {
	if (!Object.hasOwn(ACTS, name)) throw new MedskickError('not_found');
	return ACTS[name as ActName];
}
