import type { By, Change } from '#server/database/transaction.ts';
import { authorize } from '#server/permissions/can.ts';
import { reach, type Reached, rolesAt } from './access.ts';
import { moveLine } from './line.ts';
import { countSeats, hasBegun, type LockedMeeting, lockMeetings } from './locking.ts';
import { dropNeeds } from './needs.ts';
import type { RegistrationParts } from './parts.ts';
import { type AttendanceRow, attendancesOf } from './queries.ts';
import type { Letters } from './sending.ts';

/** A registration in hand: its meetings are locked, and what its people have there is read. */
export type InHand = Reached & {
	meetings: Map<string, LockedMeeting>;
	attendances: AttendanceRow[];
	now: Date;
};

/** The registration, with the meetings that are to be changed locked. Staff must receive people at each of them. */
export async function take(
	parts: RegistrationParts,
	change: Change,
	by: By,
	key: string,
	wanted: (attendances: readonly AttendanceRow[]) => readonly string[]
): Promise<InHand> {
	const reached = await reach(change.db, by.actor, key);
	const meetingIds = [...new Set(wanted(await attendancesOf(change.db, [reached.row.id])))];
	const now = parts.clock.now();
	const meetings = await lockMeetings(change.db, meetingIds, now);
	if (reached.as === 'staff') {
		const roles = await rolesAt(change.db, by.actor, meetingIds);
		for (const id of meetingIds)
			authorize(by.actor, 'registration.record', {
				dialogueId: reached.row.dialogue_id,
				meetingRoles: roles(id)
			});
	}
	// Once more: others may have changed it while the meetings were waited for.
	return { ...reached, meetings, attendances: await attendancesOf(change.db, [reached.row.id]), now };
}

export const isActive = ({ state }: AttendanceRow): boolean => state !== 'cancelled';

export const begun = ({ meetings, now }: InHand, meetingId: string): boolean => {
	const meeting = meetings.get(meetingId);
	return meeting === undefined || hasBegun(meeting, now);
};
export const pair = ({ participant_id, meeting_id }: AttendanceRow) => [participant_id, meeting_id];

export async function leave(
	change: Change,
	{ now, meetings }: InHand,
	leaving: readonly AttendanceRow[]
): Promise<void> {
	for (const { participant_id, meeting_id } of leaving)
		await change.db
			.updateTable('attendance')
			.set({
				...{ state: 'cancelled', queued_at: null, offered_until: null, from_reserve: false, changed_at: now },
				// Whoever leaves before the meeting begins is not there, whatever was said at the door.
				...{ checked_in_at: null, checked_in_by: null }
			})
			.where('participant_id', '=', participant_id)
			.where('meeting_id', '=', meeting_id)
			.execute();
	await dropNeeds(
		change.db,
		leaving.map((one) => ({ participantId: one.participant_id, meetingId: one.meeting_id, stays: 'nothing' as const }))
	);
	await countSeats(change.db, [...meetings.values()], now);
}

export async function moveLines(parts: RegistrationParts, change: Change, { meetings }: InHand): Promise<Letters[]> {
	const letters: Letters[] = [];
	for (const meeting of meetings.values()) letters.push(...(await moveLine(parts, change, meeting)));
	return letters;
}

/** About these people at these meetings; a calendar forgets the meetings that nobody is left at. */
export function letterAbout(
	held: InHand,
	what: Letters['what'],
	about: readonly AttendanceRow[],
	left: readonly AttendanceRow[]
): Letters {
	const stays = new Set(
		held.attendances.filter((one) => one.state === 'confirmed' && !left.includes(one)).map((one) => one.meeting_id)
	);
	const wasHeld = left.filter((one) => one.state === 'confirmed').map((one) => one.meeting_id);
	return {
		what,
		registrationId: held.row.id,
		meetingIds: [...new Set(about.map((one) => one.meeting_id))],
		leftIds: wasHeld.filter((id) => !stays.has(id))
	};
}

export const auditOf = (change: Change, { row }: InHand, action: string, after: unknown): Promise<void> =>
	change.audit({ action, objectType: 'registration', objectId: row.id, dialogueId: row.dialogue_id, after });
