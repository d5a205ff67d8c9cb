import { redirect } from '@sveltejs/kit';
import { text } from '#lib/ui/action.server.ts';
import { localizeHref } from '#lib/ui/language.ts';
import { parsePath } from '#server/identity/parse.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = ({ locals: { actor } }) => ({
	person: actor.kind === 'person' ? { name: actor.name || (actor.email ?? ''), isGuest: !actor.verified } : null
});

/** Also *Inte du?*, from any form: `POST /logga-ut?guest`, with the page to come back to in `tillbaka`. */
export const actions: Actions = {
	default: async ({ request, locals, cookies }) => {
		const form = await request.formData();
		const { name, value, attributes } = await locals.app.identity.signOut(locals.by, locals.sessionIdHash);
		cookies.set(name, value, attributes);
		redirect(303, parsePath(text(form, 'tillbaka')) ?? localizeHref('/'));
	}
};
