import { describe, expect, it } from 'vitest';
import { weekShift } from './new-dates.ts';

describe('a round on new dates', () => {
	it('keeps each weekday, whichever day of the new week is named', () => {
		for (const named of ['2027-02-08', '2027-02-11', '2027-02-14'])
			expect(['2026-10-15', '2026-10-16'].map(weekShift('2026-10-15', named).day)).toEqual([
				'2027-02-11',
				'2027-02-12'
			]);
	});

	it('keeps the hour on the clock from summer time to winter time and back', () => {
		const summer = new Date('2026-10-15T09:30:00+02:00');
		const winter = weekShift('2026-10-15', '2026-10-29').moment(summer);
		expect(winter).toEqual(new Date('2026-10-29T09:30:00+01:00'));
		expect(weekShift('2026-10-29', '2026-10-15').moment(winter)).toEqual(summer);
	});

	it('goes backwards, and over the turn of the year, by whole weeks', () => {
		const { day } = weekShift('2026-12-31', '2027-01-05');
		expect(day('2026-12-31')).toBe('2027-01-07');
		expect(weekShift('2026-10-15', '2026-10-08').day('2026-10-15')).toBe('2026-10-08');
	});

	it('finds an hour for what would fall into the hour that spring leaves out', () => {
		const night = new Date('2027-03-21T02:30:00+01:00');
		expect(weekShift('2027-03-21', '2027-03-28').moment(night)).toEqual(new Date('2027-03-28T02:30:00+01:00'));
	});
});
