import type { AttendanceMode, MeetingMode } from '#lib/protocol/meetings.ts';
import type { AttendanceState, IfFull } from '#lib/protocol/registrations.ts';

/** What is free at one meeting at one moment. A capacity of null is no limit. */
export type Seats = {
	mode: MeetingMode;
	capacity: Record<AttendanceMode, number | null>;
	held: Record<AttendanceMode, number>;
	/** What is still kept in the room, by kind of organisation. */
	reserved: ReadonlyMap<string, number>;
};

export type Wish = { mode: AttendanceMode; ifFull: IfFull; organisationType: string };
export type Seat = {
	mode: AttendanceMode;
	state: Extract<AttendanceState, 'confirmed' | 'waiting'>;
	fromReserve: boolean;
};

/**
 * The seat that somebody gets now: the one asked for; else, for who chose so, one by link; else a place in line for
 * the one asked for (domain S2-37, S2-38).
 */
export function seatFor(seats: Seats, wish: Wish): Seat {
	const taken = takes(seats, wish.mode, wish.organisationType);
	if (taken !== null) return { mode: wish.mode, state: 'confirmed', ...taken };
	const byLink = wish.mode === 'on_site' && wish.ifFull === 'online' && seats.mode === 'hybrid';
	if (byLink && takes(seats, 'online', wish.organisationType) !== null)
		return { mode: 'online', state: 'confirmed', fromReserve: false };
	return { mode: wish.mode, state: 'waiting', fromReserve: false };
}

/**
 * Whether one of this kind may take a seat now, and from where: its own reserve first, so that what is open to
 * everybody stays so as long as possible. Null when there is none for it.
 */
export function takes(seats: Seats, mode: AttendanceMode, organisationType: string): { fromReserve: boolean } | null {
	const capacity = seats.capacity[mode];
	if (capacity === null) return { fromReserve: false };
	const free = capacity - seats.held[mode];
	if (free <= 0) return null;
	if (mode === 'online') return { fromReserve: false };
	if ((seats.reserved.get(organisationType) ?? 0) > 0) return { fromReserve: true };
	return free > sum(seats.reserved) ? { fromReserve: false } : null;
}

const sum = (reserved: ReadonlyMap<string, number>): number =>
	[...reserved.values()].reduce((all, one) => all + one, 0);

/** The same meeting when that seat has been taken. */
export function withTaken(seats: Seats, seat: Pick<Seat, 'mode' | 'fromReserve'>, organisationType: string): Seats {
	const held = { ...seats.held, [seat.mode]: seats.held[seat.mode] + 1 };
	if (!seat.fromReserve) return { ...seats, held };
	const reserved = new Map(seats.reserved).set(organisationType, (seats.reserved.get(organisationType) ?? 1) - 1);
	return { ...seats, held, reserved };
}
