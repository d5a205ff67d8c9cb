import { refuse } from '#server/errors.ts';
import { newId } from '#server/database/ids.ts';
import { type By, type Change, transact } from '#server/database/transaction.ts';
import { accountIdOf } from '#server/permissions/actor.ts';
import { authorize } from '#server/permissions/can.ts';
import { announcePoints } from '#server/submissions/news.ts';
import { type LockedPoint, lockPoint } from '#server/submissions/own.ts';
import type { ModerationDeps } from './deps.ts';
import { refuseUnseen, type Seen } from './seen.ts';
import { words } from './words.ts';

export type DecisionAction =
	'approve' | 'decline' | 'unpublish' | 'mask' | 'approve_mask' | 'security_review' | 'end_security_review' | 'undo';
export type Decision = {
	action: DecisionAction;
	status: 'held' | 'published' | 'declined' | 'unpublished';
	maskId?: string | null;
	securityReview?: boolean;
	declineReasonId?: string | null;
	note?: string;
	message?: string;
	undone?: string;
};
export type Decided = { decisionId: string; status: Decision['status'] };

/**
 * Carries out one decision: the point's new state, the decision with what it replaced (so that it can be undone), the
 * audit event and the news. The point is locked by the caller.
 */
export async function decide(
	deps: ModerationDeps,
	change: Change,
	by: By,
	row: LockedPoint,
	decision: Decision
): Promise<Decided> {
	const now = deps.clock.now();
	const decisionId = newId();
	const securityReview = decision.securityReview ?? row.security_review;
	await change.db
		.insertInto('moderation_decision')
		.values({
			id: decisionId,
			point_id: row.id,
			action: decision.action,
			from_status: row.status,
			to_status: decision.status,
			from_mask_id: row.mask_id,
			from_security_review: row.security_review,
			decline_reason_id: decision.declineReasonId ?? null,
			note: decision.note ?? '',
			message: decision.message ?? '',
			decided_at: now,
			decided_by: accountIdOf(by.actor)
		})
		.execute();
	await change.db
		.updateTable('point')
		.set((eb) => ({
			status: decision.status,
			mask_id: decision.maskId === undefined ? row.mask_id : decision.maskId,
			security_review: securityReview,
			changed_at: now,
			published_at:
				decision.status === 'published' ? eb.fn.coalesce('published_at', eb.val(now)) : eb.ref('published_at')
		}))
		.where('id', '=', row.id)
		.execute();
	await change.audit({
		action: `point.${decision.action}`,
		objectType: 'point',
		objectId: row.id,
		dialogueId: row.dialogue_id,
		before: { status: row.status, mask: row.mask_id },
		after: { status: decision.status, mask: decision.maskId ?? row.mask_id }
	});
	const becamePublic = row.status !== 'published' && decision.status === 'published';
	await announcePoints(change, [row.id], becamePublic ? 'new' : 'changed');
	return { decisionId, status: decision.status };
}

type Deciding = { pointId: string; seen?: Seen | undefined };

/** Locks the point and checks that this moderator may decide on it, as it is now. */
export async function lockForDecision(change: Change, by: By, { pointId, seen }: Deciding): Promise<LockedPoint> {
	const { row, thing } = await lockPoint(change, by, pointId);
	authorize(by.actor, 'point.moderate', thing);
	refuseWithdrawn(row);
	refuseUnseen(row, seen);
	return row;
}

export function refuseWithdrawn(row: Pick<LockedPoint, 'status'>): void {
	if (row.status !== 'withdrawn') return;
	refuse(
		'rule_broken',
		'Avsändaren har återkallat synpunkten. Den kan inte publiceras.',
		'The sender has withdrawn the comment. It cannot be published.'
	);
}

/** Why a point may not be on the web, in words; null where it may. */
export function hindrance(
	row: Pick<LockedPoint, 'security_review' | 'protected_identity' | 'publication' | 'mask_id'>
): { sv: string; en: string } | null {
	if (row.security_review)
		return {
			sv: 'Synpunkten säkerhetsgranskas. Avsluta granskningen först.',
			en: 'The comment is under security review. End the review first.'
		};
	if (row.protected_identity)
		return {
			sv: 'Avsändaren har skyddade personuppgifter. Synpunkten publiceras inte.',
			en: 'The sender has protected personal data. The comment is not published.'
		};
	if (row.publication === 'no')
		return { sv: 'Handlingen ska inte publiceras på webben.', en: 'The record is not to be published on the web.' };
	if (row.publication === 'masked' && row.mask_id === null)
		return {
			sv: 'Synpunkten får bara publiceras maskad. Maska den först.',
			en: 'The comment may only be published masked. Mask it first.'
		};
	return null;
}

/** Shows the point to everybody. */
export const approve = (deps: ModerationDeps, by: By, input: Deciding): Promise<Decided> =>
	transact(deps, by, async (change) => {
		const row = await lockForDecision(change, by, input);
		const hinder = hindrance(row);
		if (hinder !== null) refuse('rule_broken', hinder.sv, hinder.en);
		if ((await waitingMask(change, row)) !== null) {
			refuse(
				'rule_broken',
				'Maskningen väntar på att en andra person godkänner den.',
				'The masking waits for a second person to approve it.'
			);
		}
		return decide(deps, change, by, row, { action: 'approve', status: 'published' });
	});

/** The masking that waits for a second person, newest first. */
export async function waitingMask(
	change: Change,
	row: { id: string; revision: number }
): Promise<{ id: string; masked_by: string | null } | null> {
	const mask = await change.db
		.selectFrom('point_mask')
		.select(['id', 'masked_by', 'approved_at'])
		.where('point_id', '=', row.id)
		.where('revision', '=', row.revision)
		.where('withdrawn_at', 'is', null)
		.orderBy('masked_at', 'desc')
		.orderBy('id', 'desc')
		.limit(1)
		.executeTakeFirst();
	return mask === undefined || mask.approved_at !== null ? null : mask;
}

export type DeclineInput = Deciding & { declineReasonId: string; note: string; message: string };

/** Not shown, with a reason from the dialogue's list; the author sees reason and message, and gets them by mail. */
export const decline = (deps: ModerationDeps, by: By, input: DeclineInput): Promise<Decided> =>
	transact(deps, by, async (change) => {
		const row = await lockForDecision(change, by, input);
		const reason = await change.db
			.selectFrom('decline_reason')
			.select(['id', 'title', 'explanation'])
			.where('id', '=', input.declineReasonId)
			.where('dialogue_id', '=', row.dialogue_id)
			.where('active', '=', true)
			.executeTakeFirst();
		if (reason === undefined)
			refuse('bad_input', 'Välj en orsak ur listan.', 'Choose a reason from the list.', 'declineReasonId');
		const message = words(input.message, 'message');
		const decided = await decide(deps, change, by, row, {
			action: 'decline',
			status: 'declined',
			declineReasonId: reason.id,
			note: words(input.note, 'note'),
			message
		});
		await deps.sendDeclined(change, { pointId: row.id, decisionId: decided.decisionId, reason, message });
		return decided;
	});

/** Taken off the web; the record stays (domain 0.1, findings 2 and 3). */
export const unpublish = (deps: ModerationDeps, by: By, input: Deciding & { note: string }): Promise<Decided> =>
	transact(deps, by, async (change) => {
		const row = await lockForDecision(change, by, input);
		return decide(deps, change, by, row, {
			action: 'unpublish',
			status: 'unpublished',
			note: words(input.note, 'note')
		});
	});

/** Stops publication while security-sensitive facts are looked into (domain K-05), or ends that. */
export const securityReview = (
	deps: ModerationDeps,
	by: By,
	input: Deciding & { on: boolean; note: string }
): Promise<Decided> =>
	transact(deps, by, async (change) => {
		const row = await lockForDecision(change, by, input);
		const status = row.status === 'published' ? 'held' : (row.status as Decision['status']);
		return decide(deps, change, by, row, {
			action: input.on ? 'security_review' : 'end_security_review',
			status,
			securityReview: input.on,
			note: words(input.note, 'note')
		});
	});
