import type { Readings } from './readings.ts';
import type { Queues, Watched } from './source.ts';
import type { Tally } from './tally.ts';

const MILLISECONDS = 0.001;

/** Pages, jobs, mail and database connections. `queues` answers null while the database does not. */
export function describeWork(readings: Readings, watched: Watched, queues: () => Queues | null): void {
	describeRequests(readings, watched);
	describeJobs(readings, watched, queues);
	describeMail(readings, watched, queues);
	describePools(readings, watched, queues);
}

function describeRequests({ gauge, histograms }: Readings, { requests }: Watched): void {
	gauge({ name: 'http_requests_under_way', help: 'Requests that have no answer yet.' }, () => requests.underWay);
	histograms(
		{ name: 'http_request_seconds', help: 'How long requests took, by how they ended.', label: 'status' },
		MILLISECONDS,
		() => requests.ms
	);
}

function describeJobs({ counters, gauges }: Readings, { jobs }: Watched, queues: () => Queues | null): void {
	const task = { label: 'task' };
	const inQueue = (what: 'waiting' | 'planned' | 'running' | 'failed') => (): Tally =>
		Object.fromEntries((queues()?.jobs ?? []).map((row) => [row.task, row[what]]));
	counters({ name: 'jobs_done_total', help: 'Jobs that this process has done.', ...task }, () => jobs.done);
	counters(
		{ name: 'jobs_errors_total', help: 'Attempts at a job that failed in this process.', ...task },
		() => jobs.errors
	);
	counters(
		{ name: 'jobs_given_up_total', help: 'Jobs that have used up their attempts in this process.', ...task },
		() => jobs.givenUp
	);
	gauges({ name: 'jobs_waiting', help: 'Jobs that are due and not begun.', ...task }, inQueue('waiting'));
	gauges(
		{ name: 'jobs_planned', help: 'Jobs for later, those to be tried again among them.', ...task },
		inQueue('planned')
	);
	gauges({ name: 'jobs_running', help: 'Jobs that a process is at.', ...task }, inQueue('running'));
	gauges({ name: 'jobs_failed', help: 'Jobs that have used up their attempts.', ...task }, inQueue('failed'));
}

function describeMail({ counter, gauges }: Readings, { mail }: Watched, queues: () => Queues | null): void {
	counter({ name: 'mail_sent_total', help: 'Letters that the mail server has taken.' }, () => mail.sent);
	counter(
		{ name: 'mail_failed_total', help: 'Attempts at a letter that the mail server refused or missed.' },
		() => mail.failed
	);
	gauges(
		{
			name: 'mail_outbox',
			help: 'Letters that are not sent: waiting, and of these failing at least once.',
			label: 'state'
		},
		(): Tally => ({ ...queues()?.mail })
	);
}

function describePools({ gauge, gauges }: Readings, { pools }: Watched, queues: () => Queues | null): void {
	const of = (what: 'totalCount' | 'idleCount' | 'waitingCount') => (): Tally =>
		Object.fromEntries(Object.entries(pools).map(([name, pool]) => [name, pool[what]]));
	const pool = { label: 'pool' };
	gauge({ name: 'database_up', help: '1 when the database answered this scrape.' }, () => (queues() === null ? 0 : 1));
	gauges({ name: 'pool_connections', help: 'Connections to the database.', ...pool }, of('totalCount'));
	gauges({ name: 'pool_idle', help: 'Connections that nobody uses.', ...pool }, of('idleCount'));
	gauges({ name: 'pool_waiting', help: 'Queries that wait for a connection.', ...pool }, of('waitingCount'));
}
