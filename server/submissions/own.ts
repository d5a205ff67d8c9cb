import { MedskickError, refuse } from '#server/errors.ts';
import { newId } from '#server/database/ids.ts';
import { type By, type Change, transact } from '#server/database/transaction.ts';
import { accountIdOf } from '#server/permissions/actor.ts';
import { authorize } from '#server/permissions/can.ts';
import type { PointThing } from '#server/permissions/point.ts';
import { findIdentityNumbers } from '#lib/document/identity-number.ts';
import type { PointKind, ReportReason } from '#lib/protocol/vocabulary.ts';
import type { SubmissionDeps } from './deps.ts';
import { announceAgreements, announcePoints, tellDesk } from './news.ts';
import { judged } from './queries.ts';
import { type PointFacts, sightOf } from './visibility.ts';

export type LockedPoint = PointFacts & {
	id: string;
	submission_id: string;
	revision: number;
	priority_area_id: string | null;
	consultation_id: string | null;
	kind: string;
};

/** The point, locked for the change, as permissions want to know it. What the actor may not see does not exist. */
export async function lockPoint(
	change: Change,
	by: By,
	pointId: string
): Promise<{ row: LockedPoint; thing: PointThing }> {
	const row = await judged(change.db)
		.where('point.id', '=', pointId)
		.select([
			'point.id',
			'point.submission_id',
			'point.revision',
			'point.kind',
			'point.dialogue_id',
			'dialogue.state as dialogue_state',
			'submission.account_id',
			'submission.priority_area_id',
			'submission.consultation_id',
			'point.status',
			'point.security_review',
			'submission.publication',
			'submission.protected_identity',
			'point.mask_id'
		])
		.forUpdate('point')
		.executeTakeFirst();
	if (row === undefined || sightOf(by.actor, row) === 'none') throw new MedskickError('not_found');
	const thing = {
		dialogueId: row.dialogue_id,
		areaId: row.priority_area_id,
		authorId: row.account_id,
		status: row.status,
		protectedIdentity: row.protected_identity
	};
	return { row, thing };
}

/**
 * The author's correction: a new revision, the old one stays on record (invariant 3). Where inputs are held, and
 * wherever words had been masked, the corrected text waits for approval; the mask covered the old words only.
 */
export async function correct(
	deps: SubmissionDeps,
	by: By,
	input: { pointId: string; text: string; kind: PointKind }
): Promise<'held' | 'published'> {
	if (findIdentityNumbers(input.text).length > 0) {
		refuse(
			'bad_input',
			'Texten ser ut att innehålla ett personnummer. Ta bort det innan du sparar.',
			'The text seems to hold a personal identity number. Remove it before you save.',
			'text'
		);
	}
	return transact(deps, by, async (change) => {
		const { row, thing } = await lockPoint(change, by, input.pointId);
		authorize(by.actor, 'point.correct', thing);
		const number = row.revision + 1;
		const status = row.status === 'published' && !(await mustWaitAgain(change, row)) ? 'published' : 'held';
		const now = deps.clock.now();
		await change.db
			.insertInto('point_revision')
			.values({
				point_id: row.id,
				number,
				kind: input.kind,
				text: input.text,
				written_at: now,
				written_by: accountIdOf(by.actor)
			})
			.execute();
		await change.db
			.updateTable('point')
			.set({ revision: number, kind: input.kind, status, mask_id: null, changed_at: now })
			.where('id', '=', row.id)
			.execute();
		await change.audit({
			action: 'point.correct',
			objectType: 'point',
			objectId: row.id,
			dialogueId: row.dialogue_id,
			after: { number, text: input.text }
		});
		await announcePoints(change, [row.id], 'changed');
		return status;
	});
}

async function mustWaitAgain(change: Change, row: LockedPoint): Promise<boolean> {
	if (row.mask_id !== null) return true;
	if (row.consultation_id === null) return true;
	const { moderation_mode } = await change.db
		.selectFrom('consultation')
		.select('moderation_mode')
		.where('id', '=', row.consultation_id)
		.executeTakeFirstOrThrow();
	return moderation_mode === 'hold_all';
}

/** Taken back by its author: no longer shown, still kept (domain 0.1, finding 3). */
export async function withdraw(deps: SubmissionDeps, by: By, input: { pointId: string }): Promise<void> {
	await transact(deps, by, async (change) => {
		const { row, thing } = await lockPoint(change, by, input.pointId);
		authorize(by.actor, 'point.withdraw', thing);
		await takeBack(deps, change, row);
	});
}

/** As `withdraw`, in the transaction of somebody who has been found to be allowed and holds the point. */
export async function takeBack(
	deps: Pick<SubmissionDeps, 'clock'>,
	change: Change,
	row: Pick<LockedPoint, 'id' | 'submission_id' | 'dialogue_id'>
): Promise<void> {
	const now = deps.clock.now();
	await change.db.updateTable('point').set({ status: 'withdrawn', changed_at: now }).where('id', '=', row.id).execute();
	const left = await change.db
		.selectFrom('point')
		.select('id')
		.where('submission_id', '=', row.submission_id)
		.where('status', '<>', 'withdrawn')
		.executeTakeFirst();
	if (left === undefined) {
		await change.db.updateTable('submission').set({ withdrawn_at: now }).where('id', '=', row.submission_id).execute();
	}
	await change.audit({
		action: 'point.withdraw',
		objectType: 'point',
		objectId: row.id,
		dialogueId: row.dialogue_id
	});
	await announcePoints(change, [row.id], 'changed');
}

/** Agrees, or takes it back; once per person. Returns how many agree now. */
export async function agree(
	deps: SubmissionDeps,
	by: By,
	input: { pointId: string; agrees: boolean }
): Promise<number> {
	const accountId = accountIdOf(by.actor);
	if (accountId === null) throw new MedskickError('not_signed_in');
	return transact(deps, by, async (change) => {
		const { row, thing } = await lockPoint(change, by, input.pointId);
		if (input.agrees) {
			authorize(by.actor, 'point.agree', thing);
			await change.db
				.insertInto('agreement')
				.values({ point_id: row.id, account_id: accountId, agreed_at: deps.clock.now() })
				.onConflict((conflict) => conflict.doNothing())
				.execute();
		} else {
			await change.db
				.deleteFrom('agreement')
				.where('point_id', '=', row.id)
				.where('account_id', '=', accountId)
				.execute();
		}
		const action = input.agrees ? 'point.agree' : 'point.disagree';
		await change.audit({ action, objectType: 'point', objectId: row.id, dialogueId: row.dialogue_id });
		return announceAgreements(change, row.id);
	});
}

/** *Anmäl*: puts a published point before the moderators. */
export async function report(
	deps: SubmissionDeps,
	by: By,
	input: { pointId: string; reason: ReportReason; text: string }
): Promise<void> {
	await transact(deps, by, async (change) => {
		const { row, thing } = await lockPoint(change, by, input.pointId);
		authorize(by.actor, 'point.report', thing);
		await change.db
			.insertInto('point_report')
			.values({
				id: newId(),
				point_id: row.id,
				account_id: accountIdOf(by.actor),
				reason: input.reason,
				text: input.text,
				reported_at: deps.clock.now()
			})
			.execute();
		await change.audit({ action: 'point.report', objectType: 'point', objectId: row.id, dialogueId: row.dialogue_id });
		tellDesk(change, row.dialogue_id, row.id);
	});
}
