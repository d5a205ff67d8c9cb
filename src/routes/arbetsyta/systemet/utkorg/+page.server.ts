import { attempt, text } from '#lib/ui/action.server.ts';
import type { Actions, PageServerLoad } from './$types';

const PAGE = 50;

export const load: PageServerLoad = async ({ locals, url }) => {
	const page = Math.max(1, Number.parseInt(url.searchParams.get('sida') ?? '1', 10) || 1);
	const { mail } = locals.app;
	const { messages, total } = await mail.outbox(locals.by, page);
	return { messages, page, pages: Math.max(1, Math.ceil(total / PAGE)), sends: mail.sends };
};

export const actions: Actions = {
	again: async (event) => {
		const form = await event.request.formData();
		return attempt(
			event,
			async () => {
				await event.locals.app.mail.sendAgain(event.locals.by, text(form, 'messageId'));
				return { done: true as const };
			},
			form
		);
	}
};
