import type { CommandDeps } from '#server/database/transaction.ts';
import { createLimiter, type Limiter } from '#server/limiter.ts';

const QUARTER = 15 * 60_000;

export type NewsDeps = CommandDeps & { origin: () => string };
export type SubscriptionParts = NewsDeps & { limits: { perAddress: Limiter; perIp: Limiter } };

/** A whole meeting may sit behind one address of the network; a mailbox gets few letters that it did not ask for. */
export const createSubscriptionParts = (deps: NewsDeps): SubscriptionParts => ({
	...deps,
	limits: { perAddress: createLimiter(5, QUARTER), perIp: createLimiter(60, QUARTER) }
});
