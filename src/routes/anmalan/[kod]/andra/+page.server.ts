import { redirect } from '@sveltejs/kit';
import { servesMeals } from '#lib/registration/form.server.ts';
import { changeInput } from '#lib/registration/form.ts';
import { attempt } from '#lib/ui/action.server.ts';
import { valuesOf } from '#lib/ui/fields.ts';
import { localizeHref } from '#lib/ui/language.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, params }) => {
	const { app, actor } = locals;
	const registration = await app.registrations.view(actor, params.kod);
	const round = await app.meetings.round(actor, registration.dialogue.slug, registration.round.ordinal);
	return {
		code: params.kod,
		registration,
		meetings: round.meetings,
		meals: servesMeals(round),
		noted: await app.registrations.noted(actor, params.kod)
	};
};

export const actions: Actions = {
	change: async (event) => {
		const form = await event.request.formData();
		const { app, actor, by } = event.locals;
		const { kod } = event.params;
		return attempt(
			event,
			async () => {
				const registration = await app.registrations.view(actor, kod);
				const { meetings } = await app.meetings.round(actor, registration.dialogue.slug, registration.round.ordinal);
				await app.registrations.change(by, kod, changeInput(valuesOf(form), registration.participants, meetings));
				redirect(303, localizeHref(`/anmalan/${kod}?klar=andrad`));
			},
			form
		);
	}
};
