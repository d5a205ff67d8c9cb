import type { PointView } from '#lib/protocol/points.ts';
import type { CommandDeps } from '#server/database/transaction.ts';
import type { Documents } from '#server/documents/types.ts';
import { createLimiter, type Limiter } from '#server/limiter.ts';
import type { Actor } from '#server/permissions/actor.ts';
import type { PointFilter, PointsOnVersion } from '#lib/protocol/reading.ts';
import type { VersionInView } from '#server/submissions/reading.ts';

const QUARTER = 15 * 60_000;

export type LiveDeps = CommandDeps & {
	documents: Pick<Documents, 'list' | 'head' | 'versionFor'>;
	/** Points as somebody may see them: the one visibility function lies behind both. */
	submissions: {
		point(actor: Actor, pointId: string): Promise<PointView>;
		onVersion(
			actor: Actor,
			version: VersionInView,
			options?: { filter?: PointFilter; perPlace?: number }
		): Promise<PointsOnVersion>;
	};
	/** How many answers and questions one account may send in a minute. */
	actsPerMinute?: number | undefined;
	onError: (error: unknown) => void;
};

/** `told` is called after the commit of what everybody in a meeting is to hear of. */
export type LiveParts = LiveDeps & {
	limits: { codesPerIp: Limiter; pace: Limiter };
	told: (meetingId: string, when: 'now' | 'soon') => void;
};

/** A whole hall may sit behind one address: 3,000 tries in a quarter of an hour, at 887 million codes. */
export const createLimits = (deps: LiveDeps): LiveParts['limits'] => ({
	codesPerIp: createLimiter(3_000, QUARTER),
	pace: createLimiter(deps.actsPerMinute ?? 60, 60_000)
});
