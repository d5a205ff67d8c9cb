import { sql, type Transaction } from 'kysely';
import type { Clock } from '#server/clock.ts';
import type { DB } from '#server/database/schema.ts';
import type { Change } from '#server/database/transaction.ts';
import { endSessionsOf } from './queries.ts';

/**
 * What a guest sent follows into the verified account. The records keep their sender as it was written; only the
 * account that may read, correct and withdraw them changes, and each record's trail says so (invariant 3).
 */
export async function mergeGuest(change: Change, clock: Clock, guestId: string, accountId: string): Promise<void> {
	const moved = await moveSubmissions(change.db, guestId, accountId);
	for (const { id, dialogue_id } of moved) {
		await change.audit({
			action: 'submission.follow_account',
			objectType: 'submission',
			objectId: id,
			dialogueId: dialogue_id,
			before: guestId,
			after: accountId
		});
	}
	await moveAgreements(change.db, guestId, accountId);
	await moveMeetingActs(change.db, guestId, accountId);
	await change.db
		.updateTable('point_report')
		.set({ account_id: accountId })
		.where('account_id', '=', guestId)
		.execute();
	await keepName(change.db, guestId, accountId);
	await endSessionsOf(change.db, guestId);
	await change.db
		.updateTable('account')
		.set({ disabled_at: clock.real(), return_secret_hash: null })
		.where('id', '=', guestId)
		.execute();
	await change.audit({
		action: 'account.merge',
		objectType: 'account',
		objectId: guestId,
		dialogueId: null,
		after: accountId
	});
}

/** The key of a repeated send gives way where the account has already used the same one for the same content. */
async function moveSubmissions(db: Transaction<DB>, guestId: string, accountId: string) {
	await sql`update submission s set idempotency_key = null where s.account_id = ${guestId} and exists (
		select from submission t where t.account_id = ${accountId}
			and t.idempotency_key = s.idempotency_key and t.content_hash = s.content_hash)`.execute(db);
	return db
		.updateTable('submission')
		.set({ account_id: accountId })
		.where('account_id', '=', guestId)
		.returning(['id', 'dialogue_id'])
		.execute();
}

/** One agreement per person, and none with what one wrote oneself. */
async function moveAgreements(db: Transaction<DB>, guestId: string, accountId: string): Promise<void> {
	await sql`insert into agreement (point_id, account_id, agreed_at)
		select point_id, ${accountId}, agreed_at from agreement where account_id = ${guestId}
		on conflict do nothing`.execute(db);
	await db.deleteFrom('agreement').where('account_id', '=', guestId).execute();
	await sql`delete from agreement a using point p, submission s
		where a.account_id = ${accountId} and p.id = a.point_id and s.id = p.submission_id
			and s.account_id = ${accountId}`.execute(db);
}

/**
 * What somebody did in meetings: one answer and one support per person; what the account has already done itself stays,
 * and of two answers it is the one that counts.
 */
async function moveMeetingActs(db: Transaction<DB>, guestId: string, accountId: string): Promise<void> {
	await sql`update quick_answer a set account_id = ${accountId} where a.account_id = ${guestId} and not exists (
		select from quick_answer b where b.account_id = ${accountId} and b.question_id = a.question_id)`.execute(db);
	await db.updateTable('quick_answer').set({ state: 'replaced' }).where('account_id', '=', guestId).execute();
	await sql`insert into organiser_support (question_id, account_id, supported_at)
		select question_id, ${accountId}, supported_at from organiser_support where account_id = ${guestId}
		on conflict do nothing`.execute(db);
	await db.deleteFrom('organiser_support').where('account_id', '=', guestId).execute();
	await sql`insert into live_participant (session_id, account_id, joined_at)
		select session_id, ${accountId}, joined_at from live_participant where account_id = ${guestId}
		on conflict do nothing`.execute(db);
	await db.deleteFrom('live_participant').where('account_id', '=', guestId).execute();
	await sql`update organiser_question q set account_id = ${accountId} where q.account_id = ${guestId} and not exists (
		select from organiser_question o where o.account_id = ${accountId} and o.meeting_id = q.meeting_id
			and o.idempotency_key = q.idempotency_key)`.execute(db);
	await db.updateTable('registration').set({ account_id: accountId }).where('account_id', '=', guestId).execute();
}

/** Somebody who has only just got an account is called what the guest said. */
async function keepName(db: Transaction<DB>, guestId: string, accountId: string): Promise<void> {
	await sql`update account a set name = g.name, organisation_name = g.organisation_name,
			organisation_type = g.organisation_type
		from account g where a.id = ${accountId} and g.id = ${guestId} and a.name = '' and a.organisation_name = ''`.execute(
		db
	);
}
