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
	});

	it('accepts the schedule of the application', async () => {
		const jobs = await start({ seal_audit: async () => undefined, remove_expired: async () => undefined }, SCHEDULE);
		await expect.poll(() => jobs.ready()).toBe(true);
	});
});
