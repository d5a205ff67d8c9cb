import { attempt, text } from '#lib/ui/action.server.ts';
import type { Actions, PageServerLoad } from './$types';

/** Opening the address says no to nothing: mail scanners open links. The button does. */
export const load: PageServerLoad = async ({ locals, url }) => {
	const code = url.searchParams.get('kod') ?? '';
	return { code, invited: await locals.app.invitations.peekRefusal(code) };
};

export const actions: Actions = {
	default: async (event) => {
		const form = await event.request.formData();
		const { app, by } = event.locals;
		return attempt(
			event,
			async () => {
				await app.invitations.refuse(by, text(form, '_code'));
				return { left: true };
			},
			form
		);
	}
};
