import { currentLanguage } from '#lib/ui/language.ts';
import { attempt, text } from '#lib/ui/action.server.ts';
import type { Actions, PageServerLoad } from './$types';

const MINUTES = 15;

export const load: PageServerLoad = ({ locals, url }) => ({
	signedInAs: locals.actor.kind === 'person' && locals.actor.verified ? locals.actor.name || locals.actor.email : null,
	isGuest: locals.actor.kind === 'person' && !locals.actor.verified,
	next: url.searchParams.get('till') ?? ''
});

export const actions: Actions = {
	default: async (event) => {
		const form = await event.request.formData();
		const { app, by } = event.locals;
		const email = text(form, 'email').trim();
		const request = { email, language: currentLanguage(), ip: event.getClientAddress(), next: text(form, 'next') };
		return attempt(
			event,
			async () => {
				await app.identity.requestLink(by, request);
				return { sent: { email, minutes: MINUTES } };
			},
			form
		);
	}
};
