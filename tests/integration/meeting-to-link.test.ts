import { describe, expect, it } from 'vitest';
import { MedskickError } from '#server/errors.ts';
import type { LinkInput } from '#server/meetings/types.ts';
import { bySystem } from '#server/database/transaction.ts';
import { VISITOR } from '#server/permissions/actor.ts';
import { as, makeDialogue, makePerson } from '../support/factories.ts';
import { readByOthers } from '../support/ical-js.ts';
import { makeMeeting, type MadeMeeting } from '../support/meetings.ts';
import { registering } from '../support/registering.ts';
import { form, formNumber, person, placesOf, signUp, withoutWeb } from '../support/registrations.ts';

// A meeting that loses its room, and what becomes of everybody who had it or waited for it.

const { test, dialogue, app, lettersTo } = registering();
const LINK: LinkInput = { joinUrl: 'https://moten.example.org/nytt', onlineCapacity: null };
const go = (meeting: MadeMeeting, input = LINK) => app().meetings.goToLink(bySystem(), meeting.meetingId, input);
const anEmail = () => `${formNumber().slice(0, 12)}@example.org`.toLowerCase();
const filesOf = (letter: { attachments: unknown } | undefined) =>
	(letter?.attachments as { contentType: string; text: string }[]).map(({ contentType, text }) => {
		const [event] = readByOthers(text);
		return { contentType, uid: event?.uid, sequence: event?.sequence ?? 0, location: event?.location };
	});
/** Two seats in the room, four people who want them, and one by link from the start. */
async function fullRoom(more = {}) {
	const { venueId } = await app().meetings.createVenue(bySystem(), dialogue().dialogueId, { name: 'Hus U' });
	const meeting = await makeMeeting(app(), dialogue(), { onSiteCapacity: 2, venueId, ...more });
	const emails = [anEmail(), anEmail(), anEmail(), anEmail()];
	const codes = [];
	for (const email of emails) codes.push(await signUp(app(), dialogue(), meeting, 'room_or_line', { email }));
	return { meeting, emails, codes };
}
const states = (codes: readonly { code: string }[]) => Promise.all(codes.map((one) => placesOf(app(), one)));

describe('a meeting that loses its room', () => {
	it('takes everybody along to the link, those in line too, and is held by link from then on', async () => {
		const { meeting, codes } = await fullRoom();
		expect(await states(codes)).toEqual([
			['on_site confirmed'],
			['on_site confirmed'],
			['on_site waiting'],
			['on_site waiting']
		]);
		expect(await go(meeting)).toEqual({ moved: 4, waiting: 0 });
		expect(new Set((await states(codes)).flat())).toEqual(new Set(['online confirmed']));
		const shown = await app().meetings.meeting(VISITOR, dialogue().slug, meeting.slug);
		expect(shown).toMatchObject({ mode: 'online', venue: null, seats: { onSite: null } });
		expect(shown.online?.joinUrl).toBe(LINK.joinUrl);
		const { waiting } = await app().registrations.ofMeeting(bySystem().actor, dialogue().slug, meeting.slug);
		expect(waiting).toEqual([]);
	});

	it('tells each registration once, with the same event under a higher number and at another place', async () => {
		const { meeting, emails } = await fullRoom();
		const online = anEmail();
		await signUp(app(), dialogue(), meeting, 'online', { email: online });
		await go(meeting);
		await go(meeting);
		for (const email of emails.slice(0, 2)) {
			const letters = await lettersTo(email);
			expect(letters.map(({ subject }) => subject).slice(1)).toEqual([expect.stringContaining('bara via länk')]);
			const [before, after] = letters.flatMap(filesOf);
			expect(after?.contentType).toContain('method=PUBLISH');
			expect(after).toMatchObject({ uid: before?.uid, location: 'Microsoft Teams' });
			expect(after?.sequence).toBeGreaterThan(before?.sequence ?? 0);
			expect(letters[1]?.text_body).toContain(LINK.joinUrl);
		}
		expect((await lettersTo(emails[3] ?? '')).flatMap(filesOf)).toHaveLength(1);
		expect((await lettersTo(online)).map(({ subject }) => subject).slice(1)).toEqual([
			expect.stringContaining('Mötet är ändrat')
		]);
		const reminders = await app().invitations.reminders(bySystem().actor, dialogue().dialogueId);
		expect(reminders.find(({ meetingId }) => meetingId === meeting.meetingId)?.notices).toMatchObject([
			{ what: 'changed', changed: ['place'], letters: 5 }
		]);
	});

	it('puts whom the link has no seat for first in its line, those who had a seat in the room before others', async () => {
		const { meeting, emails, codes } = await fullRoom({ onlineCapacity: 1 });
		expect(await go(meeting, { ...LINK, onlineCapacity: 1 })).toEqual({ moved: 4, waiting: 3 });
		const [first, ...rest] = await states(codes);
		expect([first, new Set(rest.flat())]).toEqual([['online confirmed'], new Set(['online waiting'])]);
		const { waiting } = await app().registrations.ofMeeting(bySystem().actor, dialogue().slug, meeting.slug);
		expect(waiting.map(({ registrationId }) => registrationId)).toEqual(
			codes.slice(1).map(({ registrationId }) => registrationId)
		);
		const lost = (await lettersTo(emails[1] ?? '')).at(-1);
		expect(filesOf(lost)).toMatchObject([{ contentType: expect.stringContaining('method=CANCEL') }]);
		expect(lost?.text_body).toContain('Vi har satt dig på väntelistan till länken');
		expect(lost?.text_body).toContain('På väntelista för att delta via länk');
		const input = { mode: 'online' as const, startsOn: '2026-10-15', onlineCapacity: 3, accessibility: 'Textning.' };
		const { startsAt, endsAt } = await app().meetings.workingMeeting(
			bySystem().actor,
			dialogue().dialogueId,
			meeting.slug
		);
		await app().meetings.update(bySystem(), meeting.meetingId, {
			...input,
			startsAt,
			endsAt,
			...{ joinUrl: LINK.joinUrl }
		});
		expect((await states(codes)).flat()).toEqual([
			'online confirmed',
			'online offered',
			'online offered',
			'online waiting'
		]);
	});

	it('forgets what they wanted to eat and keeps what they need to take part', async () => {
		const lunch = { startsAt: '12:00', endsAt: '13:30', approximate: false, kind: 'meal' as const, title: 'Lunch' };
		const meeting = await makeMeeting(app(), dialogue());
		await app().meetings.setAgenda(bySystem(), { meetingId: meeting.meetingId }, [lunch]);
		const self = { title: '', showInList: false, dietary: 'veganskt', access: 'hörslinga' };
		await signUp(app(), dialogue(), meeting, 'room_or_line', { self });
		await signUp(app(), dialogue(), meeting, 'room_or_line', { self: { ...self, access: '' } });
		await go(meeting);
		const kept = app().database.selectFrom('participant_needs').select(['dietary', 'access']);
		expect(await kept.where('meeting_id', '=', meeting.meetingId).execute()).toEqual([
			{ dietary: '', access: 'hörslinga' }
		]);
	});

	it('moves everybody of a registration and leaves their other meetings as they are', async () => {
		const meeting = await makeMeeting(app(), dialogue());
		const other = await makeMeeting(app(), dialogue(), { round: meeting });
		const both = [[meeting, 'room_or_line'] as const, [other, 'room_or_line'] as const];
		const email = anEmail();
		const input = form(
			both.map(([one, choice]) => [one, choice]),
			{ email, others: [person()] }
		);
		const { code } = await app().registrations.register(as(VISITOR), dialogue().slug, meeting.ordinal, input);
		await go(meeting);
		const { meetings } = await app().registrations.view(VISITOR, code);
		const modes = Object.fromEntries(
			meetings.map((one) => [one.meeting.slug, one.attendances.map(({ mode }) => mode)])
		);
		expect(modes).toEqual({ [meeting.slug]: ['online', 'online'], [other.slug]: ['on_site', 'on_site'] });
		expect(await lettersTo(email)).toHaveLength(2);
	});
});

describe('before they decide, staff', () => {
	it('read whom it concerns, and who has left no address to write to', async () => {
		const { meeting } = await fullRoom();
		const input = withoutWeb(form([[meeting, 'room_or_line']]));
		const contact = { ...input.contact, name: 'Ring Mig', email: '', phone: '070-174 06 05' };
		const record = { ...input, contact, source: 'phone', once: null };
		const lead = await makePerson(app(), { role: 'process_lead', dialogue: dialogue() });
		await app().registrations.record(as(lead), dialogue().slug, meeting.ordinal, record);
		expect(await app().registrations.linkMove(bySystem().actor, dialogue().slug, meeting.slug)).toMatchObject({
			...{ inRoom: 2, waiting: 3, letters: 4 },
			unreachable: [{ name: 'Ring Mig', phone: '070-174 06 05' }]
		});
	});

	it('are those who plan the meetings of that dialogue, and nobody else', async () => {
		const { meeting, codes } = await fullRoom();
		const elsewhere = await makeDialogue(app());
		const host = await makePerson(app(), { role: 'host', dialogue: dialogue() });
		await app().meetings.appoint(bySystem(), meeting.meetingId, host.accountId, 'host');
		const nobody = [
			VISITOR,
			host,
			await makePerson(app()),
			await makePerson(app(), { role: 'case_officer', dialogue: dialogue() }),
			await makePerson(app(), { role: 'registrar', dialogue: dialogue() }),
			await makePerson(app(), { role: 'process_lead', dialogue: elsewhere })
		];
		for (const actor of nobody) {
			const moved = app().meetings.goToLink(as(actor), meeting.meetingId, LINK);
			await expect(moved).rejects.toBeInstanceOf(MedskickError);
			const read = app().registrations.linkMove(actor, dialogue().slug, meeting.slug);
			await expect(read).rejects.toBeInstanceOf(MedskickError);
		}
		expect((await states(codes)).flat()).not.toContain('online confirmed');
		const lead = await makePerson(app(), { role: 'process_lead', dialogue: dialogue() });
		expect(await app().meetings.goToLink(as(lead), meeting.meetingId, LINK)).toMatchObject({ moved: 4 });
	});

	it('cannot move a meeting that is cancelled or has begun, nor to what is no address', async () => {
		const { meeting } = await fullRoom();
		await expect(go(meeting, { ...LINK, joinUrl: 'http://moten.example.org' })).rejects.toMatchObject({
			issues: [{ field: 'joinUrl' }]
		});
		await app().meetings.cancel(bySystem(), meeting.meetingId, 'Storm.');
		await expect(go(meeting)).rejects.toMatchObject({ code: 'rule_broken' });
		const begun = await makeMeeting(app(), dialogue());
		test().clock.set('2026-10-15T09:30:00+02:00');
		await expect(go(begun)).rejects.toMatchObject({ code: 'rule_broken' });
	});
});
