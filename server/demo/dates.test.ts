import { describe, expect, it } from 'vitest';
import { fromWallClock, shiftByWeeks, weeksBetween } from './dates.ts';

const DEMO_NOW = new Date('2026-09-23T09:00:00+02:00');

describe('the demo moves into the present week', () => {
	it('by as many whole weeks as lie between, whatever the weekday', () => {
		expect(weeksBetween(DEMO_NOW, new Date('2026-09-27T23:59:00+02:00'))).toBe(0);
		expect(weeksBetween(DEMO_NOW, new Date('2026-09-28T00:00:00+02:00'))).toBe(1);
		expect(weeksBetween(DEMO_NOW, new Date('2026-11-22T12:00:00+01:00'))).toBe(8);
	});

	it('and keeps the hour on the wall when the clocks have changed between', () => {
		expect(shiftByWeeks(8).moment('2026-09-23T09:00:00+02:00').toISOString()).toBe('2026-11-18T08:00:00.000Z');
	});

	it('and the weekday of every date in the texts', () => {
		expect(shiftByWeeks(8).text('senast fredag 11 september 2026 kl. 23.59')).toBe(
			'senast fredag 6 november 2026 kl. 23.59'
		);
		expect(shiftByWeeks(1).text('den 18 och den 21 augusti')).toBe('den 25 och den 28 augusti');
		expect(shiftByWeeks(1).text('fullmäktige 24–25 november 2026')).toBe('fullmäktige 1–2 december 2026');
		expect(shiftByWeeks(1).text('den 24 och den 25 augusti')).toBe('den 31 augusti och den 1 september');
	});

	it('but not numbers that are no dates', () => {
		const text = 'RUN 2026/418, programmet 2027–2033, 40 platser i augusti 2026';
		expect(shiftByWeeks(5).text(text)).toBe(text);
	});

	it('not at all when the demo has its own now', () => {
		expect(shiftByWeeks(0).text('11 september 2026')).toBe('11 september 2026');
	});
});

describe('a time on the wall in Stockholm', () => {
	it('is a moment in summer and in winter', () => {
		expect(fromWallClock('2026-07-01', '12:00:00').toISOString()).toBe('2026-07-01T10:00:00.000Z');
		expect(fromWallClock('2026-12-01', '12:00:00').toISOString()).toBe('2026-12-01T11:00:00.000Z');
	});
});
