import type { MeetingView } from '#lib/protocol/meetings.ts';

type Times = Pick<MeetingView, 'id' | 'startsAt' | 'endsAt'>;

/** Pairs of meetings that go on at the same time. One that begins as the other ends is no clash (domain S2-19). */
export function clashes<M extends Times>(meetings: readonly M[]): [M, M][] {
	return meetings.flatMap((one, index) =>
		meetings.slice(index + 1).flatMap((other): [M, M][] => (overlap(one, other) ? [[one, other]] : []))
	);
}

function overlap(one: Times, other: Times): boolean {
	if (one.startsAt === null || one.endsAt === null || other.startsAt === null || other.endsAt === null) return false;
	return one.startsAt < other.endsAt && other.startsAt < one.endsAt;
}
