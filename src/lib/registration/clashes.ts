import type { MeetingView } from '#lib/protocol/meetings.ts';
import type { RegistrationView } from '#lib/protocol/registrations.ts';

type Times = Pick<MeetingView, 'id' | 'startsAt' | 'endsAt'>;

/** Pairs of meetings that go on at the same time. One that begins as the other ends is no clash (domain S2-19). */
export function clashes<M extends Times>(meetings: readonly M[]): [M, M][] {
	return meetings.flatMap((one, index) =>
		meetings.slice(index + 1).flatMap((other): [M, M][] => (overlap(one, other) ? [[one, other]] : []))
	);
}

const isAhead = ({ status }: MeetingView): boolean => status !== 'cancelled' && status !== 'held';

/** Of the meetings that one and the same person of a registration comes to or waits for, and that lie ahead. */
export function ownClashes(meetings: RegistrationView['meetings']): [MeetingView, MeetingView][] {
	const comers = new Map(
		meetings.map(({ meeting, attendances }) => [
			meeting.id,
			attendances.filter(({ state }) => state !== 'cancelled').map(({ participantId }) => participantId)
		])
	);
	const ahead = meetings.map(({ meeting }) => meeting).filter(isAhead);
	return clashes(ahead).filter(([one, other]) => comers.get(one.id)?.some((id) => comers.get(other.id)?.includes(id)));
}

function overlap(one: Times, other: Times): boolean {
	if (one.startsAt === null || one.endsAt === null || other.startsAt === null || other.endsAt === null) return false;
	return one.startsAt < other.endsAt && other.startsAt < one.endsAt;
}
