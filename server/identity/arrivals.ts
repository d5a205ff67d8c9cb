import { transact, type By, type Change } from '#server/database/transaction.ts';
import { MedskickError } from '#server/errors.ts';
import { loadPerson } from './actors.ts';
import type { IdentityParts } from './parts.ts';
import { endSession } from './queries.ts';
import { hashSessionId } from './sessions.ts';
import type { SignedIn } from './types.ts';

/** Who has come in, and the account that was left behind for it (a merged guest), if any. */
export type Arrival = { accountId: string; left: string | null };

/**
 * Gives whoever comes in a new session and ends the one they came with: a session id from before signing in must not
 * be worth more afterwards. All in the one transaction of `enter`.
 */
export async function arrive(
	parts: IdentityParts,
	by: By,
	oldSession: string | null,
	enter: (change: Change) => Promise<Arrival>
): Promise<SignedIn> {
	const { actor, id, left } = await transact(parts, by, async (change) => {
		const arrival = await enter(change);
		if (oldSession !== null) await endSession(change.db, oldSession);
		const person = await loadPerson(change.db, arrival.accountId);
		if (person === null) throw new MedskickError('link_expired');
		const session = await parts.sessions.on(change.db).createSession(arrival.accountId, {});
		return { actor: person, id: session.id, left: arrival.left };
	});
	if (oldSession !== null) parts.onSignedOut({ sessionIdHash: oldSession });
	if (left !== null) parts.onSignedOut({ accountId: left });
	return { actor, sessionIdHash: hashSessionId(id), cookie: parts.sessions.cookie(id) };
}
