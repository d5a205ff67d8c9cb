import { sql } from 'kysely';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { bySystem, transact } from '#server/database/transaction.ts';
import { createJobs, SCHEDULE, type Jobs, type Tasks } from '#server/jobs/worker.ts';
import { testIdentity, type TestIdentity } from '../support/identity.ts';

let t: TestIdentity;
let running: Jobs[] = [];

beforeEach(async () => void (t = await testIdentity()));
afterEach(async () => {
	for (const jobs of running) await jobs.stop();
	running = [];
	await t.close();
});

async function start(tasks: Tasks, schedule: Partial<typeof SCHEDULE> = {}): Promise<Jobs> {
	const jobs = createJobs({ databaseUrl: t.appUrl, log: t.log, tasks, schedule });
	running.push(jobs);
	await jobs.start();
	return jobs;
}
const add = (messageId: string) => transact(t.deps, bySystem(), (change) => change.enqueue('send_mail', { messageId }));

describe('the queue', () => {
	it('does what was added before it started, and what is added while it runs', async () => {
		const done: string[] = [];
		await add('before');
		const jobs = await start({ send_mail: async ({ messageId }) => done.push(messageId) });
		await expect.poll(() => done).toEqual(['before']);
		await expect.poll(() => jobs.ready()).toBe(true);
		await add('after');
		await expect.poll(() => done).toEqual(['before', 'after']);
	});

	it('does each job once, also with two processes', async () => {
		const done: string[] = [];
		const tasks: Tasks = { send_mail: async ({ messageId }) => done.push(messageId) };
		await Promise.all([start(tasks), start(tasks)]);
		const names = Array.from({ length: 20 }, (_, n) => `m${n}`);
		await Promise.all(names.map(add));
		await expect.poll(() => done.length, { timeout: 10_000 }).toBe(20);
		expect(done.toSorted()).toEqual(names.toSorted());
	});

	it('keeps a job that failed for another attempt', async () => {
		let attempts = 0;
		await start({
			send_mail: async () => {
				if (++attempts === 1) throw new Error('not now');
			}
		});
		await add('again');
		await expect.poll(() => attempts, { timeout: 15_000 }).toBe(2);
	});

	it('is ready only while it listens', async () => {
		const jobs = await start({});
		await expect.poll(() => jobs.ready()).toBe(true);
		await jobs.stop();
		expect(jobs.ready()).toBe(false);
	});

	it('finishes the job at hand before it stops', async () => {
		let finished = false;
		const jobs = await start({
			send_mail: async () => {
				await new Promise((resolve) => setTimeout(resolve, 300));
				finished = true;
			}
		});
		await expect.poll(() => jobs.ready()).toBe(true);
		await add('slow');
		await new Promise((resolve) => setTimeout(resolve, 100));
		await jobs.stop();
		expect(finished).toBe(true);
		expect((await sql`select id from graphile_worker.jobs`.execute(t.database)).rows).toEqual([]);
	});

	it('gives a job that hangs back instead of waiting for it, and the next process does it', async () => {
		const begun: string[] = [];
		const hanging = createJobs({
			databaseUrl: t.appUrl,
			log: t.log,
			patienceMs: 200,
			schedule: {},
			tasks: { send_mail: ({ messageId }) => new Promise(() => begun.push(messageId)) }
		});
		await hanging.start();
		await add('hanging');
		await expect.poll(() => begun, { timeout: 10_000 }).toEqual(['hanging']);
		const began = performance.now();
		await hanging.stop();
		expect(performance.now() - began).toBeLessThan(10_000);
		const taken = sql`select id from graphile_worker.jobs where locked_at is not null`;
		expect((await taken.execute(t.database)).rows).toEqual([]);
		const done: string[] = [];
		await start({ send_mail: async ({ messageId }) => done.push(messageId) });
		await expect.poll(() => done, { timeout: 15_000 }).toEqual(['hanging']);
	});

	it('counts what was done, what failed and what was given up, by name', async () => {
		const jobs = await start({
			send_mail: async ({ messageId }) => {
				if (messageId === 'bad') throw new Error('not now');
			}
		});
		await add('good');
		await add('bad');
		await expect
			.poll(() => jobs.tally, { timeout: 10_000 })
			.toEqual({ done: { send_mail: 1 }, errors: { send_mail: 1 }, givenUp: {} });
		await sql`update graphile_worker._private_jobs set attempts = max_attempts - 1, run_at = now()`.execute(t.database);
		await add('another');
		await expect.poll(() => jobs.tally.givenUp, { timeout: 15_000 }).toEqual({ send_mail: 1 });
	});

	it('accepts the schedule of the application', async () => {
		const jobs = await start({ seal_audit: async () => undefined, remove_expired: async () => undefined }, SCHEDULE);
		await expect.poll(() => jobs.ready()).toBe(true);
	});
});
