import type { ConsultationStatus } from './vocabulary.ts';

/** `closesAt` is the last moment on time: 23.59.59 is on time, 00.00.00 is late (domain §5.12, check 4). */
export function statusAt(window: { opensAt: Date; closesAt: Date }, now: Date): ConsultationStatus {
	if (now < window.opensAt) return 'coming';
	return now <= window.closesAt ? 'open' : 'closed';
}

type Windowed = { opensAt: Date; closesAt: Date; status: ConsultationStatus };

const byMoment = <T>(items: readonly T[], moment: (item: T) => Date): T[] =>
	[...items].sort((one, other) => moment(one).getTime() - moment(other).getTime());

/** Of several that are open, the one that closes first: what is said belongs to the deadline that is nearest. */
export const firstOpen = <T extends Windowed>(all: readonly T[]): T | null =>
	byMoment(
		all.filter((item) => item.status === 'open'),
		(item) => item.closesAt
	)[0] ?? null;

/** The open one, else the one that closed last (late inputs are taken there, domain R-14), else the next to come. */
export function mostRelevant<T extends Windowed>(all: readonly T[]): T | null {
	const closed = byMoment(
		all.filter((item) => item.status === 'closed'),
		(item) => item.closesAt
	);
	const coming = byMoment(
		all.filter((item) => item.status === 'coming'),
		(item) => item.opensAt
	);
	return firstOpen(all) ?? closed.at(-1) ?? coming[0] ?? null;
}
