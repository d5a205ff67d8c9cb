import { describe, expect, it } from 'vitest';
import { count, createHistogram, observe } from './tally.ts';

describe('a histogram', () => {
	it('counts a value at the first bound that it does not exceed, and beyond all bounds in the last place', () => {
		const histogram = createHistogram([1, 5]);
		for (const value of [0, 1, 1.5, 5, 6, 1000]) observe(histogram, value);
		expect(histogram).toMatchObject({ counts: [2, 2, 2], count: 6, sum: 1013.5 });
	});
});

describe('a tally', () => {
	it('begins at nothing and counts each name for itself', () => {
		const tally = {};
		for (const name of ['a', 'b', 'a']) count(tally, name);
		expect(tally).toEqual({ a: 2, b: 1 });
	});
});
