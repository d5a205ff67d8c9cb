import { attempt, text } from '#lib/ui/action.server.ts';
import type { Actions, PageServerLoad } from './$types';

/** Opening the address ends nothing: mail scanners open links. The button does. */
export const load: PageServerLoad = async ({ locals, url }) => {
	const code = url.searchParams.get('kod') ?? '';
	return { code, subscription: await locals.app.news.peekLeave(code) };
};

export const actions: Actions = {
	default: async (event) => {
		const form = await event.request.formData();
		const { app, by } = event.locals;
		return attempt(
			event,
			async () => {
				await app.news.leave(by, text(form, '_code'));
				return { left: true };
			},
			form
		);
	}
};
