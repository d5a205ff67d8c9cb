import { describe, expect, it } from 'vitest';
import { dayOf, endDay, endOfMinute, minutesOf, stockholmMoment } from './local-time.ts';

describe('a time as people write it', () => {
	it.each([
		['23.59', 1439],
		['23:59', 1439],
		['2359', 1439],
		['9', 540],
		['kl. 9.30', 570],
		['0.00', 0]
	])('%s is %i minutes after midnight', (time, minutes) => expect(minutesOf(time)).toBe(minutes));

	it.each(['', '24.00', '9.60', '9.3', 'nio', '-1', '9.30.00'])('%j is no time', (time) =>
		expect(minutesOf(time)).toBeNull()
	);
});

describe('a day as people write it', () => {
	it.each(['2026-10-09', '2026-10-9', '20261009', '9 oktober 2026', ' den 9 Oktober 2026 '])(
		'%j is 2026-10-09',
		(day) => expect(dayOf(day)).toBe('2026-10-09')
	);
	it.each(['', '9/10/26', '2026-02-30', '31 april 2026', '9 october 2026', '2026-1-111', '26-10-09'])(
		'%j is no day',
		(day) => expect(dayOf(day)).toBeNull()
	);
});

describe('the moment of a date and a time in Stockholm', () => {
	it('is two hours ahead of UTC in summer and one in winter', () => {
		expect(stockholmMoment('2026-09-01', '23.59')?.toISOString()).toBe('2026-09-01T21:59:00.000Z');
		expect(stockholmMoment('2026-12-01', '8')?.toISOString()).toBe('2026-12-01T07:00:00.000Z');
	});

	it('takes the first of an hour that comes twice, and none of an hour that is left out', () => {
		expect(stockholmMoment('2026-10-25', '2.30')?.toISOString()).toBe('2026-10-25T00:30:00.000Z');
		expect(stockholmMoment('2026-03-29', '2.30')).toBeNull();
	});

	it.each([
		['2026-02-30', '8.00'],
		['1/10/26', '8.00'],
		['2026-10-01', '25.00']
	])('there is no %s %s', (date, time) => expect(stockholmMoment(date, time)).toBeNull());

	it('ends a deadline with its minute', () => {
		expect(endOfMinute(new Date('2026-09-01T21:59:00Z')).toISOString()).toBe('2026-09-01T21:59:59.999Z');
	});
});

describe('the day on which something ends', () => {
	it('is the next for what goes on past midnight, also at the end of a month and a year', () => {
		expect(endDay('2026-10-15', '22.00', '01.30')).toBe('2026-10-16');
		expect(endDay('2026-12-31', '18', '00.00')).toBe('2027-01-01');
		expect(endDay('31 oktober 2026', '20.00', '8')).toBe('2026-11-01');
	});

	it('is the same for what ends later that day, and for what nobody can have meant', () => {
		for (const [from, to] of [
			['09.30', '12.30'],
			['09.30', '09.30'],
			['13.00', '10.00'],
			['22.00', 'sent'],
			['', '01.00']
		] as const)
			expect(endDay('2026-10-15', from, to)).toBe('2026-10-15');
	});
});
