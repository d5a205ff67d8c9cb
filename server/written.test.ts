import { describe, expect, it } from 'vitest';
import { writtenApart, writtenInTime, writtenMoment } from './written.ts';

const NOW = new Date('2026-10-15T10:00:00Z');

const ago = (minutes: number): Date => new Date(NOW.getTime() - minutes * 60_000);
const iso = (date: Date): string => date.toISOString();

describe('when an input was written', () => {
	it('is as long ago as it waited, whatever the device takes the time for', () => {
		const anHourFast = { writtenAt: '2026-10-15T10:50:00Z', sentAt: '2026-10-15T11:00:00Z' };
		const aYearSlow = { writtenAt: '2025-10-15T09:50:00Z', sentAt: '2025-10-15T10:00:00Z' };
		for (const said of [anHourFast, aYearSlow]) expect(writtenMoment(said, NOW)).toEqual(ago(10));
		expect(writtenMoment({ writtenAt: iso(ago(10)), sentAt: null }, NOW)).toEqual(ago(10));
	});

	it('is not known where nothing is said of it, or what cannot be', () => {
		expect(writtenMoment({ writtenAt: null, sentAt: iso(NOW) }, NOW)).toBeNull();
		expect(writtenMoment({ writtenAt: iso(NOW), sentAt: iso(ago(10)) }, NOW)).toBeNull();
		for (const said of ['nyss', '-1', '1e12'])
			expect(writtenMoment({ writtenAt: said, sentAt: iso(NOW) }, NOW), said).toBeNull();
		expect(writtenMoment({ writtenAt: iso(ago(-10)), sentAt: null }, NOW)).toBeNull();
	});

	it('is in time before the closing, for half an hour after it', () => {
		expect(writtenInTime(ago(6), ago(5), NOW)).toBe(true);
		expect(writtenInTime(ago(5), ago(5), NOW)).toBe(true);
		expect(writtenInTime(ago(4), ago(5), NOW)).toBe(false);
		expect(writtenInTime(ago(32), ago(31), NOW)).toBe(false);
		expect(writtenInTime(null, ago(5), NOW)).toBe(false);
	});

	it('is worth saying where it came more than a minute later', () => {
		expect(writtenApart(ago(10), NOW)).toBe(iso(ago(10)));
		expect([writtenApart(ago(1), NOW), writtenApart(null, NOW)]).toEqual([undefined, undefined]);
	});
});
