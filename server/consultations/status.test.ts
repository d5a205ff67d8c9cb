import { describe, expect, it } from 'vitest';
import { firstOpen, mostRelevant, statusAt } from './status.ts';
import type { ConsultationStatus } from './vocabulary.ts';

const at = (text: string) => new Date(text);
const autumn = { opensAt: at('2026-08-10T08:00:00+02:00'), closesAt: at('2026-09-01T23:59:59+02:00') };

describe('a consultation', () => {
	it.each([
		['2026-08-10T07:59:59+02:00', 'coming'],
		['2026-08-10T08:00:00+02:00', 'open'],
		['2026-09-01T23:58:30+02:00', 'open'],
		['2026-09-01T23:59:59+02:00', 'open'],
		['2026-09-02T00:00:00+02:00', 'closed']
	])('is at %s %s', (now, status) => expect(statusAt(autumn, at(now))).toBe(status));
});

const window = (name: string, status: ConsultationStatus, opens: string, closes: string) => ({
	name,
	status,
	opensAt: at(opens),
	closesAt: at(closes)
});
const closedFirst = window('closed first', 'closed', '2026-01-01', '2026-01-10');
const closedLast = window('closed last', 'closed', '2026-01-05', '2026-02-10');
const openLong = window('open long', 'open', '2026-03-01', '2026-09-01');
const openShort = window('open short', 'open', '2026-03-02', '2026-05-01');
const coming = window('coming', 'coming', '2027-01-01', '2027-02-01');

describe('of several consultations about a document', () => {
	it('an input belongs to the open one with the nearest deadline', () => {
		expect(firstOpen([openLong, closedLast, openShort])?.name).toBe('open short');
		expect(mostRelevant([coming, openLong, openShort])?.name).toBe('open short');
	});

	it('a late input belongs to the one that closed last', () => {
		expect(firstOpen([closedFirst, closedLast, coming])).toBeNull();
		expect(mostRelevant([coming, closedLast, closedFirst])?.name).toBe('closed last');
	});

	it('before anything has opened, the next to come is shown, and without any there is none', () => {
		expect(mostRelevant([coming])?.name).toBe('coming');
		expect(mostRelevant([])).toBeNull();
	});
});
