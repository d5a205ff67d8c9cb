import { isId } from '#server/database/ids.ts';
import type { By } from '#server/database/transaction.ts';
import { MedskickError } from '#server/errors.ts';
import type { Actor } from '#server/permissions/actor.ts';
import { authorize } from '#server/permissions/can.ts';
import { approve, decline, type DeclineInput, securityReview, unpublish } from './decide.ts';
import type { ModerationDeps } from './deps.ts';
import { deskDecision, deskItem } from './item.ts';
import { approveMask, mask, type MaskInput } from './mask.ts';
import { createOpenings } from './openings.ts';
import { PER_PAGE, queueCounts, type QueueFilter, queuePage, queueRows } from './queue.ts';
import { remindModerators } from './remind.ts';
import type { Seen } from './seen.ts';
import { undo } from './undo.ts';
import { addNote, assign, colleaguesIn, handleReports } from './work.ts';

export type Moderation = ReturnType<typeof createModeration>;

type OnPoint = { pointId: string; seen?: Seen | undefined };

/** The moderation desk: what waits, what may be done with it, and the way back. */
export function createModeration(deps: ModerationDeps) {
	const openings = createOpenings(deps.feed);
	const reading = { database: deps.database, clock: deps.clock, openings };
	return {
		queue: (actor: Actor, dialogueId: string, filter: QueueFilter) => queuePage(reading, actor, dialogueId, filter),
		/** Rows of a queue by id; what is no id is left out. */
		rows: (actor: Actor, dialogueId: string, filter: QueueFilter, ids: readonly string[]) =>
			queueRows(reading, actor, dialogueId, filter, ids.filter(isId).slice(0, PER_PAGE)),
		counts: (actor: Actor, dialogueId: string) => {
			authorize(actor, 'desk.read', { dialogueId });
			return queueCounts(deps.database, dialogueId);
		},
		item: (actor: Actor, dialogueId: string, pointId: string) =>
			deskItem(reading, actor, dialogueId, known({ pointId }).pointId),
		/** A decision just made, for offering to undo it; null where there is none. */
		decision: async (actor: Actor, dialogueId: string, decisionId: string) =>
			isId(decisionId) ? deskDecision(reading, actor, dialogueId, decisionId) : null,
		/** Who a point can be given to, by name. */
		colleagues: (actor: Actor, dialogueId: string) => {
			authorize(actor, 'desk.read', { dialogueId });
			return colleaguesIn(deps.database, dialogueId);
		},
		/** Says to colleagues that one has the point open. */
		open: (actor: Actor, dialogueId: string, pointId: string) => {
			authorize(actor, 'desk.read', { dialogueId });
			openings.open(actor, dialogueId, pointId);
		},
		close: (actor: Actor, pointId: string) => openings.close(actor, pointId),
		approve: async (by: By, input: OnPoint) => approve(deps, by, known(input)),
		decline: async (by: By, input: DeclineInput) => decline(deps, by, knownReason(known(input))),
		unpublish: async (by: By, input: OnPoint & { note: string }) => unpublish(deps, by, known(input)),
		mask: async (by: By, input: MaskInput) => mask(deps, by, known(input)),
		approveMask: async (by: By, input: OnPoint) => approveMask(deps, by, known(input)),
		securityReview: async (by: By, input: OnPoint & { on: boolean; note: string }) =>
			securityReview(deps, by, known(input)),
		undo: async (by: By, input: { decisionId: string }) => {
			if (!isId(input.decisionId)) throw new MedskickError('not_found');
			return undo(deps, by, input);
		},
		assign: async (by: By, input: { pointId: string; accountId: string | null }) => assign(deps, by, known(input)),
		note: async (by: By, input: { pointId: string; text: string }) => addNote(deps, by, known(input)),
		handleReports: async (by: By, input: { pointId: string }) => handleReports(deps, by, known(input)),
		/** The job that reminds of points that have waited too long. */
		remind: () => remindModerators(deps),
		perPage: PER_PAGE
	};
}

/** An id from outside that is no id is simply not found; SQL would answer with a syntax error. */
function known<T extends { pointId: string }>(input: T): T {
	if (!isId(input.pointId)) throw new MedskickError('not_found');
	return input;
}

/** No reason chosen is told like a wrong one, at its field. */
const knownReason = (input: DeclineInput): DeclineInput =>
	isId(input.declineReasonId) ? input : { ...input, declineReasonId: NO_REASON };

const NO_REASON = '00000000-0000-0000-0000-000000000000';
