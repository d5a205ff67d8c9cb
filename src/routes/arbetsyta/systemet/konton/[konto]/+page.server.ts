import { attempt, text } from '#lib/ui/action.server.ts';
import { refuse } from '#server/errors.ts';
import { ROLES } from '#server/permissions/actor.ts';
import type { Actions, PageServerLoad, RequestEvent } from './$types';

export const load: PageServerLoad = async ({ locals, params }) => {
	const account = await locals.app.identity.account(locals.by, params.konto);
	const { administered } = await locals.app.dialogues.mine(locals.actor);
	const dialogues = administered.map(({ id, title }) => ({ id, title }));
	return { account, dialogues, isSelf: locals.by.actor.kind === 'person' && locals.by.actor.accountId === account.id };
};

/** Each action is one form on the page; all come back to it. */
const saving = (change: (event: RequestEvent, form: FormData) => Promise<void>) => async (event: RequestEvent) => {
	const form = await event.request.formData();
	return attempt(
		event,
		async () => {
			await change(event, form);
			return { done: true as const };
		},
		form
	);
};

function roleOf(form: FormData) {
	const role = ROLES.find((known) => known === text(form, 'role'));
	return role ?? refuse('bad_input', 'Välj en roll.', 'Choose a role.', 'role');
}

export const actions: Actions = {
	grant: saving(({ locals, params }, form) => {
		const role = { dialogueId: text(form, 'dialogueId'), accountId: params.konto, role: roleOf(form) };
		return locals.app.identity.grantRole(locals.by, role);
	}),
	revoke: saving(({ locals, params }, form) => {
		const role = { dialogueId: text(form, 'dialogueId'), accountId: params.konto, role: roleOf(form) };
		return locals.app.identity.revokeRole(locals.by, role);
	}),
	administrator: saving(({ locals, params }, form) =>
		locals.app.identity.setAdministrator(locals.by, params.konto, text(form, 'administrator') === '1')
	),
	disable: saving(({ locals, params }) => locals.app.identity.disableAccount(locals.by, params.konto)),
	enable: saving(({ locals, params }) => locals.app.identity.enableAccount(locals.by, params.konto))
};
