import type { By } from '#server/database/transaction.ts';
import type { Actor } from '#server/permissions/actor.ts';
import { authorize } from '#server/permissions/can.ts';
import { approve, decline, type DeclineInput, securityReview, undo, unpublish } from './decide.ts';
import type { ModerationDeps } from './deps.ts';
import { deskItem } from './item.ts';
import { approveMask, mask, type MaskInput } from './mask.ts';
import { createOpenings } from './openings.ts';
import { queueCounts, queuePage, type QueueFilter } from './queue.ts';
import { remindModerators } from './remind.ts';
import { addNote, assign, handleReports } from './work.ts';

export type Moderation = ReturnType<typeof createModeration>;

/** The moderation desk: what waits, what may be done with it, and the way back. */
export function createModeration(deps: ModerationDeps) {
	const openings = createOpenings(deps.feed);
	const reading = { database: deps.database, clock: deps.clock, openings };
	return {
		queue: (actor: Actor, dialogueId: string, filter: QueueFilter) => queuePage(reading, actor, dialogueId, filter),
		counts: (actor: Actor, dialogueId: string) => {
			authorize(actor, 'desk.read', { dialogueId });
			return queueCounts(deps.database, dialogueId);
		},
		item: (actor: Actor, dialogueId: string, pointId: string) => deskItem(reading, actor, dialogueId, pointId),
		/** Says to colleagues that one has the point open. */
		open: (actor: Actor, dialogueId: string, pointId: string) => {
			authorize(actor, 'desk.read', { dialogueId });
			openings.open(actor, dialogueId, pointId);
		},
		close: (actor: Actor, pointId: string) => openings.close(actor, pointId),
		approve: (by: By, input: { pointId: string }) => approve(deps, by, input),
		decline: (by: By, input: DeclineInput) => decline(deps, by, input),
		unpublish: (by: By, input: { pointId: string; note: string }) => unpublish(deps, by, input),
		mask: (by: By, input: MaskInput) => mask(deps, by, input),
		approveMask: (by: By, input: { pointId: string }) => approveMask(deps, by, input),
		securityReview: (by: By, input: { pointId: string; on: boolean; note: string }) => securityReview(deps, by, input),
		undo: (by: By, input: { decisionId: string }) => undo(deps, by, input),
		assign: (by: By, input: { pointId: string; accountId: string | null }) => assign(deps, by, input),
		note: (by: By, input: { pointId: string; text: string }) => addNote(deps, by, input),
		handleReports: (by: By, input: { pointId: string }) => handleReports(deps, by, input),
		/** The job that reminds of points that have waited too long. */
		remind: () => remindModerators(deps)
	};
}
