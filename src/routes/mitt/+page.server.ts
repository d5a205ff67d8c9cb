import { redirect } from '@sveltejs/kit';
import { attempt, text } from '#lib/ui/action.server.ts';
import { localizeHref } from '#lib/ui/language.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals }) => {
	const { app, actor, by, sessionIdHash } = locals;
	if (actor.kind !== 'person') return { me: null, sent: [], registrations: [], sessions: [] };
	const [me, sent, registrations, sessions] = await Promise.all([
		// Read again: the form on this page may just have changed it.
		app.identity.actorOf(actor.accountId),
		app.submissions.mine(actor),
		app.registrations.mine(actor),
		app.identity.sessionsOf(by, sessionIdHash)
	]);
	if (me.kind !== 'person') return { me: null, sent: [], registrations: [], sessions: [] };
	const { name, email, verified, organisationName, organisationType } = me;
	return {
		me: { name, email, verified, organisationName, organisationType },
		sent,
		registrations,
		sessions: sessions.map(({ createdAt, current }) => ({ createdAt, current }))
	};
};

export const actions: Actions = {
	profile: async (event) => {
		const form = await event.request.formData();
		const profile = {
			name: text(form, 'name'),
			organisationName: text(form, 'organisationName'),
			organisationType: text(form, 'organisationType')
		};
		return attempt(
			event,
			async () => {
				await event.locals.app.identity.updateProfile(event.locals.by, profile);
				return { done: 'profile' as const };
			},
			form
		);
	},
	elsewhere: (event) =>
		attempt(event, async () => {
			const { app, by, sessionIdHash } = event.locals;
			if (sessionIdHash !== null) await app.identity.signOutElsewhere(by, sessionIdHash);
			return { done: 'elsewhere' as const };
		}),
	everywhere: (event) =>
		attempt(event, async () => {
			const { name, value, attributes } = await event.locals.app.identity.signOutEverywhere(event.locals.by);
			event.cookies.set(name, value, attributes);
			redirect(303, localizeHref('/'));
		})
};
