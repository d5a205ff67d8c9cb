import type { CommandDeps } from '#server/database/transaction.ts';
import type { Registrations } from '#server/registrations/types.ts';
import { press } from './check-in.ts';
import { attendee, hostedFor, list, needs, statistics, take } from './reading.ts';
import type { Hosting } from './types.ts';
import { walkIn } from './walk-in.ts';

export type HostingDeps = CommandDeps & { registrations: Pick<Registrations, 'admit'> };

export const createHosting = (deps: HostingDeps): Hosting => ({
	hosted: (actor, at) => hostedFor(deps, actor, at, 'attendance.read'),
	list: (actor, at) => list(deps, actor, at),
	attendee: (actor, at, participantId) => attendee(deps, actor, at, participantId),
	take: (by, at) => take(deps, by, at),
	statistics: (actor, at) => statistics(deps, actor, at),
	needs: (by, at) => needs(deps, by, at),
	press: (by, at, presses) => press(deps, by, at, presses),
	walkIn: (by, at, input) => walkIn(deps, by, at, input)
});
