import { flushSync } from 'svelte';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Queue, QueueItem } from '#lib/protocol/desk.ts';
import { Desk, OFFER_MS, type QueueState } from './desk.svelte.ts';

const COUNTS: Record<Queue, number> = { waiting: 0, attention: 0, security: 0, published: 0, declined: 0, all: 0 };

/** A row of the queue that came in at a minute. */
const item = (id: string, minute: number, text = id): QueueItem => ({
	point: {
		...{ id, text, documentId: null, parentId: null, kind: 'change', status: 'held', masked: false, language: 'sv' },
		...{ sender: { kind: 'anonymous', name: '', organisationType: '', count: 1 }, place: null, assessment: null },
		...{ createdAt: '', receivedAt: '', changedAt: `2026-09-01T10:${String(minute).padStart(2, '0')}:00Z` },
		...{ corrected: false, late: false, spoken: false, own: false, agreements: 0, agreed: false, replies: 0 }
	},
	...{ documentTitle: '', documentSlug: null, consultationTitle: '', areaCode: '', waitingMinutes: 0, reports: 0 },
	...{ notes: 0, assignedTo: null, maskWaits: false, securityReview: false, openedBy: null }
});
const state = (items: QueueItem[], more: Partial<QueueState> = {}): QueueState => ({
	...{ queue: 'waiting', counts: COUNTS, page: 1, perPage: 50, selectedId: null },
	items,
	...more
});

/** A desk whose server answers from `rows`; what is not there is not in the queue. */
function desk(begin: QueueState, rows: Record<string, QueueItem> = {}) {
	const asked: string[][] = [];
	const news: number[] = [];
	const made = new Desk(begin, {
		async fetchRows(ids) {
			asked.push(ids);
			return { rows: ids.map((id) => ({ id, item: rows[id] ?? null })), counts: { ...COUNTS, waiting: 7 } };
		},
		onNews: (count) => news.push(count)
	});
	return { desk: made, asked, news };
}
const ids = ({ items }: Desk) => items.map((one) => one.point.id);
const soon = () => vi.advanceTimersByTimeAsync(300);

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

describe('news of the queue', () => {
	it('reads again what changed, in one question, and puts what is new in its place', async () => {
		const rows = { a: item('a', 1, 'ändrad'), c: item('c', 2) };
		const { desk: it, asked, news } = desk(state([item('a', 1), item('b', 3)]), rows);
		for (const id of ['c', 'a', 'c']) it.changed(id);
		await soon();
		expect(asked).toEqual([['c', 'a']]);
		expect(ids(it)).toEqual(['a', 'c', 'b']);
		expect(it.items[0]?.point.text).toBe('ändrad');
		expect(it.counts.waiting).toBe(7);
		expect(news).toEqual([1]);
	});

	it('takes away what has left the queue', async () => {
		const { desk: it } = desk(state([item('a', 1), item('b', 2)]));
		it.changed('a');
		await soon();
		expect(ids(it)).toEqual(['b']);
	});

	it('shows the newest first where nothing waits', async () => {
		const { desk: it } = desk(state([item('a', 1)], { queue: 'published' }), { b: item('b', 2) });
		it.changed('b');
		await soon();
		expect(ids(it)).toEqual(['b', 'a']);
	});

	it('changes rows of a later page, and adds none to it', async () => {
		const { desk: it } = desk(state([item('a', 1)], { page: 2 }), { b: item('b', 2) });
		it.changed('b');
		await soon();
		expect(ids(it)).toEqual(['a']);
	});

	it('says when the open point has changed, until it is read again', () => {
		const { desk: it } = desk(state([item('a', 1)], { selectedId: 'a' }));
		it.touched('a');
		expect(it.selectedChanged).toBe(false);
		it.changed('a');
		expect(it.selectedChanged).toBe(true);
		it.receive(state([item('a', 1)], { selectedId: 'a' }));
		expect(it.selectedChanged).toBe(false);
	});

	it('loses nothing when the server does not answer: it asks again with the next news', async () => {
		const asked: string[][] = [];
		let fails = true;
		const it = new Desk(state([]), {
			async fetchRows(wanted) {
				asked.push(wanted);
				if (fails) throw new Error('away');
				return { rows: wanted.map((id, index) => ({ id, item: item(id, index) })), counts: COUNTS };
			}
		});
		it.changed('a');
		await soon();
		fails = false;
		it.changed('b');
		await soon();
		expect(asked).toEqual([['a'], ['a', 'b']]);
		expect(ids(it)).toEqual(['a', 'b']);
	});
});

describe('a frozen queue', () => {
	it('moves nothing, counts each changed point once, and catches up when it is let go', async () => {
		const { desk: it, asked } = desk(state([item('a', 1)]), { a: item('a', 1), b: item('b', 2) });
		it.freeze();
		for (const id of ['b', 'b', 'a']) it.changed(id);
		await soon();
		expect(asked).toEqual([]);
		expect(ids(it)).toEqual(['a']);
		expect(it.waiting).toBe(2);
		it.thaw();
		await soon();
		expect(ids(it)).toEqual(['a', 'b']);
		expect(it.waiting).toBe(0);
	});

	it('stays frozen through a decision of one’s own: what left goes, what came waits', () => {
		const { desk: it } = desk(state([item('a', 1), item('b', 2)], { selectedId: 'a' }));
		it.freeze();
		it.receive(state([item('b', 2), item('c', 3)], { selectedId: 'b' }));
		expect(ids(it)).toEqual(['b']);
		expect(it.waiting).toBe(1);
		expect(it.selectedId).toBe('b');
	});

	it('holds back an answer that was on its way when it froze', async () => {
		const { desk: it } = desk(state([]), { a: item('a', 1) });
		it.changed('a');
		vi.advanceTimersByTime(300);
		it.freeze();
		await soon();
		expect(ids(it)).toEqual([]);
		expect(it.waiting).toBe(1);
	});

	it('of another tab is another queue', () => {
		const { desk: it } = desk(state([item('a', 1)]));
		it.freeze();
		it.receive(state([item('x', 1)], { queue: 'declined' }));
		expect(ids(it)).toEqual(['x']);
	});
});

describe('which point comes next', () => {
	const three = [item('a', 1), item('b', 2), item('c', 3)];
	it.each([
		[null, 'a', null, 'a'],
		['a', 'b', null, 'b'],
		['b', 'c', 'a', 'c'],
		['c', null, 'b', 'b'],
		['elsewhere', 'a', null, 'a']
	])('with %s open: next %s, previous %s, after deciding %s', (selectedId, next, previous, after) => {
		const { desk: it } = desk(state(three, { selectedId }));
		expect([it.nextId, it.previousId, it.afterDecision]).toEqual([next, previous, after]);
	});

	it('after the last one is nothing', () => {
		const { desk: it } = desk(state([item('a', 1)], { selectedId: 'a' }));
		expect(it.afterDecision).toBeNull();
	});
});

describe('the offer to undo', () => {
	it('stands for ten seconds', () => {
		const { desk: it } = desk(state([]));
		it.offer('d1');
		vi.advanceTimersByTime(OFFER_MS - 1);
		expect(it.offered).toBe('d1');
		vi.advanceTimersByTime(1);
		expect(it.offered).toBeNull();
	});

	it('stays while somebody points at it, and ten seconds more', () => {
		const { desk: it } = desk(state([]));
		it.offer('d1');
		it.hold();
		vi.advanceTimersByTime(10 * OFFER_MS);
		expect(it.offered).toBe('d1');
		it.release();
		vi.advanceTimersByTime(OFFER_MS);
		expect(it.offered).toBeNull();
	});

	it('gives way to the next decision, with time of its own', () => {
		const { desk: it } = desk(state([]));
		it.offer('d1');
		vi.advanceTimersByTime(OFFER_MS - 1);
		it.offer('d2');
		vi.advanceTimersByTime(OFFER_MS - 1);
		flushSync();
		expect(it.offered).toBe('d2');
	});
});
