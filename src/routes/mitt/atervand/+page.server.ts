import { redirect } from '@sveltejs/kit';
import { attempt, text } from '#lib/ui/action.server.ts';
import { localizeHref } from '#lib/ui/language.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = ({ url }) => ({ code: url.searchParams.get('kod') ?? '' });

/** A guest's own link back. The button, and not the opening, makes the session. */
export const actions: Actions = {
	default: async (event) => {
		const form = await event.request.formData();
		const { app, by, sessionIdHash } = event.locals;
		return attempt(
			event,
			async () => {
				const input = { secret: text(form, '_code'), session: sessionIdHash, ip: event.getClientAddress() };
				const { cookie } = await app.identity.returnAsGuest(by, input);
				event.cookies.set(cookie.name, cookie.value, cookie.attributes);
				redirect(303, localizeHref('/mitt'));
			},
			form
		);
	}
};
