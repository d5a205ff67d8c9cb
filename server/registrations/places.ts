import type { Change } from '#server/database/transaction.ts';
import type { MeetingChoice } from '#lib/protocol/registrations.ts';
import { MedskickError, type Issue } from '#server/errors.ts';
import { type Seat, seatFor, type Wish, withTaken } from './allotting.ts';
import { type LockedMeeting, offers, takesRegistrations } from './locking.ts';

export const wishOf = (choice: MeetingChoice, organisationType: string): Wish => ({
	mode: choice === 'online' ? 'online' : 'on_site',
	ifFull: choice === 'room_or_online' ? 'online' : 'waiting_list',
	organisationType
});

const NOT_TAKEN = {
	sv: 'Mötet tar inte emot anmälningar nu.',
	en: 'The meeting does not take registrations now.'
};
const DIALOGUE_CLOSED = {
	sv: 'Dialogen är avslutad. Det går inte längre att anmäla sig till mötet.',
	en: 'The dialogue has ended. It is no longer possible to register for the meeting.'
};

/** What is wrong with asking for this at that meeting now; null for nothing. */
export function refusalOf(meeting: LockedMeeting, choice: MeetingChoice, now: Date, byStaff: boolean): Issue | null {
	const field = `meeting-${meeting.slug}`;
	if (!takesRegistrations(meeting, now, byStaff))
		return { field, ...(meeting.dialogueClosed ? DIALOGUE_CLOSED : NOT_TAKEN) };
	const { mode } = wishOf(choice, '');
	if (offers(meeting, mode)) return null;
	return mode === 'online'
		? { field, sv: 'Mötet har ingen länk. Välj lokalen.', en: 'The meeting has no link. Choose the room.' }
		: { field, sv: 'Mötet är bara via länk.', en: 'The meeting is by link only.' };
}

/** Gives the seat that is to be had now, and counts it. The meeting is locked, and its line has been moved. */
export function takeSeat(meeting: LockedMeeting, wish: Wish): Seat {
	const seat = seatFor(meeting.seats, wish);
	if (seat.state === 'confirmed') meeting.seats = withTaken(meeting.seats, seat, wish.organisationType);
	return seat;
}

/** Whoever stands at the door has a place there, whatever the seats say. */
export const placeAtDoor = ({ seats }: LockedMeeting): Seat => ({
	mode: seats.mode === 'online' ? 'online' : 'on_site',
	state: 'confirmed',
	fromReserve: false
});

export type Placed = {
	participantId: string;
	meetingId: string;
	seat: Seat;
	ifFull: Wish['ifFull'];
	/** Since when they stand in line, where they did before. */
	queuedAt?: Date | null;
};

/** One row for each person and meeting; one that the person left before is taken up again. */
export async function writePlaces(change: Change, placed: readonly Placed[], now: Date): Promise<void> {
	if (placed.length === 0) return;
	await change.db
		.insertInto('attendance')
		.values(
			placed.map(({ participantId, meetingId, seat, ifFull, queuedAt }) => ({
				participant_id: participantId,
				meeting_id: meetingId,
				mode: seat.mode,
				state: seat.state,
				if_full: ifFull,
				queued_at: seat.state === 'waiting' ? (queuedAt ?? now) : null,
				offered_until: null,
				from_reserve: seat.fromReserve,
				changed_at: now
			}))
		)
		.onConflict((conflict) =>
			conflict.columns(['participant_id', 'meeting_id']).doUpdateSet((eb) => ({
				mode: eb.ref('excluded.mode'),
				state: eb.ref('excluded.state'),
				if_full: eb.ref('excluded.if_full'),
				queued_at: eb.ref('excluded.queued_at'),
				offered_until: null,
				from_reserve: eb.ref('excluded.from_reserve'),
				changed_at: eb.ref('excluded.changed_at')
			}))
		)
		.execute();
}

/** A meeting that is asked for but is none of the round's, or a draft, does not exist. */
export function known(meetings: ReadonlyMap<string, LockedMeeting>, id: string, roundId: string): LockedMeeting {
	const meeting = meetings.get(id);
	if (meeting === undefined || meeting.roundId !== roundId || meeting.state === 'draft')
		throw new MedskickError('not_found');
	return meeting;
}
