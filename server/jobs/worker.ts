import { EventEmitter } from 'node:events';
import {
	Logger as JobLogger,
	parseCronItems,
	run,
	type Runner,
	type Task,
	type TaskList,
	type WorkerEvents
} from 'graphile-worker';
import type pg from 'pg';
import { openPool } from '#server/database/database.ts';
import type { Logger } from '#server/log.ts';
import { count, type Tally } from '#server/watch/tally.ts';
import type { JobName, JobPayloads } from './add.ts';

/** What does each job. A name without a task stays in the queue for a process that knows it. */
export type Tasks = { [N in JobName]?: (payload: JobPayloads[N]) => Promise<unknown> };

export type JobsDeps = {
	/** As the application's role, which owns the queue. */
	databaseUrl: string;
	log: Logger;
	tasks: Tasks;
	/** Which jobs come by the clock, in crontab's form. Default: `SCHEDULE`. */
	schedule?: Partial<Record<JobName, string>>;
	/** How long `stop` waits for the jobs at hand. */
	patienceMs?: number;
};

/** What became of jobs in this process, by name: done, attempts that failed, and those given up for good. */
export type JobTally = { done: Tally; errors: Tally; givenUp: Tally };

export type Jobs = {
	start(): Promise<void>;
	/** Waits for the jobs at hand, then closes its connections. A job that takes too long is given back to the queue. */
	stop(): Promise<void>;
	/** Does the queue listen? For `/halsa/redo`. */
	ready(): boolean;
	readonly tally: JobTally;
};

export const SCHEDULE: Partial<Record<JobName, string>> = {
	seal_audit: '* * * * *',
	remind_moderators: '*/5 * * * *',
	remove_expired: '7 * * * *',
	remind_registered: '*/10 * * * *'
};
const CONCURRENCY = 2;
/** Less than an operator's patience with a process that should end. */
const PATIENCE_MS = 8_000;

/** The background work of one process. Several processes share one queue, and each job is done by one of them. */
export function createJobs(deps: JobsDeps): Jobs {
	let runner: Runner | null = null;
	let pool: pg.Pool | null = null;
	let listening = false;
	const events: WorkerEvents = new EventEmitter();
	events.on('pool:listen:success', () => (listening = true));
	events.on('pool:listen:release', () => (listening = false));
	const tally: JobTally = { done: {}, errors: {}, givenUp: {} };
	events.on('job:success', ({ job }) => count(tally.done, job.task_identifier));
	events.on('job:error', ({ job }) => count(tally.errors, job.task_identifier));
	events.on('job:failed', ({ job }) => count(tally.givenUp, job.task_identifier));
	return {
		tally,
		async start() {
			pool = openPool(deps.databaseUrl, deps.log, { max: CONCURRENCY + 2 });
			runner = await run({ ...options(deps, pool), events });
			runner.promise.catch((error: unknown) => {
				listening = false;
				deps.log.error({ error }, 'jobs stopped');
			});
		},
		async stop() {
			listening = false;
			const stopping = { runner, pool };
			runner = pool = null;
			await stopping.runner?.stop('the application stops');
			// The queue does not wait until it is written what became of its last jobs, which would then stay locked for
			// hours. The end of the pool waits for that, once the writing has got its connection: in the next turn.
			await new Promise((resolve) => setImmediate(resolve));
			await stopping.pool?.end();
		},
		ready: () => runner !== null && listening
	};
}

const options = ({ log, tasks, schedule = SCHEDULE, patienceMs = PATIENCE_MS }: JobsDeps, pgPool: pg.Pool) => ({
	pgPool,
	concurrency: CONCURRENCY,
	noHandleSignals: true,
	gracefulShutdownAbortTimeout: patienceMs,
	logger: quietLogger(log),
	taskList: taskList(tasks),
	parsedCronItems: parseCronItems(
		Object.entries(schedule)
			.filter(([task]) => task in tasks)
			.map(([task, match]) => ({ task, match, options: { jobKey: task, maxAttempts: 3 } }))
	)
});

/**
 * Payloads are made by `addJob` alone, which is typed by the same table. A job that is still at it when patience with
 * a stop runs out counts as failed, so that the next process takes it up soon and not when its lock is hours old.
 */
const taskList = (tasks: Tasks): TaskList =>
	Object.fromEntries(
		Object.entries(tasks).map(([name, task]): [string, Task] => [
			name,
			async (payload, { abortPromise }) => {
				const work = (task as (payload: unknown) => Promise<unknown>)(payload);
				await Promise.race([work, abortPromise]);
			}
		])
	);

/** The queue tells of every job; only what went wrong belongs in the log. */
const quietLogger = (log: Logger): JobLogger =>
	new JobLogger(() => (level, message, meta) => {
		if (level === 'error' || level === 'warning') log.warn({ source: 'jobs', ...meta }, message);
		else log.debug({ source: 'jobs' }, message);
	});
