import { createLimiter, type Limiter } from '#server/limiter.ts';
import { createSessions, type Sessions } from './sessions.ts';
import type { IdentityDeps } from './types.ts';

const QUARTER = 15 * 60_000;

/** What the commands of this folder work with: what the application gives, the sessions, and the counters. */
export type IdentityParts = IdentityDeps & {
	sessions: Sessions;
	limits: {
		linksPerAddress: Limiter;
		linksPerIp: Limiter;
		returnsPerIp: Limiter;
		guestsPerIp: Limiter;
		refusals: Limiter;
	};
};

/** A whole meeting may sit behind one address: what counts per IP leaves room for it. */
export const createParts = (deps: IdentityDeps): IdentityParts => ({
	...deps,
	sessions: createSessions(deps.secureCookies),
	limits: {
		linksPerAddress: createLimiter(5, QUARTER),
		linksPerIp: createLimiter(60, QUARTER),
		returnsPerIp: createLimiter(60, QUARTER),
		guestsPerIp: createLimiter(3_000, QUARTER),
		// So that nobody can fill the trail by knocking.
		refusals: createLimiter(60, QUARTER)
	}
});
