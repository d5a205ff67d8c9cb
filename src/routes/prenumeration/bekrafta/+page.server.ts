import { attempt, text } from '#lib/ui/action.server.ts';
import type { Actions, PageServerLoad } from './$types';

/** Opening the address confirms nothing: mail scanners open links. The button does. */
export const load: PageServerLoad = async ({ locals, url }) => {
	const code = url.searchParams.get('kod') ?? '';
	return { code, subscription: await locals.app.news.peekConfirm(code) };
};

export const actions: Actions = {
	default: async (event) => {
		const form = await event.request.formData();
		const { app, by } = event.locals;
		return attempt(event, async () => ({ confirmed: await app.news.confirm(by, text(form, '_code')) }), form);
	}
};
