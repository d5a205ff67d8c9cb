import { describe, expect, it } from 'vitest';
import { type MeetingFacts, meetingStatus, openModes } from './status.ts';

const meeting = (facts: Partial<MeetingFacts> = {}): MeetingFacts => ({
	state: 'open',
	dialogueClosed: false,
	mode: 'hybrid',
	startsOn: '2026-10-15',
	startsAt: new Date('2026-10-15T07:30:00Z'),
	endsAt: new Date('2026-10-15T10:30:00Z'),
	registrationClosesAt: null,
	onSiteCapacity: 40,
	onlineCapacity: null,
	onSiteTaken: 0,
	onlineTaken: 0,
	now: new Date('2026-09-23T07:00:00Z'),
	...facts
});

describe('the status of a meeting by its seats', () => {
	it('is open while a seat is left, down to the last one', () => {
		expect(meetingStatus(meeting({ onSiteTaken: 39 }))).toBe('open');
		expect(openModes(meeting({ onSiteTaken: 39 }))).toEqual(['on_site', 'online']);
	});

	it('says that the room is full and leaves the link open', () => {
		expect(meetingStatus(meeting({ onSiteTaken: 40 }))).toBe('on_site_full');
		expect(openModes(meeting({ onSiteTaken: 40 }))).toEqual(['online']);
	});

	it('is full when neither room nor link has a seat left', () => {
		const full = meeting({ onSiteTaken: 40, onlineCapacity: 100, onlineTaken: 100 });
		expect(meetingStatus(full)).toBe('full');
		expect(openModes(full)).toEqual([]);
	});

	it('stays open where only the link is full', () => {
		const facts = meeting({ onlineCapacity: 100, onlineTaken: 100 });
		expect(meetingStatus(facts)).toBe('open');
		expect(openModes(facts)).toEqual(['on_site']);
	});

	it('never speaks of a link where a full meeting has none', () => {
		expect(meetingStatus(meeting({ mode: 'on_site', onSiteTaken: 40 }))).toBe('full');
		expect(meetingStatus(meeting({ mode: 'online', onSiteCapacity: null, onlineCapacity: 5, onlineTaken: 5 }))).toBe(
			'full'
		);
	});

	it('counts more people than seats as full, as when staff took a smaller room', () => {
		expect(meetingStatus(meeting({ onSiteCapacity: 30, onSiteTaken: 40 }))).toBe('on_site_full');
	});

	it('is open without end where no limit is set', () => {
		expect(meetingStatus(meeting({ onSiteCapacity: null, onSiteTaken: 5000 }))).toBe('open');
	});
});

describe('the status of a meeting in a dialogue that has ended', () => {
	it('takes no registrations, though nobody has closed them, and is still cancelled, held or a date only', () => {
		const ended = (facts: Partial<MeetingFacts>) => meeting({ dialogueClosed: true, ...facts });
		expect([meetingStatus(ended({})), openModes(ended({}))]).toEqual(['closed', []]);
		expect(meetingStatus(ended({ state: 'cancelled' }))).toBe('cancelled');
		expect(meetingStatus(ended({ state: 'save_the_date' }))).toBe('save_the_date');
		expect(meetingStatus(ended({ now: new Date('2026-10-15T10:30:00Z') }))).toBe('held');
	});
});

describe('the status of a meeting by the clock', () => {
	const at = (now: string, facts: Partial<MeetingFacts> = {}) =>
		meetingStatus(meeting({ now: new Date(now), ...facts }));

	it('closes for registration the moment it begins, and is held the moment it ends', () => {
		expect(at('2026-10-15T07:29:59Z')).toBe('open');
		expect(at('2026-10-15T07:30:00Z')).toBe('closed');
		expect(at('2026-10-15T10:29:59Z')).toBe('closed');
		expect(at('2026-10-15T10:30:00Z')).toBe('held');
	});

	it('closes earlier where staff have said so', () => {
		const registrationClosesAt = new Date('2026-10-10T21:59:00Z');
		expect(at('2026-10-10T21:58:59Z', { registrationClosesAt })).toBe('open');
		expect(at('2026-10-10T21:59:00Z', { registrationClosesAt })).toBe('closed');
	});

	it('is held when its day is over in Stockholm, where no time was ever set', () => {
		const undecided = { state: 'save_the_date', startsAt: null, endsAt: null } as const;
		expect(at('2026-10-15T21:59:59Z', undecided)).toBe('save_the_date');
		expect(at('2026-10-15T22:00:00Z', undecided)).toBe('held');
	});

	it('reckons the end of the day by winter time after the clocks have gone back', () => {
		const undecided = { state: 'save_the_date', startsOn: '2026-10-25', startsAt: null, endsAt: null } as const;
		expect(at('2026-10-25T22:59:59Z', undecided)).toBe('save_the_date');
		expect(at('2026-10-25T23:00:00Z', undecided)).toBe('held');
	});
});

describe('the status of a meeting by what staff decided', () => {
	it('is closed though seats are left', () => {
		expect(meetingStatus(meeting({ state: 'closed' }))).toBe('closed');
		expect(openModes(meeting({ state: 'closed' }))).toEqual([]);
	});

	it('stays cancelled, also when its day has passed', () => {
		expect(meetingStatus(meeting({ state: 'cancelled', now: new Date('2027-01-01T00:00:00Z') }))).toBe('cancelled');
	});

	it('takes nobody while only the date is known', () => {
		expect(openModes(meeting({ state: 'save_the_date' }))).toEqual([]);
	});
});
