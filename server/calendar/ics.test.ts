import fc from 'fast-check';
import ICAL from 'ical.js';
import { describe, expect, it } from 'vitest';
import { type CalendarEvent, type CalendarFile, methodOf, writeCalendar, writeFile } from './ics.ts';

const event = (more: Partial<CalendarEvent> = {}): CalendarEvent => ({
	...{ uid: 'u1', sequence: 3, revisedAt: new Date('2026-09-01T08:00:00Z'), summary: 'Möte', description: '' },
	url: 'https://dialog.example.org/dialoger/d/moten/m',
	when: { from: new Date('2026-10-15T07:30:00Z'), to: new Date('2026-10-15T10:30:00Z') },
	...more
});
const file = (events: readonly CalendarEvent[], more: Partial<CalendarFile> = {}): string =>
	writeFile({
		...{ events, language: 'sv', organiser: { name: 'Region Mittfjäll', email: 'dialog@example.org' } },
		...{ at: new Date('2026-09-24T07:00:00Z'), ...more }
	});
const read = (stream: string) => {
	const calendar = new ICAL.Component(ICAL.parse(stream));
	ICAL.TimezoneService.reset();
	for (const zone of calendar.getAllSubcomponents('vtimezone')) ICAL.TimezoneService.register(zone);
	const [component] = calendar.getAllSubcomponents('vevent');
	if (component === undefined) throw new Error('No event');
	const value = (name: string) => String(component.getFirstPropertyValue(name) ?? '');
	return { calendar, component, value, event: new ICAL.Event(component) };
};

/** What people may write or paste: any characters, with more of those that mean something here than there would be. */
const words = fc
	.array(
		fc.oneof(
			fc.string({ unit: 'binary' }),
			fc.constantFrom(...';,:\\"\n\r\t'.split(''), '\r\n', 'å', '🦌', '\u2028', '\u0000')
		)
	)
	.map((parts) => parts.join(''));
/** The same words as a calendar can hold them: other ends of lines are the one it has, and control characters go. */
const held = (text: string): string =>
	text.replace(/\r\n|[\r\u0085\u2028\u2029]/g, '\n').replace(/(?![\t\n])\p{Cc}/gu, '');

describe('a calendar file', () => {
	it('holds whatever people write, in lines of at most 75 octets that end with CR LF', () => {
		fc.assert(
			fc.property(words, words, words, words, (summary, location, description, name) => {
				const organiser = { name, email: 'dialog@example.org' };
				const stream = file([event({ summary, location, description })], { organiser });
				expect(stream.endsWith('\r\n')).toBe(true);
				expect(stream.replaceAll('\r\n', '')).not.toMatch(/[\r\n]/);
				for (const line of stream.split('\r\n')) expect(Buffer.byteLength(line)).toBeLessThanOrEqual(75);
				// Half a character is none, in UTF-8 as everywhere.
				expect(Buffer.from(stream).toString()).toBe(stream.toWellFormed());
				const { event: found, calendar } = read(stream);
				expect(calendar.getAllSubcomponents('vevent')).toHaveLength(1);
				expect(found.summary).toBe(held(summary));
				expect(found.description ?? '').toBe(held(description));
				expect(found.location ?? '').toBe(held(location));
				expect(found.uid).toBe('u1');
			}),
			{ numRuns: 300 }
		);
	});

	it('begins with its version and maker, and names one METHOD and the organiser in every event', () => {
		const stream = file([event(), event({ uid: 'u2' })]);
		expect(stream.split('\r\n').slice(0, 5)).toEqual([
			...['BEGIN:VCALENDAR', 'VERSION:2.0', 'PRODID:-//Medskick//Medskick//SV', 'CALSCALE:GREGORIAN'],
			'METHOD:PUBLISH'
		]);
		expect(stream.match(/ORGANIZER;CN="Region Mittfjäll":mailto:dialog@example\.org/g)).toHaveLength(2);
		expect(stream).not.toMatch(/ATTENDEE|VALARM/);
	});

	it('without an organiser has no METHOD, which would need one', () => {
		expect(file([event()], { organiser: null })).not.toMatch(/METHOD|ORGANIZER/);
		expect(methodOf({ events: [event()], organiser: null })).toBeNull();
	});

	it('takes events away when all in it are cancelled, keeping their ids', () => {
		const { calendar, value } = read(file([event({ status: 'CANCELLED' })]));
		expect(String(calendar.getFirstPropertyValue('method'))).toBe('CANCEL');
		expect([value('status'), value('uid'), value('sequence'), value('transp')]).toEqual([
			...['CANCELLED', 'u1', '3', 'TRANSPARENT']
		]);
	});

	it('is stamped when it is written, so that of two with one SEQUENCE the later holds; a subscription when revised', () => {
		expect(read(file([event()])).value('dtstamp')).toBe('2026-09-24T07:00:00Z');
		const feed = writeCalendar({ name: 'D', description: '', language: 'sv', events: [event()] });
		expect(read(feed).value('dtstamp')).toBe('2026-09-01T08:00:00Z');
		expect(feed).not.toContain('METHOD');
	});
});

describe('the hours of an event', () => {
	const between = (from: string, to: string) => {
		const stream = file([event({ when: { from: new Date(from), to: new Date(to) } })]);
		const { event: found } = read(stream);
		return { stream, at: [found.startDate, found.endDate].map((time) => time.toJSDate().toISOString()) };
	};

	it('go past midnight, and over the night when the clocks go back', () => {
		expect(between('2026-10-15T20:30:00Z', '2026-10-15T23:00:00Z').stream).toContain(
			'DTEND;TZID=Europe/Stockholm:20261016T010000'
		);
		expect(between('2026-10-24T20:00:00Z', '2026-10-25T03:00:00Z').at).toEqual([
			...['2026-10-24T20:00:00.000Z', '2026-10-25T03:00:00.000Z']
		]);
	});

	it('are told in UTC in the hour that comes twice, since clocks do not say which of the two it is', () => {
		for (const hour of ['00', '01']) {
			const { stream, at } = between('2026-10-24T20:00:00Z', `2026-10-25T${hour}:30:00Z`);
			expect(stream).toContain(`DTEND:20261025T${hour}3000Z`);
			expect(at[1]).toBe(`2026-10-25T${hour}:30:00.000Z`);
		}
	});

	it('are what they were in any hour of the years around now', () => {
		const moment = fc.date({ min: new Date('2025-01-01'), max: new Date('2030-12-31'), noInvalidDate: true });
		fc.assert(
			fc.property(moment, fc.integer({ min: 1, max: 72 * 60 }), (date, minutes) => {
				const from = new Date(Math.floor(date.getTime() / 60_000) * 60_000);
				const to = new Date(from.getTime() + minutes * 60_000);
				expect(between(from.toISOString(), to.toISOString()).at).toEqual([from.toISOString(), to.toISOString()]);
			}),
			{ numRuns: 300 }
		);
	});
});
