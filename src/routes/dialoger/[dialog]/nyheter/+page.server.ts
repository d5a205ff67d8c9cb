import { attempt, text } from '#lib/ui/action.server.ts';
import { currentLanguage } from '#lib/ui/language.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, params }) => {
	const { id, slug, title, areas } = await locals.app.dialogues.view(locals.actor, params.dialog);
	const current = areas.filter((area) => area.status !== 'dropped').map(({ code, name }) => ({ code, name }));
	return { slug, title, areas: current, posts: await locals.app.news.list(locals.actor, id) };
};

export const actions: Actions = {
	/** The answer is the same whether the address subscribes already or not. */
	default: async (event) => {
		const form = await event.request.formData();
		const { app, actor, by } = event.locals;
		return attempt(
			event,
			async () => {
				const { id } = await app.dialogues.head(actor, event.params.dialog);
				const email = text(form, 'email').trim();
				const asked = { dialogueId: id, email, language: currentLanguage(), ip: event.getClientAddress() };
				await app.news.subscribe(by, asked);
				return { sentTo: email };
			},
			form
		);
	}
};
