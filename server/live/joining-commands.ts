import type { By, Change } from '#server/database/transaction.ts';
import { MedskickError } from '#server/errors.ts';
import type { Actor } from '#server/permissions/actor.ts';
import { isSameCode, readCode } from './code.ts';
import { about, readable, takePart } from './guard.ts';
import type { LiveParts } from './parts.ts';
import { headBySession, type MeetingHead, openCodes, type SessionRow } from './queries.ts';

/** Where a code leads. */
export type Door = { dialogueSlug: string; meetingSlug: string };

/**
 * The meeting in progress that has this code, or null. Codes of meetings that are closed have expired. Every open
 * code is compared, so that the time it takes says nothing. Throws `too_many` for an address that goes on trying.
 */
export async function findByCode(
	parts: LiveParts,
	actor: Actor,
	{ code, ip }: { code: string; ip: string }
): Promise<Door | null> {
	if (!parts.limits.codesPerIp.allow(ip, parts.clock.real())) throw new MedskickError('too_many');
	const written = readCode(code);
	if (written === null) return null;
	const matching = (await openCodes(parts.database)).filter((session) => isSameCode(session.code, written));
	const head = matching[0] === undefined ? undefined : await headBySession(parts.database, matching[0].id);
	if (head === undefined) return null;
	readable(actor, head);
	return { dialogueSlug: head.dialogue_slug, meetingSlug: head.slug };
}

/** Comes in with a name, once; again is no change. */
export const join = (parts: LiveParts, by: By, meetingId: string): Promise<void> =>
	takePart(parts, by, { meetingId }, (change, session, accountId, head) =>
		keepJoined(parts, change, { head, session, accountId })
	);

type Joining = { head: MeetingHead; session: SessionRow; accountId: string };

/** Whoever answers or asks takes part. */
export async function keepJoined(
	parts: LiveParts,
	change: Change,
	{ head, session, accountId }: Joining
): Promise<void> {
	const joined = await change.db
		.insertInto('live_participant')
		.values({ session_id: session.id, account_id: accountId, joined_at: parts.clock.now() })
		.onConflict((conflict) => conflict.doNothing())
		.returning('account_id')
		.executeTakeFirst();
	if (joined) await change.audit(about('join', 'live_session', session.id, head.dialogue_id));
}
