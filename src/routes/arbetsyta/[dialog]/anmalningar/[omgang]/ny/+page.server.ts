import { redirect } from '@sveltejs/kit';
import { registrationActions } from '#lib/registration/form.server.ts';
import { localizeHref } from '#lib/ui/language.ts';
import { registrationPage } from '../../../../../registration-page.server.ts';
import type { Actions, PageServerLoad } from './$types';

/** Only meetings that the actor may enter people for. */
export const load: PageServerLoad = async ({ locals, params }) => {
	const { meetings } = await locals.app.registrations.ofRound(locals.actor, params.dialog, Number(params.omgang));
	return { ...(await registrationPage(locals, params)), mine: meetings };
};

const steps = registrationActions(true, async (event, values, input) => {
	const { app, by } = event.locals;
	const { dialog, omgang } = event.params;
	const recorded = { ...input, once: values['once'] ?? null, source: values['source'] ?? '' };
	const { registrationId } = await app.registrations.record(by, dialog, Number(omgang), recorded);
	redirect(303, localizeHref(`/arbetsyta/${dialog}/anmalningar/anmalan/${registrationId}?klar`));
});

export const actions: Actions = {
	person: steps.person,
	remove: steps.remove,
	edit: steps.edit,
	check: steps.check,
	send: steps.send
};
