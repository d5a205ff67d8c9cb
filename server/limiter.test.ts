import { describe, expect, it } from 'vitest';
import { createLimiter } from './limiter.ts';

const at = (seconds: number) => new Date(seconds * 1_000);

describe('a limiter', () => {
	it('lets so many through in its window, and more as time goes', () => {
		const limiter = createLimiter(2, 10_000);
		expect([0, 1, 2].map((second) => limiter.allow('a', at(second)))).toEqual([true, true, false]);
		expect(limiter.allow('a', at(10.5))).toBe(true);
		expect(limiter.allow('a', at(10.6))).toBe(false);
	});

	it('counts each key for itself', () => {
		const limiter = createLimiter(1, 10_000);
		expect(['a', 'b', 'a'].map((key) => limiter.allow(key, at(0)))).toEqual([true, true, false]);
	});

	it('does not lock anybody out for going on trying', () => {
		const limiter = createLimiter(1, 10_000);
		limiter.allow('a', at(0));
		for (let second = 1; second < 10; second++) limiter.allow('a', at(second));
		expect(limiter.allow('a', at(10.1))).toBe(true);
	});

	it('forgets the oldest rather than grow without end', () => {
		const limiter = createLimiter(1, 1_000_000);
		for (let key = 0; key < 20_001; key++) limiter.allow(String(key), at(key));
		expect(limiter.allow('0', at(20_002))).toBe(true);
		expect(limiter.allow('20000', at(20_002))).toBe(false);
	});
});
