import type { Kysely } from 'kysely';
import type { MeetingRole } from '#lib/protocol/meetings.ts';
import type { DB } from '#server/database/schema.ts';
import { type By, type Change, transact } from '#server/database/transaction.ts';
import { MedskickError, refuse } from '#server/errors.ts';
import { accountIdOf, type Actor } from '#server/permissions/actor.ts';
import { authorize, can } from '#server/permissions/can.ts';
import { writtenInTime } from '#server/written.ts';
import type { LiveParts } from './parts.ts';
import { headById, lockSession, latestSession, type MeetingHead, rolesAt, type SessionRow } from './queries.ts';

type Reader = Kysely<DB>;

const thingOf = (head: MeetingHead) => ({
	dialogueId: head.dialogue_id,
	dialogueState: head.dialogue_state,
	meetingState: head.state
});

/** The meeting, for those who may know of it. Throws `not_found`. */
export function readable(actor: Actor, head: MeetingHead | undefined): MeetingHead {
	if (head === undefined || !can(actor, 'live.read', thingOf(head))) throw new MedskickError('not_found');
	return head;
}

async function leadingThing(db: Reader, actor: Actor, head: MeetingHead) {
	const accountId = accountIdOf(actor);
	const meetingRoles: MeetingRole[] = accountId === null ? [] : await rolesAt(db, head.id, accountId);
	return { dialogueId: head.dialogue_id, meetingRoles };
}

/** Which pages of the meeting an actor may open: that which leads it, and the list of who comes. */
export async function doorsOf(db: Reader, actor: Actor, head: MeetingHead) {
	const thing = await leadingThing(db, actor, head);
	return { leads: can(actor, 'meeting.host', thing), attendees: can(actor, 'attendance.read', thing) };
}

export const leads = async (db: Reader, actor: Actor, head: MeetingHead): Promise<boolean> =>
	can(actor, 'meeting.host', await leadingThing(db, actor, head));

/** The meeting, for those who lead it. */
export async function led(db: Reader, actor: Actor, found: MeetingHead | undefined): Promise<MeetingHead> {
	const head = readable(actor, found);
	authorize(actor, 'meeting.host', await leadingThing(db, actor, head));
	return head;
}

/**
 * A change that a host makes to a meeting that is open. Hosts wait for each other here; everybody in the meeting is
 * told at once, after the commit. Throws `rule_broken` while the meeting is not open.
 */
export async function lead<T>(
	parts: LiveParts,
	by: By,
	meetingId: string,
	work: (change: Change, session: SessionRow, head: MeetingHead) => Promise<T>
): Promise<T> {
	const head = await led(parts.database, by.actor, await headById(parts.database, meetingId));
	const result = await transact(parts, by, async (change) => {
		const session = await lockSession(change.db, meetingId);
		if (session === undefined) return notOpen();
		return work(change, session, head);
	});
	parts.told(meetingId, 'now');
	return result;
}

/** What a participant does, and in which meeting. `writtenAt`: when, if that was without a connection. */
export type Taking = { meetingId: string; writtenAt?: Date | null | undefined };

/**
 * Something a participant does in a meeting that is open, or did without a connection while it was. The session is read
 * without a lock: a thousand do it at once. Throws `not_open`.
 */
export async function takePart<T>(
	parts: LiveParts,
	by: By,
	{ meetingId, writtenAt = null }: Taking,
	work: (change: Change, session: SessionRow, accountId: string, head: MeetingHead) => Promise<T>
): Promise<T> {
	const head = readable(by.actor, await headById(parts.database, meetingId));
	const accountId = accountIdOf(by.actor);
	if (accountId === null) throw new MedskickError('not_signed_in');
	if (!parts.limits.pace.allow(accountId, parts.clock.real())) throw new MedskickError('too_many');
	const result = await transact(parts, by, async (change) => {
		const session = await latestSession(change.db, meetingId);
		const open = session !== undefined && wasOpen(session, writtenAt, parts.clock.now());
		if (!open || !can(by.actor, 'live.take_part', { ...thingOf(head), open })) return notOpen();
		return work(change, session, accountId, head);
	});
	parts.told(meetingId, 'soon');
	return result;
}

/** Of a meeting, and of a question in it: open now, or when that was written which has only come now. */
export const wasOpen = ({ closed_at }: { closed_at: Date | null }, written: Date | null, now: Date): boolean =>
	closed_at === null || writtenInTime(written, closed_at, now);

export function notOpen(): never {
	return refuse('not_open', 'Mötet pågår inte just nu.', 'The meeting is not in progress right now.');
}

/** What the audit trail calls a change to a meeting in progress. */
export const about = (action: string, objectType: string, objectId: string, dialogueId: string) => ({
	action: `live.${action}`,
	objectType,
	objectId,
	dialogueId
});
