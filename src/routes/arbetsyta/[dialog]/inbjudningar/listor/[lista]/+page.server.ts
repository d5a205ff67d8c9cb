import { redirect } from '@sveltejs/kit';
import { attempt, text } from '#lib/ui/action.server.ts';
import { localizeHref } from '#lib/ui/language.ts';
import { invitingDialogue } from '../../invitations.server.ts';
import { keptInput, listInput } from './list-form.server.ts';
import type { Actions, PageServerLoad, RequestEvent } from './$types';

export const load: PageServerLoad = async ({ locals, params }) => {
	const { id, slug } = await invitingDialogue(locals, params.dialog);
	return { slug, list: await locals.app.invitations.list(locals.actor, id, params.lista) };
};

export const actions: Actions = {
	preview: (event) =>
		act(event, async ({ app, actor }, dialogueId, form) => {
			const input = await listInput(form);
			const preview = await app.invitations.preview(actor, dialogueId, event.params.lista, input);
			return { preview, format: input.format, text: input.text };
		}),
	keep: (event) =>
		act(event, ({ app, by }, dialogueId, form) =>
			app.invitations.addContacts(by, dialogueId, event.params.lista, keptInput(form))
		),
	take: (event) =>
		act(event, async ({ app, by }, dialogueId, form) => {
			await app.invitations.removeContact(by, dialogueId, event.params.lista, text(form, 'contactId'));
			return { removed: true };
		}),
	remove: (event) =>
		act(event, async ({ app, by }, dialogueId) => {
			await app.invitations.removeList(by, dialogueId, event.params.lista);
			redirect(303, localizeHref(`/arbetsyta/${event.params.dialog}/inbjudningar/listor`));
		})
};

async function act<T>(
	{ locals, params, request }: RequestEvent,
	work: (locals: App.Locals, dialogueId: string, form: FormData) => Promise<T>
) {
	const form = await request.formData();
	return attempt(
		{ request },
		async () => {
			const { id } = await invitingDialogue(locals, params.dialog);
			return work(locals, id, form);
		},
		form
	);
}
