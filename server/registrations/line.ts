import { type Change } from '#server/database/transaction.ts';
import { bySystem, transact } from '#server/database/transaction.ts';
import { takes, withTaken } from './allotting.ts';
import { countSeats, hasBegun, type LockedMeeting, lockMeetings } from './locking.ts';
import type { AttendanceMode } from '#lib/protocol/meetings.ts';
import { dropNeeds } from './needs.ts';
import type { RegistrationParts } from './parts.ts';
import { type Letters, sendLetters } from './sending.ts';

const MINUTE_MS = 60_000;
/** A job that runs a moment early would find nothing to do. */
const AFTERWARDS_MS = 1_000;

/**
 * Brings the line of a meeting forward: offers that ran out are over, and every seat that is free is offered to the
 * first in line who may take it, for the time that staff have set but not beyond the meeting's beginning. Afterwards
 * nobody waits for whom there is a seat, so whoever comes next can be judged by the seats alone. The meeting is locked.
 */
export async function moveLine(parts: RegistrationParts, change: Change, meeting: LockedMeeting): Promise<Letters[]> {
	if (meeting.state === 'cancelled') return endOffers(change, meeting);
	const expired = await expireOffers(parts, change, meeting);
	const now = parts.clock.now();
	const goesOn = (meeting.state === 'open' || meeting.state === 'closed') && !hasBegun(meeting, now);
	const offered = goesOn ? await offerSeats(parts, change, meeting) : [];
	return [...expired, ...offered];
}

/** Nobody gets a seat at a cancelled meeting. That it is cancelled is what they are told, and not that time ran out. */
async function endOffers(change: Change, meeting: LockedMeeting): Promise<Letters[]> {
	await change.db
		.updateTable('attendance')
		.set({ state: 'waiting', offered_until: null, from_reserve: false })
		.where('meeting_id', '=', meeting.id)
		.where('state', '=', 'offered')
		.execute();
	return [];
}

async function expireOffers(parts: RegistrationParts, change: Change, meeting: LockedMeeting): Promise<Letters[]> {
	const now = parts.clock.now();
	const rows = await change.db
		.updateTable('attendance')
		.from('participant')
		.whereRef('participant.id', '=', 'attendance.participant_id')
		.set({ state: 'cancelled', queued_at: null, offered_until: null, from_reserve: false, changed_at: now })
		.where('attendance.meeting_id', '=', meeting.id)
		.where('attendance.state', '=', 'offered')
		.where('attendance.offered_until', '<=', now)
		.returning(['attendance.participant_id', 'participant.registration_id'])
		.execute();
	if (rows.length === 0) return [];
	await countSeats(change.db, [meeting], now);
	await dropNeeds(
		change.db,
		rows.map((row) => ({ participantId: row.participant_id, meetingId: meeting.id, stays: 'nothing' as const }))
	);
	return tell(change, meeting, 'expired', rows);
}

async function offerSeats(parts: RegistrationParts, change: Change, meeting: LockedMeeting): Promise<Letters[]> {
	const now = parts.clock.now();
	const offered: Waiting[] = [];
	for (const one of await lineOf(change, meeting.id)) {
		const seat = takes(meeting.seats, one.mode as AttendanceMode, one.organisation_type);
		if (seat === null) continue;
		const { fromReserve } = seat;
		await change.db
			.updateTable('attendance')
			.set({
				state: 'offered',
				offered_until: offerEnds(meeting, now),
				from_reserve: fromReserve,
				changed_at: now
			})
			.where('participant_id', '=', one.participant_id)
			.where('meeting_id', '=', meeting.id)
			.execute();
		meeting.seats = withTaken(meeting.seats, { mode: one.mode as AttendanceMode, fromReserve }, one.organisation_type);
		offered.push(one);
	}
	if (offered.length > 0) await lookAgain(parts, change, meeting.id, offerEnds(meeting, now));
	return tell(change, meeting, 'offered', offered);
}

type Waiting = Awaited<ReturnType<typeof lineOf>>[number];

const lineOf = (change: Change, meetingId: string) =>
	change.db
		.selectFrom('attendance')
		.innerJoin('participant', 'participant.id', 'attendance.participant_id')
		.innerJoin('registration', 'registration.id', 'participant.registration_id')
		.select([
			'attendance.participant_id',
			'attendance.mode',
			'participant.registration_id',
			'registration.organisation_type'
		])
		.where('attendance.meeting_id', '=', meetingId)
		.where('attendance.state', '=', 'waiting')
		.orderBy('attendance.queued_at')
		.orderBy('registration.id')
		.orderBy('participant.ordinal')
		.execute();

function offerEnds({ offerMinutes, startsAt }: LockedMeeting, now: Date): Date {
	const end = now.getTime() + offerMinutes * MINUTE_MS;
	return new Date(startsAt === null ? end : Math.min(end, startsAt.getTime()));
}

/** The queue lives in the machine's time; `DEMO_NOW` may have moved the dialogue's. */
export async function lookAgain(parts: RegistrationParts, change: Change, meetingId: string, at: Date): Promise<void> {
	const away = at.getTime() - parts.clock.now().getTime() + AFTERWARDS_MS;
	const key = `offer_seat ${meetingId} ${at.toISOString()}`;
	await change.enqueue('offer_seat', { meetingId }, new Date(parts.clock.real().getTime() + away), key);
}

/** One letter for each registration, however many of its people it concerns. */
async function tell(
	change: Change,
	meeting: LockedMeeting,
	what: 'offered' | 'expired',
	rows: readonly { participant_id: string; registration_id: string }[]
): Promise<Letters[]> {
	const registrationIds = [...new Set(rows.map((row) => row.registration_id))];
	for (const registrationId of registrationIds)
		await change.audit({
			action: `registration.${what}`,
			objectType: 'registration',
			objectId: registrationId,
			dialogueId: meeting.dialogueId,
			after: {
				meetingId: meeting.id,
				participantIds: rows.flatMap((row) => (row.registration_id === registrationId ? [row.participant_id] : []))
			}
		});
	return registrationIds.map((registrationId) => ({
		what,
		registrationId,
		meetingIds: [meeting.id],
		participantIds: rows.flatMap((row) => (row.registration_id === registrationId ? [row.participant_id] : []))
	}));
}

/** The job behind `offer_seat`: comes when an offer runs out or a reserve is released, and may come too often. */
export async function offerFreeSeats(parts: RegistrationParts, meetingId: string): Promise<void> {
	await transact(parts, bySystem(), async (change) => {
		await seatsChanged(parts, change, meetingId);
		const next = await change.db
			.selectFrom('attendance')
			.select((eb) => eb.fn.min('offered_until').as('at'))
			.where('meeting_id', '=', meetingId)
			.where('state', '=', 'offered')
			.executeTakeFirst();
		// Normally an offer has a job of its own, but the dialogue's clock may have been moved since.
		if (next?.at) await lookAgain(parts, change, meetingId, next.at);
	});
}

/** Offers what is free at a meeting, in the transaction of whoever changed it. */
export async function seatsChanged(parts: RegistrationParts, change: Change, meetingId: string): Promise<void> {
	const meeting = (await lockMeetings(change.db, [meetingId], parts.clock.now())).get(meetingId);
	if (meeting !== undefined) await sendLetters(parts, change, await moveLine(parts, change, meeting));
}
