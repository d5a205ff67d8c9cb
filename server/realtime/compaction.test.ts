import { describe, expect, test } from 'vitest';
import * as Y from 'yjs';
import { Compaction, readsBack } from './compaction.ts';
import { createMetrics } from './metrics.ts';
import { isPermanent } from './storage-errors.ts';
import type { Snapshot } from './text-types.ts';
import type { TextStorage } from './text-storage.ts';

function snapshot(through = 1): Snapshot {
	const doc = new Y.Doc();
	doc.getText('t').insert(0, 'ett två tre');
	doc.getText('t').delete(4, 4);
	const state = Y.encodeStateAsUpdate(doc);
	return { textId: 'a', epoch: 'e', through, state, vector: Y.encodeStateVector(doc) };
}

function compaction(compact: TextStorage['compact']) {
	const [metrics, complaints]: [ReturnType<typeof createMetrics>, string[]] = [createMetrics(), []];
	const complain = (_fields: unknown, message?: string): void => void complaints.push(message ?? '');
	const storage = { compact } as unknown as TextStorage;
	return { compaction: new Compaction({ storage, metrics, log: { warn: complain, error: complain } }), metrics };
}

describe('a snapshot', () => {
	test('is read back before it replaces anything', () => {
		const good = snapshot();
		expect(readsBack(good)).toBe(true);
		expect(readsBack({ ...good, state: good.state.subarray(0, -1) })).toBe(false);
		expect(readsBack({ ...good, state: Uint8Array.of(0, 0) })).toBe(false);
		expect(readsBack({ ...good, vector: Uint8Array.of(0) })).toBe(false);
	});

	test('that does not read back is not written', async () => {
		const written: Snapshot[] = [];
		const { compaction: one, metrics } = compaction(async (it) => written.push(it) > 0);
		one.offer({ ...snapshot(), state: Uint8Array.of(0, 0) });
		await one.idle();
		expect([written.length, metrics.compactionsFailed]).toEqual([0, 1]);
	});

	test('of which a newer one waits is passed over', async () => {
		const written: number[] = [];
		const { compaction: one } = compaction(async ({ through }) => written.push(through) > 0);
		one.offer(snapshot(1));
		one.offer(snapshot(2));
		await one.idle();
		expect(written).toEqual([2]);
	});

	test('that can never be stored is not tried for ever', async () => {
		const tooLarge = Object.assign(new Error('too large'), { code: '54000' });
		const { compaction: one, metrics } = compaction(() => Promise.reject(tooLarge));
		for (const through of [1, 2]) {
			expect(one.offer(snapshot(through))).toBe(true);
			await one.idle();
		}
		expect(one.offer(snapshot(3))).toBe(false);
		expect(metrics.compactionsFailed).toBe(2);
	});
});

test.each([
	['23503', true],
	['22P02', true],
	['54000', true],
	['57P01', false],
	['53100', false],
	['25006', false],
	['40001', false],
	['ECONNREFUSED', false],
	[undefined, false]
])('the database’s error %s can be cured by repetition: not %s', (code, permanent) => {
	expect(isPermanent(Object.assign(new Error('no'), { code }))).toBe(permanent);
});
