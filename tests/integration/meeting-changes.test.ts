import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Application } from '#server/application.ts';
import { bySystem } from '#server/database/transaction.ts';
import { VISITOR } from '#server/permissions/actor.ts';
import { type TestApplication, testApplication } from '../support/application.ts';
import { makeDialogue, type MadeDialogue } from '../support/factories.ts';
import { lettersTo as writtenTo } from '../support/letters.ts';
import { makeMeeting, makeRound, type MadeMeeting, meetingInput } from '../support/meetings.ts';
import { placesOf, signUp } from '../support/registrations.ts';

// What a change of a meeting is to those who have registered, and what their seats are to its status.

let test: TestApplication;
let app: Application;
let dialogue: MadeDialogue;

beforeAll(async () => {
	test = await testApplication();
	app = test.app;
	dialogue = await makeDialogue(app);
});
afterAll(() => test.close());

const lettersTo = async (email: string): Promise<string[]> =>
	(await writtenTo(app, email)).map(({ subject, text_body }) => `${subject}\n${text_body}`);
/** What came after the receipt. */
const newsTo = async (email: string): Promise<string[]> => (await lettersTo(email)).slice(1);

async function registered(meeting: MadeMeeting): Promise<string> {
	const email = `${meeting.slug}@example.org`;
	await signUp(app, dialogue, meeting, 'room_or_line', { email });
	return email;
}
const later = () => ({ ...meetingInput(dialogue), endsAt: new Date('2026-10-15T13:00:00+02:00') });

describe('whoever has registered', () => {
	it('hears once of another time, with the new one, and nothing of what does not concern them', async () => {
		const meeting = await makeMeeting(app, dialogue);
		const email = await registered(meeting);
		await app.meetings.update(bySystem(), meeting.meetingId, { ...meetingInput(dialogue), text: 'Mer om mötet.' });
		expect(await newsTo(email)).toEqual([]);
		await app.meetings.update(bySystem(), meeting.meetingId, later());
		await app.meetings.update(bySystem(), meeting.meetingId, later());
		const news = await newsTo(email);
		expect(news).toHaveLength(1);
		expect(news[0]).toContain('kl.\u00a009.30–13.00');
	});

	it('hears that the venue has moved, or the common number changed, though the meeting was not touched', async () => {
		const own = await makeDialogue(app);
		const by = bySystem();
		const { venueId } = await app.meetings.createVenue(by, own.dialogueId, { name: 'Hus U' });
		const here = await makeMeeting(app, own, { venueId });
		const elsewhere = await makeMeeting(app, own, { mode: 'on_site', conferenceId: '', joinUrl: '' });
		for (const [meeting, name] of [
			[here, 'har'],
			[elsewhere, 'annars']
		] as const)
			await signUp(app, own, meeting, 'room_or_line', { email: `${name}@example.org` });
		await app.meetings.updateVenue(by, venueId, { name: 'Hus U', directions: 'Till vänster.' });
		expect(await newsTo('har@example.org')).toHaveLength(0);
		await app.meetings.updateVenue(by, venueId, { name: 'Hus V' });
		await app.meetings.setOnline(by, own.dialogueId, { dialInNumber: '08-465 004 02', dialInToll: 'toll' });
		expect(await newsTo('har@example.org')).toHaveLength(2);
		expect(await newsTo('annars@example.org')).toHaveLength(0);
	});

	it('hears nothing of a platform or a number that stays as it was', async () => {
		const own = await makeDialogue(app);
		const meeting = await makeMeeting(app, own);
		await signUp(app, own, meeting, 'online', { email: 'plattform@example.org' });
		await app.meetings.setOnline(bySystem(), own.dialogueId, { platform: 'Microsoft Teams' });
		await app.meetings.setOnline(bySystem(), own.dialogueId, { platform: 'Zoom' });
		expect(await newsTo('plattform@example.org')).toEqual([]);
	});

	it('hears that it is cancelled and why', async () => {
		const meeting = await makeMeeting(app, dialogue);
		const email = await registered(meeting);
		await app.meetings.cancel(bySystem(), meeting.meetingId, 'Stormvarning klass tre.');
		const news = await newsTo(email);
		expect(news).toHaveLength(1);
		expect(news[0]).toContain('Stormvarning klass tre.');
	});

	it('hears nothing of a meeting that has been', async () => {
		const meeting = await makeMeeting(app, dialogue);
		const email = await registered(meeting);
		test.clock.set('2026-10-15T14:00:00+02:00');
		try {
			const input = { ...meetingInput(dialogue), joinUrl: 'https://moten.example.org/inspelning' };
			await app.meetings.update(bySystem(), meeting.meetingId, input);
			await app.meetings.cancel(bySystem(), meeting.meetingId, 'Felaktigt.');
			expect(await newsTo(email)).toEqual([]);
		} finally {
			test.clock.set('2026-09-23T09:00:00+02:00');
		}
	});

	it('hears nothing of a change that was refused', async () => {
		const meeting = await makeMeeting(app, dialogue);
		const email = await registered(meeting);
		await expect(
			app.meetings.update(bySystem(), meeting.meetingId, { ...later(), onSiteCapacity: -1 })
		).rejects.toMatchObject({ code: 'bad_input' });
		expect(await newsTo(email)).toEqual([]);
	});

	it('keeps the seat: a meeting with people in its room does not become one by link alone, or the other way', async () => {
		const meeting = await makeMeeting(app, dialogue);
		await signUp(app, dialogue, meeting);
		const to = (mode: 'online' | 'on_site') =>
			app.meetings.update(bySystem(), meeting.meetingId, { ...meetingInput(dialogue), mode });
		await expect(to('online')).rejects.toMatchObject({ code: 'rule_broken', issues: [{ field: 'mode' }] });
		await signUp(app, dialogue, meeting, 'online');
		await expect(to('on_site')).rejects.toMatchObject({ code: 'rule_broken', issues: [{ field: 'mode' }] });
		const empty = await makeMeeting(app, dialogue);
		await app.meetings.update(bySystem(), empty.meetingId, { ...meetingInput(dialogue), mode: 'online' });
	});

	it('and stands in line is offered a seat as soon as the room takes more people', async () => {
		const meeting = await makeMeeting(app, dialogue, { onSiteCapacity: 1 });
		await signUp(app, dialogue, meeting);
		const waiting = await signUp(app, dialogue, meeting);
		expect(await placesOf(app, waiting)).toEqual(['on_site waiting']);
		await app.meetings.update(bySystem(), meeting.meetingId, { ...meetingInput(dialogue), onSiteCapacity: 2 });
		expect(await placesOf(app, waiting)).toEqual(['on_site offered']);
	});
});

describe('a round of four meetings', () => {
	it('has three full in the room and one open, each with a status of its own (S2-37 to S2-39)', async () => {
		const own = await makeDialogue(app);
		const round = await makeRound(app, own);
		const meetings: MadeMeeting[] = [];
		for (const title of ['Jord', 'Upplevelser', 'Digitalt', 'Energi'])
			meetings.push(await makeMeeting(app, own, { round, title, onSiteCapacity: 2 }));
		for (const meeting of meetings) await signUp(app, own, meeting);
		const status = async () =>
			(await app.meetings.round(VISITOR, own.slug, round.ordinal)).meetings.map((one) => one.status);
		expect(await status()).toEqual(['open', 'open', 'open', 'open']);
		for (const meeting of meetings.slice(0, 3)) await signUp(app, own, meeting);
		expect(await status()).toEqual(['on_site_full', 'on_site_full', 'on_site_full', 'open']);
		const [full] = (await app.meetings.round(VISITOR, own.slug, round.ordinal)).meetings;
		expect(full).toMatchObject({ openModes: ['online'], seats: { onSite: { capacity: 2, taken: 2, left: 0 } } });
	});
});
