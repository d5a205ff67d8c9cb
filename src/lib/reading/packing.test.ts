import { describe, expect, it } from 'vitest';
import { pack, type Packed } from './packing.ts';

const group = (id: string, top: number, height = 100): Packed => ({ id, top, height });
const GAP = 10;

const overlaps = (groups: readonly Packed[], tops: Map<string, number>): boolean =>
	groups.some((one, index) => {
		const next = groups[index + 1];
		return next !== undefined && (tops.get(one.id) ?? 0) + one.height + GAP > (tops.get(next.id) ?? 0);
	});

describe('points in the margin', () => {
	it('stand level with their blocks while there is room', () => {
		const tops = pack([group('a', 0), group('b', 300)], GAP, null);
		expect([...tops]).toEqual([
			['a', 0],
			['b', 300]
		]);
	});

	it('are pushed down, in reading order, where they would overlap', () => {
		const groups = [group('a', 0), group('b', 20), group('c', 40)];
		const tops = pack(groups, GAP, null);
		expect([...tops.values()]).toEqual([0, 110, 220]);
	});

	it('give way upward for the one that is active, which stands level with its words', () => {
		const groups = [group('a', 300), group('b', 320), group('c', 340)];
		const tops = pack(groups, GAP, 'c');
		expect(tops.get('c')).toBe(340);
		expect(tops.get('a')).toBe(120);
		expect(overlaps(groups, tops)).toBe(false);
	});

	it('never climb above the start of the text and never overlap, even when the active one then has to yield', () => {
		const groups = [group('a', 0), group('b', 10), group('c', 50)];
		const tops = pack(groups, GAP, 'c');
		expect(tops.get('a')).toBe(0);
		expect(overlaps(groups, tops)).toBe(false);
	});

	it('take an anchor that is not there as none', () => {
		expect(pack([group('a', 5)], GAP, 'gone').get('a')).toBe(5);
	});
});
