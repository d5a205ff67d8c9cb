import { agendaRows, saveAgenda } from '../../../agenda-form.server.ts';
import { roundFor } from '../../../meetings.server.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, params }) => {
	const { slug, round } = await roundFor(locals, params);
	return { slug, round: { ordinal: round.ordinal, title: round.title }, ...agendaRows(round.agenda) };
};

export const actions: Actions = {
	default: ({ locals, params, request }) =>
		saveAgenda({ locals, request }, async () => ({ roundId: (await roundFor(locals, params)).round.id }))
};
