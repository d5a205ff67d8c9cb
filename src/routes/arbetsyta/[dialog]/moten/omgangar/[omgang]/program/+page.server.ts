import { attempt, text } from '#lib/ui/action.server.ts';
import { agendaIn, agendaRows, withoutEmptyItems } from '../../../agenda-form.server.ts';
import { roundFor } from '../../../meetings.server.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, params }) => {
	const { slug, round } = await roundFor(locals, params);
	return { slug, round: { ordinal: round.ordinal, title: round.title }, ...agendaRows(round.agenda) };
};

export const actions: Actions = {
	default: async ({ locals, params, request }) => {
		const form = withoutEmptyItems(await request.formData());
		return attempt(
			{ request },
			async () => {
				const { round } = await roundFor(locals, params);
				await locals.app.meetings.setAgenda(locals.by, { roundId: round.id }, agendaIn(form), text(form, 'seen'));
				return { saved: true };
			},
			form
		);
	}
};
