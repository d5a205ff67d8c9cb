import { MedskickError } from '#server/errors.ts';
import type { RequestHandler } from './$types';

/** Everything that belongs to one's account, to take along (domain G-05, GDPR art. 15). */
export const GET: RequestHandler = async ({ locals }) => {
	const { app, actor, by, sessionIdHash } = locals;
	if (actor.kind !== 'person') throw new MedskickError('not_signed_in');
	const [submissions, registrations, sessions, newsSubscriptions, invitations] = await Promise.all([
		app.submissions.mine(actor),
		app.registrations.mine(actor),
		app.identity.sessionsOf(by, sessionIdHash),
		app.news.subscriptionsOf(actor),
		app.invitations.mine(actor)
	]);
	const { accountId, name, email, verified, organisationName, organisationType, isAdmin, roles } = actor;
	const account = { accountId, name, email, verified, organisationName, organisationType, isAdmin, roles };
	const data = {
		account,
		sessions: sessions.map(({ createdAt, expiresAt, current }) => ({ createdAt, expiresAt, current })),
		submissions,
		registrations,
		newsSubscriptions,
		invitations
	};
	const headers = {
		'content-type': 'application/json; charset=utf-8',
		'content-disposition': 'attachment; filename="medskick-mina-uppgifter.json"'
	};
	return new Response(JSON.stringify(data, null, 2) + '\n', { headers });
};
