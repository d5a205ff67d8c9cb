import { describe, expect, it } from 'vitest';
import type { LiveView } from '#lib/protocol/live.ts';
import type { FeedMessage } from '#server/feed/feed.ts';
import { Teller } from './teller.ts';

const view = (count: number) => ({ meetingId: 'm', joined: count }) as LiveView;
const settle = () => new Promise((resolve) => setImmediate(resolve));

/** A teller whose clock and readings the test moves. */
function watched() {
	const told: number[] = [];
	const planned: { ms: number; work: () => void }[] = [];
	const errors: unknown[] = [];
	let time = 0;
	let readings = 0;
	let reading: Promise<void> = Promise.resolve();
	const teller = new Teller({
		feed: {
			publish: ({ event }: FeedMessage) => {
				if (event.kind === 'live_changed') told.push(event.live.joined);
			}
		},
		read: async () => {
			const count = ++readings;
			await reading;
			if (count === 13) throw new Error('The database is away');
			return view(count);
		},
		now: () => time,
		later: (ms, work) => {
			planned.push({ ms, work });
			return () => void planned.splice(0);
		},
		onError: (error) => errors.push(error)
	});
	return {
		teller,
		told,
		planned,
		errors,
		advance: (ms: number) => (time += ms),
		hold: () => {
			let release = () => {};
			reading = new Promise((resolve) => (release = resolve));
			return release;
		}
	};
}

describe('telling a meeting what has changed', () => {
	it('makes one piece of news of what many do within a second', async () => {
		const { teller, told, planned } = watched();
		for (let index = 0; index < 1000; index++) teller.changed('m', 'soon');
		await settle();
		expect(planned).toHaveLength(1);
		planned.splice(0).forEach(({ work }) => work());
		await settle();
		expect(told).toEqual([1, 2]);
	});

	it('tells what a host does at once, whatever waits', async () => {
		const { teller, told, planned } = watched();
		teller.changed('m', 'soon');
		await settle();
		teller.changed('m', 'soon');
		teller.changed('m', 'now');
		await settle();
		expect(told).toEqual([1, 2]);
		expect(planned).toHaveLength(0);
	});

	it('reads again what changed while it was reading', async () => {
		const { teller, told, hold } = watched();
		const release = hold();
		teller.changed('m', 'now');
		teller.changed('m', 'now');
		release();
		await settle();
		expect(told).toEqual([1, 2]);
	});

	it('goes on after a reading that failed', async () => {
		const { teller, told, errors } = watched();
		for (let index = 0; index < 14; index++) {
			teller.changed('m', 'now');
			await settle();
		}
		expect(errors).toHaveLength(1);
		expect(told.at(-1)).toBe(14);
	});

	it('tells nothing after it has been stopped', async () => {
		const { teller, told, planned } = watched();
		teller.changed('m', 'now');
		await settle();
		teller.changed('m', 'soon');
		teller.stop();
		expect(planned).toHaveLength(0);
		expect(told).toEqual([1]);
	});
});
