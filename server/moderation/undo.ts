import { MedskickError, refuse } from '#server/errors.ts';
import { type By, type Change, transact } from '#server/database/transaction.ts';
import { authorize } from '#server/permissions/can.ts';
import { type LockedPoint, lockPoint } from '#server/submissions/own.ts';
import { type Decided, type Decision, decide, lockForDecision, refuseWithdrawn } from './decide.ts';
import type { ModerationDeps } from './deps.ts';

/**
 * Puts back what the latest decision on a point replaced. Only the latest, and only while nothing else has happened:
 * undoing an older one would silently undo what came after it too. Errors: `not_found`, `forbidden`, `conflict`.
 */
export const undo = (deps: ModerationDeps, by: By, input: { decisionId: string }): Promise<Decided> =>
	transact(deps, by, async (change) => {
		const wanted = await change.db
			.selectFrom('moderation_decision')
			.selectAll()
			.where('id', '=', input.decisionId)
			.executeTakeFirst();
		if (wanted === undefined) throw new MedskickError('not_found');
		const row = await lockFor(change, by, wanted);
		if (!(await stillStands(change, row, wanted))) {
			refuse(
				'conflict',
				'Beslutet kan inte ångras: något nyare har hänt med synpunkten.',
				'The decision cannot be undone: something newer has happened to the comment.'
			);
		}
		if (wanted.action === 'mask') await withdrawMask(deps, change, row);
		if (wanted.action === 'approve_mask') await takeBackApproval(change, row);
		const decided = await decide(deps, change, by, row, {
			action: 'undo',
			status: wanted.from_status as Decision['status'],
			maskId: wanted.from_mask_id,
			securityReview: wanted.from_security_review
		});
		await change.db
			.updateTable('moderation_decision')
			.set({ undone_by: decided.decisionId })
			.where('id', '=', wanted.id)
			.execute();
		await deps.cancelDeclined(change, wanted.id);
		return decided;
	});

/** Whoever may mask may also take a masking back; everything else is the moderators'. */
async function lockFor(change: Change, by: By, wanted: { point_id: string; action: string }): Promise<LockedPoint> {
	if (wanted.action !== 'mask') return lockForDecision(change, by, { pointId: wanted.point_id });
	const { row, thing } = await lockPoint(change, by, wanted.point_id);
	authorize(by.actor, 'point.mask', thing);
	refuseWithdrawn(row);
	return row;
}

type Wanted = { id: string; to_status: string; decided_at: Date };

/** The latest decision that has not been undone, on words that are still the same. */
async function stillStands(change: Change, row: LockedPoint, wanted: Wanted): Promise<boolean> {
	const latest = await change.db
		.selectFrom('moderation_decision')
		.select('id')
		.where('point_id', '=', row.id)
		.where('action', '<>', 'undo')
		.where('undone_by', 'is', null)
		.orderBy('decided_at', 'desc')
		.orderBy('id', 'desc')
		.executeTakeFirst();
	const rewritten = await change.db
		.selectFrom('point_revision')
		.select('number')
		.where('point_id', '=', row.id)
		.where('written_at', '>', wanted.decided_at)
		.executeTakeFirst();
	return latest?.id === wanted.id && row.status === wanted.to_status && rewritten === undefined;
}

/** The masking is kept as something that was done; it neither shows nor waits for anybody any more. */
const withdrawMask = (deps: ModerationDeps, change: Change, row: LockedPoint) =>
	change.db
		.updateTable('point_mask')
		.set({ withdrawn_at: deps.clock.now() })
		.where('id', '=', (eb) =>
			eb
				.selectFrom('point_mask')
				.select('point_mask.id')
				.where('point_id', '=', row.id)
				.where('revision', '=', row.revision)
				.orderBy('masked_at', 'desc')
				.orderBy('point_mask.id', 'desc')
				.limit(1)
		)
		.execute();

/** The masking waits again, or the next approval would publish the words that were to be hidden. */
const takeBackApproval = (change: Change, row: LockedPoint) =>
	change.db
		.updateTable('point_mask')
		.set({ approved_at: null, approved_by: null })
		.where('id', '=', row.mask_id)
		.execute();
