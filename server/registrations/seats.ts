import { type Kysely, sql } from 'kysely';
import type { AttendanceMode } from '#lib/protocol/meetings.ts';
import type { DB } from '#server/database/schema.ts';

/**
 * Seats of one meeting. `onSite` counts the seats in the room that are not open to everybody: those held by who is
 * confirmed or has been offered one, and those still kept for a kind of organisation (`reserved`, a part of it).
 * `waiting` counts people in line, whatever they wait for.
 */
export type SeatsTaken = { onSite: number; online: number; waiting: number; reserved: number };

const NONE: SeatsTaken = { onSite: 0, online: 0, waiting: 0, reserved: 0 };

/** A seat is held by who is confirmed and by who has been offered it. */
export const HOLDS_SEAT = ['confirmed', 'offered'] as const;

/** The one counting rule of seats, for many meetings at once. Every id that was asked for has an entry. */
export async function seatsTaken(
	db: Kysely<DB>,
	meetingIds: readonly string[],
	now: Date
): Promise<Map<string, SeatsTaken>> {
	const seats = new Map(meetingIds.map((id) => [id, { ...NONE }]));
	if (meetingIds.length === 0) return seats;
	for (const { meetingId, ...held } of await heldSeats(db, meetingIds)) seats.set(meetingId, { ...held, reserved: 0 });
	for (const { meetingId, left } of await reservesLeft(db, meetingIds, now)) {
		const entry = seats.get(meetingId);
		if (entry === undefined) continue;
		entry.onSite += left;
		entry.reserved += left;
	}
	return seats;
}

/** Seats that somebody holds, and how many stand in line. Meetings without a person are left out. */
export async function heldSeats(db: Kysely<DB>, meetingIds: readonly string[]) {
	const holds = sql`state in ('confirmed', 'offered')`;
	const rows = await db
		.selectFrom('attendance')
		.select([
			'meeting_id',
			sql<number>`count(*) filter (where mode = 'on_site' and ${holds})::int`.as('on_site'),
			sql<number>`count(*) filter (where mode = 'online' and ${holds})::int`.as('online'),
			sql<number>`count(*) filter (where state = 'waiting')::int`.as('waiting')
		])
		.where('meeting_id', '=', sql<string>`any(${meetingIds}::uuid[])`)
		.groupBy('meeting_id')
		.execute();
	return rows.map(({ meeting_id, on_site, online, waiting }) => ({
		meetingId: meeting_id,
		onSite: on_site,
		online,
		waiting
	}));
}

/** How many have a seat at the meeting in this way, have been offered one or wait for one. */
export async function peopleAt(db: Kysely<DB>, meetingId: string, mode: AttendanceMode): Promise<number> {
	const { count } = await db
		.selectFrom('attendance')
		.select((eb) => eb.fn.countAll<number>().as('count'))
		.where('meeting_id', '=', meetingId)
		.where('mode', '=', mode)
		.where('state', '<>', 'cancelled')
		.executeTakeFirstOrThrow();
	return Number(count);
}

export type ReserveLeft = { meetingId: string; organisationType: string; left: number };

/** What is still kept for each kind of organisation: the reserve without the seats that its kind has taken from it. */
export async function reservesLeft(db: Kysely<DB>, meetingIds: readonly string[], now: Date): Promise<ReserveLeft[]> {
	const rows = await db
		.selectFrom('reserved_seats')
		.select((eb) => [
			'reserved_seats.meeting_id',
			'reserved_seats.organisation_type',
			'reserved_seats.seats',
			eb
				.selectFrom('attendance')
				.innerJoin('participant', 'participant.id', 'attendance.participant_id')
				.innerJoin('registration', 'registration.id', 'participant.registration_id')
				.whereRef('attendance.meeting_id', '=', 'reserved_seats.meeting_id')
				.whereRef('registration.organisation_type', '=', 'reserved_seats.organisation_type')
				.where('attendance.mode', '=', 'on_site')
				.where('attendance.from_reserve', '=', true)
				.where('attendance.state', 'in', HOLDS_SEAT)
				.select((count) => count.fn.countAll<number>().as('used'))
				.as('used')
		])
		.where('reserved_seats.meeting_id', '=', sql<string>`any(${meetingIds}::uuid[])`)
		.where((eb) => eb.or([eb('released_at', 'is', null), eb('released_at', '>', now)]))
		.execute();
	return rows.map((row) => ({
		meetingId: row.meeting_id,
		organisationType: row.organisation_type,
		left: Math.max(0, row.seats - Number(row.used ?? 0))
	}));
}
