import { bySystem } from '#server/database/transaction.ts';
import { VISITOR } from '#server/permissions/actor.ts';
import { createAccount, disableAccount, enableAccount, setAdministrator, updateProfile } from './accounts.ts';
import { loadPerson } from './actors.ts';
import { account, accounts, accountsOf } from './directory.ts';
import { noteRefusal, removeExpired, sessionsOf, signOut, signOutElsewhere, signOutEverywhere } from './ending.ts';
import { ensureGuest, returnAsGuest } from './guests.ts';
import { demoLink, firstAdministratorLink, peekLink, requestLink, useLink } from './links.ts';
import { createParts, type IdentityParts } from './parts.ts';
import { grantRole, inviteToRole, revokeRole } from './roles.ts';
import { hashSessionId } from './sessions.ts';
import type { Authenticated, Identity, IdentityDeps } from './types.ts';

/** Who somebody is, how they come in, and what they may do: built once per application. */
export function createIdentity(deps: IdentityDeps): Identity {
	const parts = createParts(deps);
	const bind =
		<R extends unknown[], T>(command: (parts: IdentityParts, ...rest: R) => T) =>
		(...rest: R): T =>
			command(parts, ...rest);
	return {
		cookieName: parts.sessions.cookieName,
		authenticate: (cookieHeader) => authenticate(parts, cookieHeader),
		actorOf: async (accountId) => (await loadPerson(parts.database, accountId)) ?? VISITOR,
		requestLink: bind(requestLink),
		peekLink: bind(peekLink),
		useLink: bind(useLink),
		firstAdministratorLink: (email) => firstAdministratorLink(parts, bySystem(), email),
		demoLink: (email) => demoLink(parts, bySystem(), email),
		ensureGuest: bind(ensureGuest),
		returnAsGuest: bind(returnAsGuest),
		signOut: bind(signOut),
		signOutEverywhere: bind(signOutEverywhere),
		signOutElsewhere: bind(signOutElsewhere),
		sessionsOf: bind(sessionsOf),
		updateProfile: bind(updateProfile),
		createAccount: bind(createAccount),
		disableAccount: bind(disableAccount),
		enableAccount: bind(enableAccount),
		setAdministrator: bind(setAdministrator),
		accounts: bind(accounts),
		account: bind(account),
		grantRole: bind(grantRole),
		inviteToRole: bind(inviteToRole),
		revokeRole: bind(revokeRole),
		accountsOf: bind(accountsOf),
		noteRefusal: bind(noteRefusal),
		removeExpired: () => removeExpired(parts)
	};
}

/** One look-up by the cookie's hash brings the session and its person; visitors cost none. */
async function authenticate(parts: IdentityParts, header: string | null | undefined): Promise<Authenticated> {
	const nobody: Authenticated = { actor: VISITOR, sessionIdHash: null };
	const id = parts.sessions.read(header);
	if (id === null) return nobody;
	const { session, user } = await parts.sessions.on(parts.database).validateSession(id);
	if (session === null || user.person === null) return nobody;
	const found: Authenticated = { actor: user.person, sessionIdHash: hashSessionId(id) };
	return session.fresh ? { ...found, refreshedCookie: parts.sessions.cookie(id) } : found;
}
