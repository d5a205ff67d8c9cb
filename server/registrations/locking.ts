import { sql, type Transaction } from 'kysely';
import type { AttendanceMode, MeetingMode, MeetingState } from '#lib/protocol/meetings.ts';
import type { DB } from '#server/database/schema.ts';
import type { Seats } from './allotting.ts';
import { heldSeats, reservesLeft } from './seats.ts';

/** A meeting whose row this transaction holds: its seats are what they are until it commits. */
export type LockedMeeting = {
	id: string;
	slug: string;
	dialogueId: string;
	roundId: string;
	state: MeetingState;
	/** Nothing new is taken in (domain §2.9). */
	dialogueClosed: boolean;
	startsOn: string;
	startsAt: Date | null;
	closesAt: Date | null;
	offerMinutes: number;
	seats: Seats;
};

/**
 * Locks meetings, always in the order of their ids so that nobody waits in a circle, and then reads their seats: what
 * others have committed meanwhile is counted. The lock lets rows that refer to the meeting be written meanwhile.
 */
export async function lockMeetings(
	db: Transaction<DB>,
	ids: readonly string[],
	now: Date
): Promise<Map<string, LockedMeeting>> {
	if (ids.length === 0) return new Map();
	const rows = await db
		.selectFrom('meeting')
		.selectAll()
		.select((eb) =>
			eb
				.selectFrom('dialogue')
				.select('dialogue.state')
				.whereRef('dialogue.id', '=', 'meeting.dialogue_id')
				.as('dialogue_state')
		)
		.where('id', '=', sql<string>`any(${ids}::uuid[])`)
		.orderBy('id')
		.forNoKeyUpdate()
		.execute();
	const locked = rows.map((row): LockedMeeting => ({
		id: row.id,
		slug: row.slug,
		dialogueId: row.dialogue_id,
		roundId: row.round_id,
		state: row.state as MeetingState,
		dialogueClosed: row.dialogue_state === 'closed',
		startsOn: row.starts_on,
		startsAt: row.starts_at,
		closesAt: row.registration_closes_at,
		offerMinutes: row.offer_minutes,
		seats: {
			mode: row.mode as MeetingMode,
			capacity: { on_site: row.on_site_capacity, online: row.online_capacity },
			held: { on_site: 0, online: 0 },
			reserved: new Map()
		}
	}));
	await countSeats(db, locked, now);
	return new Map(locked.map((meeting) => [meeting.id, meeting]));
}

/** Reads anew what is held and reserved. */
export async function countSeats(db: Transaction<DB>, meetings: readonly LockedMeeting[], now: Date): Promise<void> {
	const ids = meetings.map(({ id }) => id);
	const held = new Map((await heldSeats(db, ids)).map((row) => [row.meetingId, row]));
	const reserves = await reservesLeft(db, ids, now);
	for (const meeting of meetings) {
		const counted = held.get(meeting.id);
		meeting.seats = {
			...meeting.seats,
			held: { on_site: counted?.onSite ?? 0, online: counted?.online ?? 0 },
			reserved: new Map(
				reserves.filter((one) => one.meetingId === meeting.id).map((one) => [one.organisationType, one.left])
			)
		};
	}
}

/** Can somebody be registered for it now? Staff may until it begins, others until registration closes (domain §2.9). */
export function takesRegistrations(meeting: LockedMeeting, now: Date, byStaff: boolean): boolean {
	if (hasBegun(meeting, now)) return false;
	if (byStaff) return meeting.state === 'open' || meeting.state === 'closed';
	return meeting.state === 'open' && !meeting.dialogueClosed && (meeting.closesAt === null || meeting.closesAt > now);
}

export const hasBegun = ({ startsAt }: LockedMeeting, now: Date): boolean => startsAt !== null && startsAt <= now;

export const offers = ({ seats }: LockedMeeting, mode: AttendanceMode): boolean =>
	seats.mode === 'hybrid' || seats.mode === mode;
