import { sql, type Transaction } from 'kysely';
import type { DB } from '#server/database/schema.ts';

/** Every job and what it is told: ids only, so that nothing personal lies in the queue. */
export type JobPayloads = {
	send_mail: { messageId: string };
	seal_audit: Record<string, never>;
	send_news: { postId: string };
	resolve_anchors: { versionId: string };
	remind_moderators: Record<string, never>;
	remove_expired: Record<string, never>;
	offer_seat: { meetingId: string };
	send_mailing: { mailingId: string };
	remind_registered: Record<string, never>;
};
export type JobName = keyof JobPayloads;

/**
 * Adds a job in the caller's transaction: it exists if, and only if, the rows it is about do. Null runs it at once. Of
 * jobs with the same key that have not begun there is one.
 */
export async function addJob<N extends JobName>(
	db: Transaction<DB>,
	name: N,
	payload: JobPayloads[N],
	notBefore: Date | null = null,
	key: string | null = null
): Promise<void> {
	await sql`select graphile_worker.add_job(${name}::text, ${JSON.stringify(payload)}::json,
		run_at => ${notBefore}::timestamptz, job_key => ${key}::text)`.execute(db);
}

/** Many jobs of one kind in one statement. */
export async function addJobs<N extends JobName>(
	db: Transaction<DB>,
	name: N,
	payloads: readonly JobPayloads[N][]
): Promise<void> {
	await sql`select graphile_worker.add_job(${name}::text, payload)
		from json_array_elements(${JSON.stringify(payloads)}::json) payload`.execute(db);
}
