import type { RequestTally } from '#server/http/request-tally.ts';
import type { JobTally } from '#server/jobs/worker.ts';
import type { MailTally } from '#server/mail/send.ts';
import type { RealtimeMetrics } from '#server/realtime/metrics.ts';

/** As `pg.Pool` counts its connections. */
export type PoolCounts = { readonly totalCount: number; readonly idleCount: number; readonly waitingCount: number };

/** What lies in the database at this moment. */
export type Queues = {
	jobs: { task: string; waiting: number; planned: number; running: number; failed: number }[];
	mail: { waiting: number; failing: number };
};

/** Everything of one process that can be watched. Read at each scrape; reading changes nothing. */
export type Watched = {
	live: RealtimeMetrics;
	requests: RequestTally;
	jobs: JobTally;
	mail: MailTally;
	/** By what they are for. */
	pools: Record<string, PoolCounts>;
	queues(): Promise<Queues>;
};
