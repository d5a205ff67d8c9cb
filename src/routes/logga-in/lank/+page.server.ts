import { redirect } from '@sveltejs/kit';
import { attempt, text } from '#lib/ui/action.server.ts';
import { localizeHref } from '#lib/ui/language.ts';
import { parsePath } from '#server/identity/parse.ts';
import type { Actions, PageServerLoad } from './$types';

/** Opening the address uses nothing up: mail scanners open links. The button does. */
export const load: PageServerLoad = async ({ locals, url }) => {
	const code = url.searchParams.get('kod') ?? '';
	return { code, link: await locals.app.identity.peekLink(code), next: url.searchParams.get('till') ?? '' };
};

export const actions: Actions = {
	default: async (event) => {
		const form = await event.request.formData();
		const { app, by, sessionIdHash } = event.locals;
		return attempt(
			event,
			async () => {
				const code = text(form, '_code');
				const { actor, cookie } = await app.identity.useLink(by, { code, session: sessionIdHash });
				event.cookies.set(cookie.name, cookie.value, cookie.attributes);
				const home = actor.isAdmin || actor.roles.length > 0 ? '/arbetsyta' : '/mitt';
				redirect(303, parsePath(text(form, 'next')) ?? localizeHref(home));
			},
			form
		);
	}
};
