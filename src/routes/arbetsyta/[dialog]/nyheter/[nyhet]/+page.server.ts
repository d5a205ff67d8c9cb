import { attempt, text } from '#lib/ui/action.server.ts';
import { newsDialogue } from '../news.server.ts';
import type { Actions, PageServerLoad } from './$types';

type Params = { dialog: string; nyhet: string };

export const load: PageServerLoad = async ({ locals, params }) => postFor(locals, params);

export const actions: Actions = {
	save: async ({ locals, params, request }) => {
		const form = await request.formData();
		return attempt(
			{ request },
			async () => {
				const { post } = await postFor(locals, params);
				const input = { title: text(form, 'title'), text: text(form, 'text'), note: text(form, 'note') };
				await locals.app.news.revise(locals.by, post.id, input);
				return { saved: true };
			},
			form
		);
	},
	publish: async ({ locals, params, request }) =>
		attempt({ request }, async () => {
			const { post } = await postFor(locals, params);
			await locals.app.news.publish(locals.by, post.id);
			return { published: true };
		}),
	withdraw: async ({ locals, params, request }) => {
		const form = await request.formData();
		return attempt(
			{ request },
			async () => {
				const { post } = await postFor(locals, params);
				await locals.app.news.withdraw(locals.by, post.id, text(form, 'reason'));
				return { withdrawn: true };
			},
			form
		);
	}
};

async function postFor(locals: App.Locals, params: Params) {
	const { id, slug, state } = await newsDialogue(locals, params.dialog);
	const post = await locals.app.news.workingOne(locals.actor, id, params.nyhet);
	return { slug, planning: state === 'planning', post };
}
