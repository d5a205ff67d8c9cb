import { describe, expect, it } from 'vitest';
import * as format from './format.ts';

// Made of Stockholm wall-clock times in summer (+02:00) and winter (+01:00).
const MEETING_START = '2026-10-15T07:30:00Z';
const MEETING_END = '2026-10-15T10:30:00Z';
const SP = '\u00a0';

describe('dates', () => {
	it('has day, month and year, the month in lower case', () => {
		expect(format.date(MEETING_START, 'sv')).toBe('15 oktober 2026');
		expect(format.date(MEETING_START, 'en')).toBe('15 October 2026');
	});

	it('names the weekday', () => {
		expect(format.dateWithWeekday(MEETING_START, 'sv')).toBe('torsdag 15 oktober 2026');
		expect(format.dateWithWeekday('2026-10-18T12:00:00Z', 'sv')).toBe('söndag 18 oktober 2026');
	});

	it('shows the day of Stockholm, not of UTC', () => {
		expect(format.date('2026-06-30T22:30:00Z', 'sv')).toBe('1 juli 2026');
		expect(format.dateCompact('2026-12-31T23:30:00Z')).toBe('2027-01-01');
	});

	it('says month and year once for days that share them', () => {
		expect(format.days(['2026-10-15T10:00Z', '2026-10-16T10:00Z'], 'sv')).toBe('torsdag 15 och fredag 16 oktober 2026');
		expect(format.days(['2026-09-30T10:00Z', '2026-10-01T10:00Z'], 'sv')).toBe(
			'onsdag 30 september och torsdag 1 oktober 2026'
		);
		expect(format.days(['2026-12-31T10:00Z', '2027-01-01T10:00Z'], 'sv')).toBe(
			'torsdag 31 december 2026 och fredag 1 januari 2027'
		);
	});

	it('refuses what is no time', () => {
		expect(() => format.date('next week')).toThrow(RangeError);
	});

	it('is Swedish when no language is given and no page is being made', () => {
		expect(format.date(MEETING_START)).toBe('15 oktober 2026');
	});
});

describe('times of day', () => {
	it('has a full stop and two digits in lists and cards', () => {
		expect(format.time(MEETING_START, 'sv')).toBe('09.30');
		expect(format.time(MEETING_START, 'en')).toBe('09:30');
		expect(format.timeRange(MEETING_START, MEETING_END, 'sv')).toBe('09.30–12.30');
	});

	it('says kl. in running text, and leaves the minutes out of whole hours', () => {
		expect(format.timeInText(MEETING_START, null, 'sv')).toBe('kl.\u00a09.30');
		expect(format.timeInText(MEETING_START, MEETING_END, 'sv')).toBe('kl.\u00a09.30–12.30');
		expect(format.timeInText('2026-10-15T07:00Z', '2026-10-15T10:00Z', 'sv')).toBe('kl.\u00a09–12');
		expect(format.timeInText('2026-10-15T07:00Z', null, 'sv')).toBe('kl.\u00a09.00');
	});

	it('joins date and time, and writes both days out over midnight', () => {
		expect(format.dateTimeRange(MEETING_START, MEETING_END, 'sv')).toBe('torsdag 15 oktober 2026 kl.\u00a009.30–12.30');
		expect(format.dateTimeRange('2026-10-15T20:00Z', '2026-10-15T23:00Z', 'sv')).toBe(
			'torsdag 15 oktober 2026 kl.\u00a022.00 – fredag 16 oktober 2026 kl.\u00a001.00'
		);
		expect(format.dateTimeCompact(MEETING_START, 'sv')).toBe('2026-10-15 09.30');
	});

	it('shows midnight as 00.00 of the new day', () => {
		expect(format.dateTime('2026-10-15T22:00:00Z', 'sv')).toBe('fredag 16 oktober 2026 kl.\u00a000.00');
	});

	it('says by when, with weekday and time', () => {
		expect(format.deadline('2026-09-01T21:59:00Z', 'sv')).toBe('senast tisdag 1 september 2026 kl.\u00a023.59');
		expect(format.deadline('2026-09-01T21:59:00Z', 'en')).toBe('no later than Tuesday 1 September 2026 at\u00a023:59');
	});
});

describe('the night the clocks go back, 25 October 2026', () => {
	it('shows 02.30 twice and tells the two apart only for machines', () => {
		const [summer, winter] = ['2026-10-25T00:30:00Z', '2026-10-25T01:30:00Z'];
		expect(format.time(summer, 'sv')).toBe('02.30');
		expect(format.time(winter, 'sv')).toBe('02.30');
		expect(format.dateTimeMachine(summer)).toBe('2026-10-25T02:30:00+02:00');
		expect(format.dateTimeMachine(winter)).toBe('2026-10-25T02:30:00+01:00');
	});

	it('moves a deadline at the same wall time by an hour in UTC', () => {
		expect(format.time('2026-10-23T21:59:00Z', 'sv')).toBe('23.59');
		expect(format.time('2026-10-30T22:59:00Z', 'sv')).toBe('23.59');
	});

	it('does the same in spring', () => {
		expect(format.dateTimeMachine('2027-03-28T00:59:59Z')).toBe('2027-03-28T01:59:59+01:00');
		expect(format.dateTimeMachine('2027-03-28T01:00:00Z')).toBe('2027-03-28T03:00:00+02:00');
	});
});

describe('weeks', () => {
	it.each([
		['2026-10-15T10:00Z', '2026-W42'],
		['2026-12-31T10:00Z', '2026-W53'],
		['2027-01-03T10:00Z', '2026-W53'],
		['2027-01-04T10:00Z', '2027-W01'],
		['2024-12-30T10:00Z', '2025-W01']
	])('%s lies in %s', (at, expected) => expect(format.weekMachine(at)).toBe(expected));

	it('has a long and a short form', () => {
		expect(format.week(MEETING_START, 'sv')).toBe('vecka 42');
		expect(format.weekCompact(MEETING_START, 'sv')).toBe('v. 42');
	});
});

describe('numbers', () => {
	it('keeps thousands apart by a space that does not break', () => {
		expect(format.number(12345, 0, 'sv')).toBe(`12${SP}345`);
		expect(format.number(1234567, 0, 'sv')).toBe(`1${SP}234${SP}567`);
		expect(format.number(999, 0, 'sv')).toBe('999');
		expect(format.number(1234567, 0, 'en')).toBe('1,234,567');
	});

	it('has a decimal comma, no idle zeros and a true minus', () => {
		expect(format.number(0.5, 2, 'sv')).toBe('0,5');
		expect(format.number(-3, 0, 'sv')).toBe('\u22123');
		expect(format.number(-0.004, 2, 'sv')).toBe('0');
		expect(format.percent(0.125, 1, 'sv')).toBe(`12,5${SP}%`);
	});

	it('writes money in words and in short', () => {
		expect(format.money(250_000, 'text', 'sv')).toBe(`250${SP}000${SP}kronor`);
		expect(format.money(2_500_000, 'text', 'sv')).toBe(`2,5${SP}miljoner kronor`);
		expect(format.money(1_000_000, 'text', 'sv')).toBe(`1${SP}miljon kronor`);
		expect(format.money(250_000, 'compact', 'sv')).toBe(`250${SP}000${SP}kr`);
	});

	it('tells how large a file is', () => {
		expect(format.fileNote('PDF', 410_000, 'sv')).toBe(`(pdf, 410${SP}kB)`);
		expect(format.fileSize(2_345_678, 'sv')).toBe(`2,3${SP}MB`);
		expect(format.fileSize(999_999, 'sv')).toBe(`1${SP}MB`);
		expect(format.fileSize(12, 'sv')).toBe(`12${SP}byte`);
	});
});

describe('addresses and numbers to call', () => {
	it.each(['070 174 06 05', '070-1740605', '+46701740605', '+46 (0)70 174 06 05', '0046 70-174 06 05'])(
		'takes %s as it was written',
		(written) => {
			expect(format.phone(written)).toBe('070-174 06 05');
			expect(format.phoneHref(written)).toBe('tel:+46701740605');
			expect(format.phoneInternational(written)).toBe('+46 70 174 06 05');
		}
	);

	it('knows area codes of two and four digits', () => {
		expect(format.phone('0846500410')).toBe('08-465 004 10');
		expect(format.phone('064312345')).toBe('0643-123 45');
		expect(format.phone('063147500')).toBe('063-14 75 00');
	});

	it('leaves other numbers alone and links no nonsense', () => {
		expect(format.phone(' +47 22 24 90 90 ')).toBe('+47 22 24 90 90');
		expect(format.phoneHref('+47 22 24 90 90')).toBe('tel:+4722249090');
		expect(format.phoneHref('call me')).toBeNull();
	});

	it('groups a conference id by three and a post code after three', () => {
		expect(format.conferenceId('900001001#')).toBe('900 001 001#');
		expect(format.conferenceHref('+46846500402', '900 001 001#')).toBe('tel:+46846500402,,900001001%23');
		expect(format.conferenceHref('+46846500402', '')).toBe('tel:+46846500402');
		expect(format.postalAddress('83182', 'Östersund')).toBe('831 82 Östersund');
	});

	it('takes an organisation number only with a true check digit', () => {
		expect(format.organisationNumber('2321000000')).toBeNull();
		expect(format.organisationNumber('232100-0008')).toBe('232100-0008');
		expect(format.organisationNumber('162321000008')).toBe('232100-0008');
		expect(format.organisationNumber('232100-000')).toBeNull();
	});
});

describe('words', () => {
	it('lists without a comma before the last', () => {
		expect(format.list([], 'sv')).toBe('');
		expect(format.list(['a'], 'sv')).toBe('a');
		expect(format.list(['a', 'b', 'c'], 'sv')).toBe('a, b och c');
	});

	it('sorts å, ä, ö last and numbers by size', () => {
		const words = ['Örebro', 'Åre', 'Berg', 'Ängelholm', 'JSV-10', 'JSV-2'];
		expect(words.toSorted((a, b) => format.compareWords(a, b, 'sv'))).toEqual([
			'Berg',
			'JSV-2',
			'JSV-10',
			'Åre',
			'Ängelholm',
			'Örebro'
		]);
	});

	it('quotes with the same mark on both sides in Swedish', () => {
		expect(format.quote('så här', 'sv')).toBe('”så här”');
		expect(format.quote('like this', 'en')).toBe('“like this”');
	});

	it('cuts at a word', () => {
		expect(format.excerpt('Skogen är  en\nresurs', 12)).toBe('Skogen är…');
		expect(format.excerpt('Skogen', 12)).toBe('Skogen');
		expect(format.excerpt('Skogsbruksplan', 5)).toBe('Skogs…');
	});
});
