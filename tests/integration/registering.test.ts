import { describe, expect, it } from 'vitest';
import { bySystem } from '#server/database/transaction.ts';
import { VISITOR } from '#server/permissions/actor.ts';
import { as, makeDialogue, makePerson } from '../support/factories.ts';
import { makeMeeting, makeRound } from '../support/meetings.ts';
import { registering, visitor } from '../support/registering.ts';
import { form, formNumber, person, placesOf, signUp, withoutWeb } from '../support/registrations.ts';

const { test, dialogue, app, meetingWith, rowsAt, countOf, subjectsTo } = registering();

describe('somebody registers', () => {
	it('themselves and others, for several meetings, each in its own way', async () => {
		const round = await makeRound(app(), dialogue());
		const [first, second] = [await meetingWith(2, { round }), await meetingWith(1, { round })];
		const input = form(
			[
				[first, 'room_or_line'],
				[second, 'online']
			],
			{ others: [person(), person({ name: '' })] }
		);
		const { code } = await app().registrations.register(visitor(), dialogue().slug, round.ordinal, input);
		const view = await app().registrations.view(VISITOR, code);
		expect(view.participants.map(({ name }) => name)).toEqual([input.contact.name, 'Kim Kollega']);
		expect(await countOf(first.meetingId)).toEqual({ 'on_site confirmed': 2 });
		expect(await countOf(second.meetingId)).toEqual({ 'online confirmed': 2 });
		expect(view).toMatchObject({ mayContact: false, mayContactLater: false, source: 'web', cancelledAt: null });
		expect(view.participants.every(({ showInList }) => !showInList)).toBe(true);
	});

	it('twice with the same form, even at the same moment, and is registered once with one link', async () => {
		const meeting = await meetingWith(40);
		const input = form([[meeting, 'room_or_line']]);
		const send = () => app().registrations.register(visitor(), dialogue().slug, meeting.ordinal, input);
		const answers = await Promise.all([send(), send(), send()]);
		expect(new Set(answers.map(({ code }) => code)).size).toBe(1);
		expect(answers.filter(({ repeated }) => !repeated)).toHaveLength(1);
		expect(await countOf(meeting.meetingId)).toEqual({ 'on_site confirmed': 1 });
		expect(await subjectsTo(input.contact.email)).toHaveLength(1);
		const other = { ...input, contact: { ...input.contact, name: 'En Annan' } };
		const another = await app().registrations.register(visitor(), dialogue().slug, meeting.ordinal, other);
		expect(another).toMatchObject({ repeated: false });
		expect(another.code).not.toBe(answers[0]?.code);
	});

	it('and is told everything that has to be mended at once', async () => {
		const meeting = await meetingWith(40);
		const input = form([], { email: 'ingen adress', name: ' ', others: [person({ name: '', title: 'Chef' })] });
		const wrong = app().registrations.register(visitor(), dialogue().slug, meeting.ordinal, {
			...input,
			organisation: { name: '', type: 'company', municipalityCode: '9999' }
		});
		await expect(wrong).rejects.toMatchObject({ code: 'bad_input' });
		const fields = await wrong.catch((error: { issues: { field: string }[] }) =>
			error.issues.map(({ field }) => field)
		);
		expect(fields).toEqual(
			expect.arrayContaining(['name', 'email', 'organisationName', 'municipalityCode', 'person-1-name', 'meetings'])
		);
	});

	it('without an organisation’s name only as a private person', async () => {
		const meeting = await meetingWith(40);
		const organisation = { name: '', type: 'private_person', municipalityCode: '' };
		const { code } = await signUp(app(), dialogue(), meeting, 'online', { organisation });
		expect((await app().registrations.view(VISITOR, code)).organisation.type).toBe('private_person');
	});

	it.each([
		['draft', 'not_found'],
		['save_the_date', 'not_open'],
		['closed', 'not_open']
	] as const)('for a meeting that is %s, and is refused', async (state, code) => {
		const meeting = await meetingWith(40, { state });
		await expect(signUp(app(), dialogue(), meeting)).rejects.toMatchObject({ code });
	});

	it('for a meeting that is cancelled, has begun, takes no more, is of another round or of a planned dialogue, and is refused', async () => {
		const cancelled = await meetingWith(40);
		await app().meetings.cancel(bySystem(), cancelled.meetingId, 'Sjukdom');
		await expect(signUp(app(), dialogue(), cancelled)).rejects.toMatchObject({ code: 'not_open' });
		const early = await meetingWith(40, { registrationClosesAt: new Date('2026-09-23T08:59:00+02:00') });
		await expect(signUp(app(), dialogue(), early)).rejects.toMatchObject({ code: 'not_open' });
		const [one, other] = [await meetingWith(40), await meetingWith(40)];
		const mixed = form([
			[one, 'online'],
			[other, 'online']
		]);
		await expect(app().registrations.register(visitor(), dialogue().slug, one.ordinal, mixed)).rejects.toMatchObject({
			code: 'not_found'
		});
		const planned = await makeDialogue(app(), { state: 'planning' });
		const hidden = await makeMeeting(app(), planned);
		await expect(signUp(app(), planned, hidden)).rejects.toMatchObject({ code: 'not_found' });
		test().clock.set('2026-10-15T09:30:00+02:00');
		await expect(signUp(app(), dialogue(), one)).rejects.toMatchObject({ code: 'not_open' });
	});

	it('for a meeting that was left open in a dialogue that has ended, and is refused with the reason; staff enter who phoned', async () => {
		const own = await makeDialogue(app());
		const meeting = await makeMeeting(app(), own);
		const lead = as(await makePerson(app(), { role: 'process_lead', dialogue: own }));
		const came = await signUp(app(), own, meeting);
		await app().dialogues.setState(lead, own.dialogueId, 'closed');
		expect(await app().meetings.meeting(VISITOR, own.slug, meeting.slug)).toMatchObject({
			status: 'closed',
			openModes: []
		});
		await expect(signUp(app(), own, meeting)).rejects.toMatchObject({
			code: 'not_open',
			issues: [{ sv: 'Dialogen är avslutad. Det går inte längre att anmäla sig till mötet.' }]
		});
		const step = app().registrations.expect(visitor(), own.slug, meeting.ordinal, form([[meeting, 'online']]));
		await expect(step).rejects.toMatchObject({ code: 'not_open' });
		await app().registrations.record(lead, own.slug, meeting.ordinal, {
			...withoutWeb(form([[meeting, 'online']])),
			once: formNumber(),
			source: 'phone'
		});
		expect(await placesOf(app(), came)).toEqual(['on_site confirmed']);
		await app().registrations.cancel(visitor(), came.code);
		await app().dialogues.setState(lead, own.dialogueId, 'open');
		await signUp(app(), own, meeting);
	});

	it('by link where there is none, or in a room where there is none, and is refused', async () => {
		const room = await meetingWith(40, { mode: 'on_site', joinUrl: '', conferenceId: '', onlinePlatform: '' });
		await expect(signUp(app(), dialogue(), room, 'online')).rejects.toMatchObject({ code: 'not_open' });
		const link = await makeMeeting(app(), dialogue(), { mode: 'online', onSiteCapacity: null });
		await expect(signUp(app(), dialogue(), link)).rejects.toMatchObject({ code: 'not_open' });
	});

	it('too often from one place', async () => {
		const meeting = await meetingWith(null);
		const email = 'ofta@example.org';
		for (let time = 0; time < 8; time++) await signUp(app(), dialogue(), meeting, 'online', { email });
		await expect(signUp(app(), dialogue(), meeting, 'online', { email })).rejects.toMatchObject({ code: 'too_many' });
	});

	it('and reads before sending what would become of it, which writes nothing', async () => {
		const meeting = await meetingWith(1);
		await signUp(app(), dialogue(), meeting);
		const before = await rowsAt(meeting.meetingId);
		const expecting = (choice: string) =>
			app().registrations.expect(visitor(), dialogue().slug, meeting.ordinal, withoutWeb(form([[meeting, choice]])));
		expect((await expecting('room_or_online')).meetings[0]?.expected).toBe('link');
		expect((await expecting('room_or_line')).meetings[0]?.expected).toBe('line');
		expect((await expecting('online')).meetings[0]?.expected).toBe('link');
		expect(await rowsAt(meeting.meetingId)).toEqual(before);
		const two = await meetingWith(2);
		const three = async (choice: string) => {
			const input = withoutWeb(form([[two, choice]], { others: [person(), person({ name: 'Lo Larsson' })] }));
			return (await app().registrations.expect(visitor(), dialogue().slug, two.ordinal, input)).meetings[0];
		};
		expect(await three('room_or_line')).toMatchObject({ expected: 'line', inRoom: 2 });
		expect(await three('room_or_online')).toMatchObject({ expected: 'link', inRoom: 2 });
		expect(await three('online')).toMatchObject({ expected: 'link', inRoom: null });
	});
});

describe('names of others who come', () => {
	it('are those that were ticked, shown to those who come', async () => {
		const meeting = await meetingWith(5);
		const shows = { title: 'Chef', showInList: true, dietary: '', access: '' };
		await signUp(app(), dialogue(), meeting, 'online', { name: 'Öppna Öberg', self: shows });
		await signUp(app(), dialogue(), meeting, 'online', { name: 'Tysta Tall' });
		const { code } = await signUp(app(), dialogue(), meeting, 'online', { name: 'Anna Ask', self: shows });
		expect(await app().registrations.listed(VISITOR, code, meeting.meetingId)).toEqual([
			{ name: 'Anna Ask', organisation: 'Kallrörs gårdsmejeri' },
			{ name: 'Öppna Öberg', organisation: 'Kallrörs gårdsmejeri' }
		]);
		const elsewhere = await signUp(app(), dialogue(), await meetingWith(5));
		await expect(app().registrations.listed(VISITOR, elsewhere.code, meeting.meetingId)).rejects.toMatchObject({
			code: 'not_found'
		});
	});
});
