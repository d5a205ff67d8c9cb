import { transact, type By } from '#server/database/transaction.ts';
import { MedskickError } from '#server/errors.ts';
import { accountIdOf } from '#server/permissions/actor.ts';
import type { IdentityParts } from './parts.ts';
import { endSession, endSessionsOf } from './queries.ts';
import type { SessionCookie, SessionView } from './types.ts';

const ownAccount = (by: By): string => {
	const accountId = accountIdOf(by.actor);
	if (accountId === null) throw new MedskickError('not_signed_in');
	return accountId;
};

/** Ends one session; also *Inte du?*, where the next person at a shared tablet starts afresh. */
export async function signOut(parts: IdentityParts, by: By, session: string | null): Promise<SessionCookie> {
	const accountId = accountIdOf(by.actor);
	if (session !== null && accountId !== null) {
		await transact(parts, by, async (change) => {
			await endSession(change.db, session);
			await change.audit({ action: 'account.sign_out', objectType: 'account', objectId: accountId, dialogueId: null });
		});
		parts.onSignedOut({ sessionIdHash: session });
	}
	return parts.sessions.blankCookie();
}

/** Ends every session of the caller's account, this one included. */
export async function signOutEverywhere(parts: IdentityParts, by: By): Promise<SessionCookie> {
	const accountId = ownAccount(by);
	await endAll(parts, by, accountId, null);
	parts.onSignedOut({ accountId });
	return parts.sessions.blankCookie();
}

/** Ends every session of the caller's account but this one. */
export async function signOutElsewhere(parts: IdentityParts, by: By, session: string): Promise<void> {
	const ended = await endAll(parts, by, ownAccount(by), session);
	for (const sessionIdHash of ended) parts.onSignedOut({ sessionIdHash });
}

function endAll(parts: IdentityParts, by: By, accountId: string, except: string | null): Promise<string[]> {
	return transact(parts, by, async (change) => {
		const ended = await endSessionsOf(change.db, accountId, except);
		const action = except === null ? 'account.sign_out_everywhere' : 'account.sign_out_elsewhere';
		await change.audit({ action, objectType: 'account', objectId: accountId, dialogueId: null });
		return ended;
	});
}

/** The caller's own living sessions, newest first. */
export async function sessionsOf(parts: IdentityParts, by: By, session: string | null): Promise<SessionView[]> {
	const rows = await parts.database
		.selectFrom('session')
		.selectAll()
		.where('account_id', '=', ownAccount(by))
		.where('expires_at', '>', parts.clock.real())
		.orderBy('created_at', 'desc')
		.execute();
	return rows.map((row) => ({
		sessionIdHash: row.id_hash,
		createdAt: row.created_at,
		expiresAt: row.expires_at,
		current: row.id_hash === session
	}));
}

/** Links and sessions that have run out go: nobody needs them, and they say who tried to sign in when. */
export async function removeExpired(parts: IdentityParts): Promise<number> {
	const now = parts.clock.real();
	const links = await parts.database.deleteFrom('sign_in_link').where('expires_at', '<', now).executeTakeFirst();
	const sessions = await parts.database.deleteFrom('session').where('expires_at', '<', now).executeTakeFirst();
	return Number(links.numDeletedRows + sessions.numDeletedRows);
}

/** Attempts are seen too (domain C-04). Only where somebody is signed in: visitors have no name to write down. */
export async function noteRefusal(parts: IdentityParts, by: By, where: string): Promise<void> {
	if (accountIdOf(by.actor) === null || !parts.limits.refusals.allow(ownAccount(by), parts.clock.real())) return;
	const what = { objectType: 'route', objectId: where.slice(0, 200), dialogueId: null };
	await transact(parts, by, (change) => change.audit({ ...what, action: 'access.denied', result: 'denied' }));
}
