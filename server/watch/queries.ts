import { sql } from 'kysely';
import type { Database } from '#server/database/database.ts';
import type { Queues } from './source.ts';

/** Jobs by task and letters that wait. A job that has used up its attempts stays in the queue as failed. */
export async function readQueues(database: Database): Promise<Queues> {
	const jobs = await sql<Queues['jobs'][number]>`
		select task_identifier as task,
			count(*) filter (where attempts < max_attempts and locked_at is null and run_at <= now()) as waiting,
			count(*) filter (where attempts < max_attempts and locked_at is null and run_at > now()) as planned,
			count(*) filter (where locked_at is not null) as running,
			count(*) filter (where attempts >= max_attempts and locked_at is null) as failed
		from graphile_worker.jobs group by task_identifier`.execute(database);
	const mail = await sql<Queues['mail']>`
		select count(*) as waiting, count(*) filter (where attempts > 0) as failing
		from mail_message where sent_at is null`.execute(database);
	return { jobs: jobs.rows, mail: mail.rows[0] ?? { waiting: 0, failing: 0 } };
}
