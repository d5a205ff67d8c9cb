import { sql, type SqlBool } from 'kysely';
import { bySystem, transact } from '#server/database/transaction.ts';
import type { ModerationDeps } from './deps.ts';

/**
 * Reminds the moderators of every consultation where a point has waited longer than its set time; at most once per
 * such time and consultation. Returns how many consultations were reminded of.
 */
export async function remindModerators(deps: ModerationDeps): Promise<number> {
	const now = deps.clock.now();
	const overdue = await deps.database
		.selectFrom('consultation')
		.where((eb) =>
			eb.exists(
				eb
					.selectFrom('point')
					.innerJoin('submission', 'submission.id', 'point.submission_id')
					.select('point.id')
					.whereRef('submission.consultation_id', '=', 'consultation.id')
					.where('point.status', '=', 'held')
					.where('point.security_review', '=', false)
					.where(
						sql<SqlBool>`point.changed_at < ${now}::timestamptz - make_interval(mins => consultation.reminder_after_minutes)`
					)
			)
		)
		.select('consultation.id')
		.execute();
	let reminded = 0;
	for (const { id } of overdue) if (await remindOf(deps, id, now)) reminded++;
	return reminded;
}

async function remindOf(deps: ModerationDeps, consultationId: string, now: Date): Promise<boolean> {
	return transact(deps, bySystem(), async (change) => {
		const consultation = await change.db
			.selectFrom('consultation')
			.selectAll()
			.where('id', '=', consultationId)
			.forUpdate()
			.executeTakeFirstOrThrow();
		const pause = consultation.reminder_after_minutes * 60_000;
		if (consultation.reminded_at !== null && now.getTime() - consultation.reminded_at.getTime() < pause) return false;
		const waiting = await change.db
			.selectFrom('point')
			.innerJoin('submission', 'submission.id', 'point.submission_id')
			.where('submission.consultation_id', '=', consultationId)
			.where('point.status', '=', 'held')
			.where('point.security_review', '=', false)
			.select((eb) => [eb.fn.countAll<number>().as('count'), eb.fn.min('point.changed_at').as('oldest')])
			.executeTakeFirstOrThrow();
		if (waiting.oldest === null || now.getTime() - waiting.oldest.getTime() < pause) return false;
		await change.db.updateTable('consultation').set({ reminded_at: now }).where('id', '=', consultationId).execute();
		await deps.sendReminder(change, {
			dialogueId: consultation.dialogue_id,
			consultationTitle: consultation.title,
			waiting: waiting.count,
			oldestAt: waiting.oldest
		});
		await change.audit({
			action: 'consultation.remind',
			objectType: 'consultation',
			objectId: consultationId,
			dialogueId: consultation.dialogue_id
		});
		return true;
	});
}
