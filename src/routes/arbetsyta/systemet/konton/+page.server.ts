import { redirect } from '@sveltejs/kit';
import { attempt, text } from '#lib/ui/action.server.ts';
import { localizeHref } from '#lib/ui/language.ts';
import type { Actions, PageServerLoad } from './$types';

const PAGE = 50;

export const load: PageServerLoad = async ({ locals, url }) => {
	const search = (url.searchParams.get('q') ?? '').slice(0, 100);
	const page = Math.max(1, Number.parseInt(url.searchParams.get('sida') ?? '1', 10) || 1);
	const { accounts, total } = await locals.app.identity.accounts(locals.by, { search, page });
	return { accounts, search, page, pages: Math.max(1, Math.ceil(total / PAGE)) };
};

export const actions: Actions = {
	default: async (event) => {
		const form = await event.request.formData();
		const account = {
			email: text(form, 'email'),
			name: text(form, 'name'),
			organisationName: text(form, 'organisationName'),
			organisationType: text(form, 'organisationType')
		};
		return attempt(
			event,
			async () => {
				const id = await event.locals.app.identity.createAccount(event.locals.by, account);
				redirect(303, localizeHref(`/arbetsyta/systemet/konton/${id}`));
			},
			form
		);
	}
};
