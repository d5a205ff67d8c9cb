import { redirect } from '@sveltejs/kit';
import { registrationActions } from '#lib/registration/form.server.ts';
import { localizeHref } from '#lib/ui/language.ts';
import { registrationPage } from '../../../../registration-page.server.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, params, url }) => {
	const { actor } = locals;
	const known =
		actor.kind === 'person' && actor.verified
			? {
					name: actor.name,
					email: actor.email ?? '',
					organisationName: actor.organisationName,
					organisationType: actor.organisationType
				}
			: {};
	return {
		...(await registrationPage(locals, params)),
		preselected: url.searchParams.get('mote') ?? '',
		known: known as Record<string, string>
	};
};

const steps = registrationActions(false, async (event, values, input) => {
	const { app, by } = event.locals;
	const { dialog, omgang } = event.params;
	const once = values['once'] ?? null;
	const sent = { ...input, once, ip: event.getClientAddress() };
	const { code } = await app.registrations.register(by, dialog, Number(omgang), sent);
	redirect(303, localizeHref(`/anmalan/${code}?klar=anmald`));
});

export const actions: Actions = {
	person: steps.person,
	remove: steps.remove,
	edit: steps.edit,
	check: steps.check,
	send: steps.send
};
