import ICAL from 'ical.js';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bySystem } from '#server/database/transaction.ts';
import { VISITOR } from '#server/permissions/actor.ts';
import { testApplication, type TestApplication } from '../support/application.ts';
import { makeDialogue, type MadeDialogue } from '../support/factories.ts';
import { makeMeeting, makeRound, meetingInput } from '../support/meetings.ts';

let test: TestApplication;
let dialogue: MadeDialogue;
beforeAll(async () => {
	test = await testApplication();
	dialogue = await makeDialogue(test.app);
});
afterAll(() => test.close());

/** A calendar as ical.js (Thunderbird's reader) understands it, with the zones that came in the file and no others. */
function readByOthers(stream: string) {
	const calendar = new ICAL.Component(ICAL.parse(stream));
	ICAL.TimezoneService.reset();
	for (const zone of calendar.getAllSubcomponents('vtimezone')) ICAL.TimezoneService.register(zone);
	const events = calendar.getAllSubcomponents('vevent').map((component) => {
		const event = new ICAL.Event(component);
		const value = (name: string) => String(component.getFirstPropertyValue(name) ?? '');
		return {
			...{ uid: event.uid, sequence: event.sequence, summary: event.summary, location: event.location ?? '' },
			...{ description: event.description ?? '', status: value('status'), transp: value('transp'), url: value('url') },
			tzid: component.getFirstProperty('dtstart')?.getFirstParameter('tzid') ?? null,
			wall: event.startDate.toString(),
			start: event.startDate.toJSDate().toISOString(),
			end: event.endDate.toJSDate().toISOString()
		};
	});
	return { method: String(calendar.getFirstPropertyValue('method') ?? ''), events };
}

const fileOf = async (slug: string, language: 'sv' | 'en' = 'sv', of = dialogue) =>
	readByOthers(await test.app.calendars.meeting({ slug: of.slug, meeting: slug, language }));
const eventOf = async (slug: string, language: 'sv' | 'en' = 'sv') => {
	const [event] = (await fileOf(slug, language)).events;
	if (event === undefined) throw new Error('The file holds no event');
	return event;
};

describe('the calendar file of a meeting', () => {
	it('says half past nine in Stockholm, which is 07.30 UTC in summer time and 08.30 in winter time', async () => {
		const summer = await makeMeeting(test.app, dialogue);
		const winter = await makeMeeting(test.app, dialogue, {
			startsOn: '2026-10-26',
			startsAt: new Date('2026-10-26T09:30:00+01:00'),
			endsAt: new Date('2026-10-26T12:30:00+01:00')
		});
		const stream = await test.app.calendars.meeting({ slug: dialogue.slug, meeting: summer.slug, language: 'sv' });
		expect(stream).toContain('DTSTART;TZID=Europe/Stockholm:20261015T093000\r\n');
		expect(await eventOf(summer.slug)).toMatchObject({
			...{ tzid: 'Europe/Stockholm', wall: '2026-10-15T09:30:00' },
			...{ start: '2026-10-15T07:30:00.000Z', end: '2026-10-15T10:30:00.000Z' }
		});
		expect(await eventOf(winter.slug)).toMatchObject({
			...{ tzid: 'Europe/Stockholm', wall: '2026-10-26T09:30:00' },
			...{ start: '2026-10-26T08:30:00.000Z', end: '2026-10-26T11:30:00.000Z' }
		});
	});

	it('is right on the very day of the change, before and after it', async () => {
		const { slug } = await makeMeeting(test.app, dialogue, {
			startsOn: '2026-10-25',
			startsAt: new Date('2026-10-25T01:30:00+02:00'),
			endsAt: new Date('2026-10-25T09:00:00+01:00')
		});
		expect(await eventOf(slug)).toMatchObject({
			start: '2026-10-24T23:30:00.000Z',
			end: '2026-10-25T08:00:00.000Z'
		});
	});

	it('tells where it is, how to join and how to dial in', async () => {
		const { venueId } = await test.app.meetings.createVenue(bySystem(), dialogue.dialogueId, {
			name: 'Hus U, campus',
			...{ building: 'Hus U', room: 'Sal Åreskutan', city: 'Östersund', postalCode: '83125' },
			directions: 'En trappa upp från receptionen.'
		});
		const { slug } = await makeMeeting(test.app, dialogue, {
			...{ venueId, dialInNumber: '08-465 004 02', dialInToll: 'toll', dialInLabel: 'Sverige, Stockholm' }
		});
		const event = await eventOf(slug);
		expect(event.location).toBe('Sal Åreskutan, Hus U, campus, 831 25 Östersund');
		expect(event.description.split('\n')).toEqual([
			'En trappa upp från receptionen.',
			'Delta via Microsoft Teams: https://moten.example.org/teams/m09',
			'Ring 08-465 004 02 (avgiftsbelagt nummer, Sverige, Stockholm). Konferens-id: 900 001 009#'
		]);
		expect(event.url).toBe(`http://localhost/dialoger/${dialogue.slug}/moten/${slug}`);
		expect((await eventOf(slug, 'en')).description).toContain('toll number');
	});

	it('is a day while only the date is saved, and keeps nobody busy', async () => {
		const { slug } = await makeMeeting(test.app, dialogue, { state: 'save_the_date', startsAt: null, endsAt: null });
		const event = await eventOf(slug);
		expect(event).toMatchObject({ wall: '2026-10-15', status: 'TENTATIVE', transp: 'TRANSPARENT' });
		expect(event.summary).toMatch(/^Boka datumet: Hållbar energi/);
	});

	it('of a draft, or in a dialogue that is being planned, is not to be had', async () => {
		const draft = await makeMeeting(test.app, dialogue, { state: 'draft' });
		const planned = await makeDialogue(test.app, { state: 'planning' });
		const hidden = await makeMeeting(test.app, planned);
		await expect(fileOf(draft.slug)).rejects.toMatchObject({ code: 'not_found' });
		await expect(fileOf(hidden.slug, 'sv', planned)).rejects.toMatchObject({ code: 'not_found' });
	});
});

describe('a meeting that changes', () => {
	it('keeps its UID, and raises its SEQUENCE when, and only when, what a calendar shows of it changes', async () => {
		const { slug, meetingId } = await makeMeeting(test.app, dialogue);
		const by = bySystem();
		const same = meetingInput(dialogue);
		const revision = async () => {
			const { uid, sequence } = await eventOf(slug);
			return [uid, sequence] as const;
		};
		const [uid, first] = await revision();
		await test.app.meetings.update(by, meetingId, { ...same, accessibility: 'Hiss.', offerMinutes: 60 });
		expect(await revision()).toEqual([uid, first]);
		const later = new Date('2026-10-15T13:00:00+02:00');
		expect(await test.app.meetings.update(by, meetingId, { ...same, endsAt: later })).toEqual({ changed: ['time'] });
		expect(await revision()).toEqual([uid, first + 1]);
		await test.app.meetings.update(by, meetingId, { ...same, endsAt: later, joinUrl: 'https://moten.example.org/ny' });
		expect(await revision()).toEqual([uid, first + 2]);
		await test.app.meetings.cancel(by, meetingId, 'Föreläsaren är sjuk.');
		const event = await eventOf(slug);
		expect(event).toMatchObject({
			uid,
			status: 'CANCELLED',
			transp: 'TRANSPARENT',
			description: 'Föreläsaren är sjuk.'
		});
		expect(event.sequence).toBe(first + 3);
		expect(event.summary).toMatch(/^Inställt: /);
	});

	it('is revised when its venue, its area or the common dial-in is', async () => {
		const here = await makeDialogue(test.app);
		const by = bySystem();
		const { venueId } = await test.app.meetings.createVenue(by, here.dialogueId, { name: 'Hus U' });
		const { slug } = await makeMeeting(test.app, here, { venueId });
		const other = await makeMeeting(test.app, here, { mode: 'on_site', areaId: null });
		const sequences = async () =>
			Promise.all(
				[slug, other.slug].map(async (one) => (await test.app.meetings.meeting(VISITOR, here.slug, one)).sequence)
			);
		const [before = 0, elsewhere = 0] = await sequences();
		await test.app.meetings.updateVenue(by, venueId, { name: 'Hus V' });
		expect(await sequences()).toEqual([before + 1, elsewhere]);
		await test.app.meetings.updateVenue(by, venueId, { name: 'Hus V', accessibility: 'Hiss.' });
		expect(await sequences()).toEqual([before + 1, elsewhere]);
		await test.app.meetings.setOnline(by, here.dialogueId, { dialInNumber: '08-465 004 02', dialInToll: 'toll' });
		expect(await sequences()).toEqual([before + 2, elsewhere]);
		await test.app.meetings.setOnline(by, here.dialogueId, { dialInNumber: '08-465 004 10', dialInToll: 'toll' });
		expect(await sequences()).toEqual([before + 3, elsewhere]);
		await test.app.dialogues.updateArea(by, here.dialogueId, here.areaId, { code: 'ENE', name: 'Energi' });
		expect(await sequences()).toEqual([before + 4, elsewhere]);
	});

	it('is published in the name of the dialogue’s contact, and cancelled the same way', async () => {
		const named = await makeDialogue(test.app);
		const { meetingId, slug } = await makeMeeting(test.app, named);
		expect((await fileOf(slug, 'sv', named)).method).toBe('');
		const sami = { answer: 'no', motivation: 'Nej.', decidedBy: 'Chefen', decidedOn: '2026-05-28' } as const;
		const contactEmail = 'dialog@example.org';
		await test.app.dialogues.update(bySystem(), named.dialogueId, { title: 'D', type: 'other', contactEmail, sami });
		expect((await fileOf(slug, 'sv', named)).method).toBe('PUBLISH');
		await test.app.meetings.cancel(bySystem(), meetingId, 'Storm.');
		expect((await fileOf(slug, 'sv', named)).method).toBe('CANCEL');
	});
});

describe('the calendar of a dialogue', () => {
	it('has its meetings, cancelled ones too, and no drafts', async () => {
		const own = await makeDialogue(test.app);
		const round = await makeRound(test.app, own);
		const meetings = [];
		for (const [title, state] of [
			['Öppet', 'open'],
			['Inställt', 'open'],
			['Utkast', 'draft']
		] as const)
			meetings.push(await makeMeeting(test.app, own, { round, title, state }));
		await test.app.meetings.cancel(bySystem(), meetings[1]?.meetingId ?? '', 'Storm.');
		const stream = await test.app.calendars.feed({ slug: own.slug, areaCode: null, language: 'sv' });
		const { events } = readByOthers(stream);
		expect(events.map(({ summary, status }) => [summary.replace(/ – .*/, ''), status])).toEqual([
			['Öppet', 'CONFIRMED'],
			['Inställt: Inställt', 'CANCELLED']
		]);
		expect(stream).not.toContain('Utkast');
		expect(stream.match(/BEGIN:VTIMEZONE/g)).toHaveLength(1);
	});

	it('of an area has the area’s meetings and those about the whole', async () => {
		const own = await makeDialogue(test.app);
		const { areaId } = await test.app.dialogues.addArea(bySystem(), own.dialogueId, {
			code: 'UPP',
			name: 'Upplevelser'
		});
		const round = await makeRound(test.app, own);
		for (const [title, area] of [
			['Energi', own.areaId],
			['Upplevelser', areaId],
			['Allt', null]
		] as const)
			await makeMeeting(test.app, own, { round, title, areaId: area });
		const stream = await test.app.calendars.feed({ slug: own.slug, areaCode: 'upp', language: 'sv' });
		const names = readByOthers(stream).events.map(({ summary }) => summary.replace(/ – .*/, ''));
		expect(names).toEqual(['Upplevelser', 'Allt']);
	});
});
