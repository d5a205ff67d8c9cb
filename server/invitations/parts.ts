import { MedskickError } from '#server/errors.ts';
import type { CommandDeps } from '#server/database/transaction.ts';
import { createLimiter, type Limiter } from '#server/limiter.ts';
import type { RegistrationParts } from '#server/registrations/parts.ts';
import { createParts } from '#server/registrations/parts.ts';

const QUARTER = 15 * 60_000;

export type InvitationDeps = CommandDeps & { origin: () => string };
/** `tests` counts test letters: nobody needs more than a few at a time. */
export type InvitationParts = InvitationDeps & { tests: Limiter; registrations: RegistrationParts };

export const createInvitationParts = (deps: InvitationDeps): InvitationParts => ({
	...deps,
	tests: createLimiter(20, QUARTER),
	registrations: createParts(deps)
});

/** What somebody else's dialogue has is not there. */
export function found<T>(row: T | undefined): T {
	if (row === undefined) throw new MedskickError('not_found');
	return row;
}
