import { attempt, text } from '#lib/ui/action.server.ts';
import type { Role } from '#server/permissions/actor.ts';
import { all, joined } from '../form.server.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, params }) => {
	const { app, actor, by } = locals;
	const { id, title } = await app.dialogues.headForRoles(actor, params.dialog);
	const [accounts, organisations, areas] = await Promise.all([
		app.identity.accountsOf(by, id),
		app.dialogues.organisations(actor, id),
		app.dialogues.areaNames(actor, id)
	]);
	const people = accounts.map(({ id: accountId, name, email, roles }) => ({ accountId, name, email, roles }));
	return { title, people, organisations, areas };
};

export const actions: Actions = {
	grant: async ({ locals, params, request }) => {
		const form = joined(await request.formData(), ['areaIds']);
		return attempt(
			{ request },
			async () => {
				const { app, actor, by } = locals;
				const { id: dialogueId } = await app.dialogues.headForRoles(actor, params.dialog);
				const role = text(form, 'role') as Role;
				await app.identity.inviteToRole(by, {
					dialogueId,
					role,
					email: text(form, 'email'),
					name: text(form, 'name'),
					areaIds: all(form, 'areaIds').flatMap((ids) => ids.split(',')),
					organisationId: role === 'reviewer' ? await organisationIn(locals, dialogueId, form) : null
				});
				return { done: 'granted' as const };
			},
			form
		);
	},
	revoke: async ({ locals, params, request }) => {
		const form = await request.formData();
		return attempt(
			{ request },
			async () => {
				const { app, actor, by } = locals;
				const { id: dialogueId } = await app.dialogues.headForRoles(actor, params.dialog);
				await app.identity.revokeRole(by, {
					dialogueId,
					accountId: text(form, 'accountId'),
					role: text(form, 'role') as Role
				});
				return { done: 'revoked' as const };
			},
			form
		);
	}
};

/** The organisation chosen in the list, or the new one that was named. */
async function organisationIn({ app, by }: App.Locals, dialogueId: string, form: FormData): Promise<string> {
	const chosen = text(form, 'organisationId');
	if (chosen !== '') return chosen;
	const input = { name: text(form, 'organisationName'), type: text(form, 'organisationType') };
	return (await app.dialogues.ensureOrganisation(by, dialogueId, input)).organisationId;
}
