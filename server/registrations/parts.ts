import type { CommandDeps } from '#server/database/transaction.ts';
import { createLimiter, type Limiter } from '#server/limiter.ts';
import { createGate, type Gate } from './gate.ts';

const QUARTER = 15 * 60_000;
/** A third of the pool: whoever waits for a meeting's row must not keep everybody else from reading. */
const AT_ONCE = 4;
const MOST_WAITING = 5_000;

export type RegistrationDeps = CommandDeps & { origin: () => string };
export type RegistrationParts = RegistrationDeps & { gate: Gate; limits: { perAddress: Limiter; perIp: Limiter } };

/** A whole municipality may sit behind one address of the network; a mailbox gets few letters that it did not ask for. */
export const createParts = (deps: RegistrationDeps): RegistrationParts => ({
	...deps,
	gate: createGate(AT_ONCE, MOST_WAITING),
	limits: { perAddress: createLimiter(8, QUARTER), perIp: createLimiter(120, QUARTER) }
});
