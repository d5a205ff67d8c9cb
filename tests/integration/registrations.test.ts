import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { sql } from 'kysely';
import { bySystem, transact } from '#server/database/transaction.ts';
import { VISITOR } from '#server/permissions/actor.ts';
import { testApplication, TEST_NOW, type TestApplication } from '../support/application.ts';
import { as, makeDialogue, type MadeDialogue, makePerson } from '../support/factories.ts';
import { makeMeetingStaff } from '../support/meeting-factories.ts';
import { makeMeeting, makeRound } from '../support/meetings.ts';
import { form, formNumber, person, placesOf, signUp, withoutWeb } from '../support/registrations.ts';

let test: TestApplication;
let dialogue: MadeDialogue;
beforeAll(async () => {
	test = await testApplication();
	dialogue = await makeDialogue(test.app);
});
beforeEach(() => test.clock.set(TEST_NOW));
afterAll(() => test.close());

const app = () => test.app;
const visitor = () => as(VISITOR);
const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;

const meetingWith = (seats: number | null, more = {}) =>
	makeMeeting(app(), dialogue, { onSiteCapacity: seats, ...more });
const rowsAt = (meetingId: string) =>
	app().database.selectFrom('attendance').selectAll().where('meeting_id', '=', meetingId).execute();
const countOf = async (meetingId: string) => {
	const counts: Record<string, number> = {};
	for (const { mode, state } of await rowsAt(meetingId))
		counts[`${mode} ${state}`] = (counts[`${mode} ${state}`] ?? 0) + 1;
	return counts;
};
const lettersTo = (email: string) =>
	app()
		.database.selectFrom('mail_message')
		.select(['subject', 'text_body', 'attachments'])
		.where('to_address', '=', email)
		.orderBy('id')
		.execute();
const subjectsTo = async (email: string) => (await lettersTo(email)).map(({ subject }) => subject);
const offer = async (code: string) => {
	const { meetings } = await app().registrations.view(VISITOR, code);
	const [first] = meetings.flatMap(({ meeting, attendances }) =>
		attendances
			.filter(({ state }) => state === 'offered')
			.map((one) => ({ meetingId: meeting.id, participantId: one.participantId }))
	);
	if (first === undefined) throw new Error('Nothing is on offer');
	return first;
};

describe('the last seat', () => {
	it('goes to one of 500 who register at the same moment; the others get link or line as they chose', async () => {
		const meeting = await meetingWith(1);
		const answers = await Promise.all(
			Array.from({ length: 500 }, (_, index) =>
				signUp(app(), dialogue, meeting, index % 2 === 0 ? 'room_or_online' : 'room_or_line').catch(
					(error: unknown) => error
				)
			)
		);
		expect(answers.filter((answer) => answer instanceof Error)).toEqual([]);
		const counts = await countOf(meeting.meetingId);
		expect(counts['on_site confirmed']).toBe(1);
		expect((counts['online confirmed'] ?? 0) + (counts['on_site waiting'] ?? 0)).toBe(499);
		expect(counts['online confirmed']).toBeGreaterThanOrEqual(249);
		const waits = await app()
			.database.selectFrom('attendance')
			.select('if_full')
			.where('meeting_id', '=', meeting.meetingId)
			.where('state', '=', 'waiting')
			.execute();
		expect(new Set(waits.map(({ if_full }) => if_full))).toEqual(new Set(['waiting_list']));
	}, 120_000);

	it('is shown as taken, and reserved seats as taken for others than their kind', async () => {
		const meeting = await meetingWith(2);
		await app().registrations.reserve(bySystem(), meeting.meetingId, [
			{ organisationType: 'municipality', seats: 1, releasedAt: null }
		]);
		await signUp(app(), dialogue, meeting);
		const shown = await app().meetings.meeting(VISITOR, dialogue.slug, meeting.slug);
		expect(shown).toMatchObject({ status: 'on_site_full', seats: { onSite: { left: 0 } } });
		const company = await signUp(app(), dialogue, meeting);
		expect(await placesOf(app(), company)).toEqual(['on_site waiting']);
		const municipality = await signUp(app(), dialogue, meeting, 'room_or_line', {
			organisation: { name: 'Fjällbergs kommun', type: 'municipality', municipalityCode: '2326' }
		});
		expect(await placesOf(app(), municipality)).toEqual(['on_site confirmed']);
	});
});

describe('somebody registers', () => {
	it('themselves and others, for several meetings, each in its own way', async () => {
		const round = await makeRound(app(), dialogue);
		const [first, second] = [await meetingWith(2, { round }), await meetingWith(1, { round })];
		const input = form(
			[
				[first, 'room_or_line'],
				[second, 'online']
			],
			{ others: [person(), person({ name: '' })] }
		);
		const { code } = await app().registrations.register(visitor(), dialogue.slug, round.ordinal, input);
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
		const send = () => app().registrations.register(visitor(), dialogue.slug, meeting.ordinal, input);
		const answers = await Promise.all([send(), send(), send()]);
		expect(new Set(answers.map(({ code }) => code)).size).toBe(1);
		expect(answers.filter(({ repeated }) => !repeated)).toHaveLength(1);
		expect(await countOf(meeting.meetingId)).toEqual({ 'on_site confirmed': 1 });
		expect(await subjectsTo(input.contact.email)).toHaveLength(1);
		const other = { ...input, contact: { ...input.contact, name: 'En Annan' } };
		const another = await app().registrations.register(visitor(), dialogue.slug, meeting.ordinal, other);
		expect(another).toMatchObject({ repeated: false });
		expect(another.code).not.toBe(answers[0]?.code);
	});

	it('and is told everything that has to be mended at once', async () => {
		const meeting = await meetingWith(40);
		const input = form([], { email: 'ingen adress', name: ' ', others: [person({ name: '', title: 'Chef' })] });
		const wrong = app().registrations.register(visitor(), dialogue.slug, meeting.ordinal, {
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
		const { code } = await signUp(app(), dialogue, meeting, 'online', { organisation });
		expect((await app().registrations.view(VISITOR, code)).organisation.type).toBe('private_person');
	});

	it.each([
		['draft', 'not_found'],
		['save_the_date', 'not_open'],
		['closed', 'not_open']
	] as const)('for a meeting that is %s, and is refused', async (state, code) => {
		const meeting = await meetingWith(40, { state });
		await expect(signUp(app(), dialogue, meeting)).rejects.toMatchObject({ code });
	});

	it('for a meeting that is cancelled, has begun, takes no more, is of another round or of a planned dialogue, and is refused', async () => {
		const cancelled = await meetingWith(40);
		await app().meetings.cancel(bySystem(), cancelled.meetingId, 'Sjukdom');
		await expect(signUp(app(), dialogue, cancelled)).rejects.toMatchObject({ code: 'not_open' });
		const early = await meetingWith(40, { registrationClosesAt: new Date('2026-09-23T08:59:00+02:00') });
		await expect(signUp(app(), dialogue, early)).rejects.toMatchObject({ code: 'not_open' });
		const [one, other] = [await meetingWith(40), await meetingWith(40)];
		const mixed = form([
			[one, 'online'],
			[other, 'online']
		]);
		await expect(app().registrations.register(visitor(), dialogue.slug, one.ordinal, mixed)).rejects.toMatchObject({
			code: 'not_found'
		});
		const planned = await makeDialogue(app(), { state: 'planning' });
		const hidden = await makeMeeting(app(), planned);
		await expect(signUp(app(), planned, hidden)).rejects.toMatchObject({ code: 'not_found' });
		test.clock.set('2026-10-15T09:30:00+02:00');
		await expect(signUp(app(), dialogue, one)).rejects.toMatchObject({ code: 'not_open' });
	});

	it('by link where there is none, or in a room where there is none, and is refused', async () => {
		const room = await meetingWith(40, { mode: 'on_site', joinUrl: '', conferenceId: '', onlinePlatform: '' });
		await expect(signUp(app(), dialogue, room, 'online')).rejects.toMatchObject({ code: 'not_open' });
		const link = await makeMeeting(app(), dialogue, { mode: 'online', onSiteCapacity: null });
		await expect(signUp(app(), dialogue, link)).rejects.toMatchObject({ code: 'not_open' });
	});

	it('too often from one place', async () => {
		const meeting = await meetingWith(null);
		const email = 'ofta@example.org';
		for (let time = 0; time < 8; time++) await signUp(app(), dialogue, meeting, 'online', { email });
		await expect(signUp(app(), dialogue, meeting, 'online', { email })).rejects.toMatchObject({ code: 'too_many' });
	});

	it('and reads before sending what would become of it, which writes nothing', async () => {
		const meeting = await meetingWith(1);
		await signUp(app(), dialogue, meeting);
		const before = await rowsAt(meeting.meetingId);
		const expecting = (choice: string) =>
			app().registrations.expect(visitor(), dialogue.slug, meeting.ordinal, withoutWeb(form([[meeting, choice]])));
		expect((await expecting('room_or_online')).meetings[0]?.expected).toBe('link');
		expect((await expecting('room_or_line')).meetings[0]?.expected).toBe('line');
		expect((await expecting('online')).meetings[0]?.expected).toBe('link');
		expect(await rowsAt(meeting.meetingId)).toEqual(before);
	});
});

describe('the line', () => {
	it('moves by itself: freed, offered, left to run out, offered to the next, taken', async () => {
		const meeting = await meetingWith(1, { offerMinutes: 60 });
		const people = ['har', 'forst', 'sedan'].map((who) =>
			`${who}-${formNumber().slice(0, 6)}@example.org`.toLowerCase()
		);
		const joins = (email?: string) => signUp(app(), dialogue, meeting, 'room_or_line', { email });
		const [has, first] = [await joins(people[0]), await joins(people[1])];
		test.clock.advance(MINUTE);
		const then = await joins(people[2]);
		expect(await placesOf(app(), first)).toEqual(['on_site waiting']);
		const places = async () =>
			(await app().registrations.view(VISITOR, then.code)).meetings[0]?.attendances.map(({ place }) => place);
		expect(await places()).toEqual([2]);

		await app().registrations.cancel(visitor(), has.code);
		expect(await placesOf(app(), first)).toEqual(['on_site offered']);
		expect(await placesOf(app(), then)).toEqual(['on_site waiting']);
		expect(await places()).toEqual([1]);
		const late = await offer(first.code);

		test.clock.advance(60 * MINUTE - 1);
		await app().registrations.offerSeats(meeting.meetingId);
		expect(await placesOf(app(), first)).toEqual(['on_site offered']);
		test.clock.advance(1);
		await expect(app().registrations.accept(visitor(), first.code, late)).rejects.toMatchObject({
			code: 'rule_broken'
		});
		await app().registrations.offerSeats(meeting.meetingId);
		await app().registrations.offerSeats(meeting.meetingId);
		expect(await placesOf(app(), first)).toEqual(['on_site cancelled']);
		expect(await placesOf(app(), then)).toEqual(['on_site offered']);
		await expect(app().registrations.accept(visitor(), first.code, late)).rejects.toMatchObject({
			code: 'rule_broken'
		});

		const answer = await offer(then.code);
		for (let time = 0; time < 2; time++) await app().registrations.accept(visitor(), then.code, answer);
		expect(await placesOf(app(), then)).toEqual(['on_site confirmed']);
		expect(await countOf(meeting.meetingId)).toEqual({ 'on_site confirmed': 1, 'on_site cancelled': 2 });
		expect(
			(await Promise.all(people.map((email) => subjectsTo(email)))).map((all) => all.map((text) => text.split(':')[0]))
		).toEqual([
			['Du är anmäld', 'Du är avbokad'],
			['Du står på väntelistan', 'En plats är ledig', 'Tiden att svara har gått ut'],
			['Du står på väntelistan', 'En plats är ledig', 'Platsen är din']
		]);
	});

	it('passes a seat that is declined on at once, and only to whom it may go', async () => {
		const meeting = await meetingWith(1, { offerMinutes: 60 });
		await app().registrations.reserve(bySystem(), meeting.meetingId, [
			{ organisationType: 'municipality', seats: 1, releasedAt: null }
		]);
		const municipality = { name: 'Fjällbergs kommun', type: 'municipality', municipalityCode: '' };
		const has = await signUp(app(), dialogue, meeting, 'room_or_line', { organisation: municipality });
		const company = await signUp(app(), dialogue, meeting);
		const colleague = await signUp(app(), dialogue, meeting, 'room_or_line', { organisation: municipality });
		const last = await signUp(app(), dialogue, meeting, 'room_or_line', { organisation: municipality });
		await app().registrations.cancel(visitor(), has.code);
		expect(await placesOf(app(), company)).toEqual(['on_site waiting']);
		await app().registrations.decline(visitor(), colleague.code, await offer(colleague.code));
		expect(await placesOf(app(), last)).toEqual(['on_site offered']);
		await app().registrations.cancel(visitor(), last.code);
		expect(await placesOf(app(), company)).toEqual(['on_site waiting']);
		await app().registrations.reserve(bySystem(), meeting.meetingId, []);
		expect(await placesOf(app(), company)).toEqual(['on_site offered']);
	});

	it('gives a released reserve to those who waited, when its time has come', async () => {
		const meeting = await meetingWith(1);
		const releasedAt = new Date(test.clock.now().getTime() + DAY);
		await app().registrations.reserve(bySystem(), meeting.meetingId, [
			{ organisationType: 'municipality', seats: 1, releasedAt }
		]);
		const company = await signUp(app(), dialogue, meeting);
		const jobs = await sql<{
			run_at: Date;
		}>`select run_at from graphile_worker.jobs where task_identifier = 'offer_seat'`.execute(app().database);
		expect(jobs.rows.length).toBeGreaterThan(0);
		await app().registrations.offerSeats(meeting.meetingId);
		expect(await placesOf(app(), company)).toEqual(['on_site waiting']);
		test.clock.advance(DAY);
		await app().registrations.offerSeats(meeting.meetingId);
		expect(await placesOf(app(), company)).toEqual(['on_site offered']);
	});

	it('never overtakes: whoever comes while a seat is on offer stands behind, and no offer lasts beyond the meeting', async () => {
		const meeting = await meetingWith(1, { offerMinutes: 20_160 });
		test.clock.set('2026-10-15T09:00:00+02:00');
		const has = await signUp(app(), dialogue, meeting);
		const waits = await signUp(app(), dialogue, meeting);
		await app().registrations.cancel(visitor(), has.code);
		const comes = await signUp(app(), dialogue, meeting);
		expect(await placesOf(app(), comes)).toEqual(['on_site waiting']);
		const { meetings } = await app().registrations.view(VISITOR, waits.code);
		expect(meetings[0]?.attendances[0]?.offeredUntil).toBe('2026-10-15T07:30:00.000Z');
		test.clock.set('2026-10-15T09:30:00+02:00');
		await app().registrations.offerSeats(meeting.meetingId);
		expect(await placesOf(app(), comes)).toEqual(['on_site waiting']);
	});

	it('offers seats that a larger room brings', async () => {
		const meeting = await meetingWith(1);
		await signUp(app(), dialogue, meeting);
		const waits = await signUp(app(), dialogue, meeting);
		await transact({ database: app().database, clock: test.clock, feed: app().feed }, bySystem(), async (change) => {
			await change.db.updateTable('meeting').set({ on_site_capacity: 2 }).where('id', '=', meeting.meetingId).execute();
			await app().registrations.seatsChanged(change, meeting.meetingId);
		});
		expect(await placesOf(app(), waits)).toEqual(['on_site offered']);
	});
});

describe('a registration is changed by its sender', () => {
	const changed = async (code: string, choices: Record<string, string>, more = {}) => {
		const view = await app().registrations.view(VISITOR, code);
		return app().registrations.change(visitor(), code, {
			mayContact: false,
			mayContactLater: false,
			people: view.participants.map(({ id, name, title, showInList }) => ({
				participantId: id,
				name,
				title,
				showInList,
				needs: null,
				choices: Object.entries(choices).map(([meetingId, choice]) => ({ meetingId, choice })),
				...more
			}))
		});
	};

	it('from room to link and back: the seat goes to who waits, and who left it stands in line', async () => {
		const meeting = await meetingWith(1);
		const has = await signUp(app(), dialogue, meeting);
		const waits = await signUp(app(), dialogue, meeting);
		await changed(has.code, { [meeting.meetingId]: 'online' });
		expect(await placesOf(app(), has)).toEqual(['online confirmed']);
		expect(await placesOf(app(), waits)).toEqual(['on_site offered']);
		await changed(has.code, { [meeting.meetingId]: 'room_or_online' });
		expect(await placesOf(app(), has)).toEqual(['online confirmed']);
		await changed(has.code, { [meeting.meetingId]: 'room_or_line' });
		expect(await placesOf(app(), has)).toEqual(['on_site waiting']);
	});

	it('and keeps the seat and the place in line that are not touched', async () => {
		const round = await makeRound(app(), dialogue);
		const [one, other] = [await meetingWith(1, { round }), await meetingWith(1, { round })];
		const has = await signUp(app(), dialogue, one);
		const waits = await signUp(app(), dialogue, one);
		await changed(
			has.code,
			{ [one.meetingId]: 'room_or_line', [other.meetingId]: 'room_or_line' },
			{ name: 'Byter Namn' }
		);
		expect(await placesOf(app(), has)).toEqual(['on_site confirmed', 'on_site confirmed']);
		expect((await app().registrations.view(VISITOR, has.code)).participants[0]?.name).toBe('Byter Namn');
		await changed(waits.code, { [one.meetingId]: 'room_or_line' });
		expect(await placesOf(app(), waits)).toEqual(['on_site waiting']);
		await changed(has.code, { [one.meetingId]: '' });
		expect(await placesOf(app(), has)).toEqual(['on_site cancelled', 'on_site confirmed']);
		expect(await placesOf(app(), waits)).toEqual(['on_site offered']);
	});

	it('after registration has closed only to leave or to go over to the link', async () => {
		const round = await makeRound(app(), dialogue);
		const closesAt = new Date('2026-10-01T12:00:00+02:00');
		const [one, other] = [
			await meetingWith(5, { round, registrationClosesAt: closesAt }),
			await meetingWith(5, { round, registrationClosesAt: closesAt })
		];
		const has = await signUp(app(), dialogue, one);
		test.clock.set('2026-10-02T12:00:00+02:00');
		await expect(changed(has.code, { [other.meetingId]: 'online' })).rejects.toMatchObject({ code: 'bad_input' });
		await changed(has.code, { [one.meetingId]: 'online' });
		await changed(has.code, { [one.meetingId]: '' });
		expect(await placesOf(app(), has)).toEqual(['online cancelled']);
	});

	it('not with a code that opens nothing, nor after it has been cancelled, nor once the meeting has begun', async () => {
		const meeting = await meetingWith(5);
		const has = await signUp(app(), dialogue, meeting);
		for (const wrong of ['', 'x'.repeat(43), has.code.slice(1) + 'A', has.registrationId, '__proto__'])
			for (const attempt of [
				() => app().registrations.view(VISITOR, wrong),
				() => app().registrations.cancel(visitor(), wrong),
				() => app().registrations.noted(VISITOR, wrong),
				() => app().registrations.calendarFile(VISITOR, wrong)
			])
				await expect(attempt()).rejects.toMatchObject({ code: 'not_found' });
		const begun = await signUp(app(), dialogue, meeting);
		await app().registrations.cancel(visitor(), has.code);
		await app().registrations.cancel(visitor(), has.code);
		await expect(changed(has.code, { [meeting.meetingId]: 'online' })).rejects.toMatchObject({ code: 'rule_broken' });
		test.clock.set('2026-10-15T09:30:00+02:00');
		await expect(changed(begun.code, { [meeting.meetingId]: '' })).rejects.toMatchObject({ code: 'bad_input' });
	});

	it('not by naming people or meetings of others', async () => {
		const [meeting, foreign] = [await meetingWith(5), await meetingWith(5)];
		const [own, others] = [await signUp(app(), dialogue, meeting), await signUp(app(), dialogue, foreign)];
		const theirs = (await app().registrations.view(VISITOR, others.code)).participants[0]?.id ?? '';
		const input = { name: 'Någon', title: '', showInList: false, needs: null };
		for (const people of [
			[{ ...input, participantId: theirs, choices: [{ meetingId: foreign.meetingId, choice: '' }] }],
			[{ ...input, participantId: 'x', choices: [] }]
		])
			await expect(
				app().registrations.change(visitor(), own.code, { mayContact: false, mayContactLater: false, people })
			).rejects.toMatchObject({
				code: 'not_found'
			});
		await expect(changed(own.code, { [foreign.meetingId]: 'online' })).rejects.toMatchObject({ code: 'not_found' });
		expect(await placesOf(app(), others)).toEqual(['on_site confirmed']);
	});
});

describe('who has an account', () => {
	it('finds what was sent with the confirmed address, and nobody else’s', async () => {
		const meeting = await meetingWith(5);
		const me = await makePerson(app());
		const mine = await signUp(app(), dialogue, meeting, 'online', { email: (me.email ?? '').toUpperCase() });
		const signedIn = form([[meeting, 'online']]);
		const sent = await app().registrations.register(as(me), dialogue.slug, meeting.ordinal, signedIn);
		await signUp(app(), dialogue, meeting);
		const found = await app().registrations.mine(me);
		expect(found.map(({ id }) => id).sort()).toEqual([mine.registrationId, sent.registrationId].sort());
		await app().registrations.cancel(as(me), mine.registrationId);
		const stranger = await makePerson(app());
		const unverified = { ...me, verified: false };
		for (const actor of [stranger, unverified, VISITOR]) {
			await expect(app().registrations.view(actor, sent.registrationId)).rejects.toMatchObject({ code: 'not_found' });
			await expect(app().registrations.cancel(as(actor), sent.registrationId)).rejects.toMatchObject({
				code: 'not_found'
			});
		}
		expect(await app().registrations.mine(unverified)).toEqual([]);
	});
});

describe('staff', () => {
	it('enter whoever phones, without an address too, for meetings they receive people at', async () => {
		const meeting = await meetingWith(5);
		const host = await makeMeetingStaff(app(), dialogue, meeting);
		const input = { ...withoutWeb(form([[meeting, 'room_or_line']], { email: '' })), once: formNumber() };
		const record = (actor: Parameters<typeof as>[0], source = 'phone') =>
			app().registrations.record(as(actor), dialogue.slug, meeting.ordinal, { ...input, once: formNumber(), source });
		const { registrationId } = await record(host);
		expect(await app().registrations.view(host, registrationId)).toMatchObject({ source: 'phone' });
		for (const source of ['web', 'fax', ''])
			await expect(record(host, source)).rejects.toMatchObject({ issues: [{ field: 'source' }] });
		const officer = await makePerson(app(), { role: 'case_officer', dialogue });
		const elsewhere = await makePerson(app(), { role: 'process_lead', dialogue: await makeDialogue(app()) });
		const technician = await makeMeetingStaff(app(), dialogue, meeting, 'technician');
		for (const actor of [officer, elsewhere, technician]) {
			await expect(record(actor)).rejects.toMatchObject({ code: 'forbidden' });
			await expect(app().registrations.view(actor, registrationId)).rejects.toMatchObject({ code: 'not_found' });
			await expect(app().registrations.ofMeeting(actor, dialogue.slug, meeting.slug)).rejects.toMatchObject({
				code: 'forbidden'
			});
			await expect(app().registrations.ofRound(actor, dialogue.slug, meeting.ordinal)).rejects.toMatchObject({
				code: 'forbidden'
			});
			await expect(app().registrations.reserve(as(actor), meeting.meetingId, [])).rejects.toMatchObject({
				code: 'forbidden'
			});
		}
		await expect(record(VISITOR)).rejects.toMatchObject({ code: 'not_signed_in' });
		await app().meetings.setState(bySystem(), meeting.meetingId, 'closed');
		await record(host, 'letter');
	});

	it('read contacts of the meetings they receive people at, and of no other', async () => {
		const round = await makeRound(app(), dialogue);
		const [own, other] = [await meetingWith(5, { round }), await meetingWith(5, { round })];
		const host = await makeMeetingStaff(app(), dialogue, own);
		await signUp(app(), dialogue, other, 'online', { name: 'Hemlig Person' });
		await signUp(app(), dialogue, own, 'online', { name: 'Synlig Person' });
		const seen = JSON.stringify(await app().registrations.ofRound(host, dialogue.slug, round.ordinal));
		expect(seen).toContain('Synlig Person');
		expect(seen).not.toContain('Hemlig Person');
		const lead = await makePerson(app(), { role: 'process_lead', dialogue });
		expect((await app().registrations.ofRound(lead, dialogue.slug, round.ordinal)).registrations).toHaveLength(2);
	});
});

describe('names of others who come', () => {
	it('are those that were ticked, shown to those who come', async () => {
		const meeting = await meetingWith(5);
		const shows = { title: 'Chef', showInList: true, dietary: '', access: '' };
		await signUp(app(), dialogue, meeting, 'online', { name: 'Öppna Öberg', self: shows });
		await signUp(app(), dialogue, meeting, 'online', { name: 'Tysta Tall' });
		const { code } = await signUp(app(), dialogue, meeting, 'online', { name: 'Anna Ask', self: shows });
		expect(await app().registrations.listed(VISITOR, code, meeting.meetingId)).toEqual([
			{ name: 'Anna Ask', organisation: 'Kallrörs gårdsmejeri' },
			{ name: 'Öppna Öberg', organisation: 'Kallrörs gårdsmejeri' }
		]);
		const elsewhere = await signUp(app(), dialogue, await meetingWith(5));
		await expect(app().registrations.listed(VISITOR, elsewhere.code, meeting.meetingId)).rejects.toMatchObject({
			code: 'not_found'
		});
	});
});

describe('what people need', () => {
	const FOOD = 'FOODMARKER glutenfritt';
	const ACCESS = 'ACCESSMARKER hörslinga';
	const lunch = { startsAt: '12:00', endsAt: '13:30', approximate: false, kind: 'meal' as const, title: 'Lunch' };
	const needy = () => ({ self: { title: '', showInList: true, dietary: FOOD, access: ACCESS } });
	const kept = async (meetingId: string) =>
		app()
			.database.selectFrom('participant_needs')
			.select(['dietary', 'access'])
			.where('meeting_id', '=', meetingId)
			.execute();

	async function mealMeeting() {
		const meeting = await meetingWith(5);
		await app().meetings.setAgenda(bySystem(), { roundId: meeting.roundId }, [lunch]);
		return meeting;
	}

	it('is kept for food only where food is served to them, and for access always', async () => {
		const [meal, none] = [await mealMeeting(), await meetingWith(5)];
		await signUp(app(), dialogue, meal, 'room_or_line', needy());
		await signUp(app(), dialogue, meal, 'online', needy());
		await signUp(app(), dialogue, none, 'room_or_line', needy());
		expect(await kept(meal.meetingId)).toEqual(
			expect.arrayContaining([
				{ dietary: FOOD, access: ACCESS },
				{ dietary: '', access: ACCESS }
			])
		);
		expect(await kept(none.meetingId)).toEqual([{ dietary: '', access: ACCESS }]);
	});

	it('is seen by the hosts and secretaries of that very meeting and by nobody else, by any path', async () => {
		const [meeting, other] = [await mealMeeting(), await meetingWith(5)];
		const me = await makePerson(app());
		const sent = await signUp(app(), dialogue, meeting, 'room_or_line', { ...needy(), email: me.email ?? '' });
		const host = await makeMeetingStaff(app(), dialogue, meeting);
		const secretary = await makeMeetingStaff(app(), dialogue, meeting, 'secretary');
		for (const actor of [host, secretary]) {
			const at = { dialogueSlug: dialogue.slug, meetingSlug: meeting.slug };
			expect(JSON.stringify(await app().hosting.needs(as(actor), at))).toMatch(/FOODMARKER.*ACCESSMARKER/);
		}
		const others = {
			lead: await makePerson(app(), { role: 'process_lead', dialogue }),
			communicator: await makePerson(app(), { role: 'communicator', dialogue }),
			hostOfAnother: await makeMeetingStaff(app(), dialogue, other),
			technician: await makeMeetingStaff(app(), dialogue, meeting, 'technician'),
			registrar: await makePerson(app(), { role: 'registrar', dialogue }),
			administrator: await makePerson(app(), { admin: true }),
			sender: me,
			visitor: VISITOR,
			// Where it is not noted that they read it.
			host,
			secretary
		};
		const settle = (work: Promise<unknown>) => work.catch((error: { code: string }) => error.code);
		for (const actor of Object.values(others)) {
			const { registrations, meetings } = app();
			const everything = await Promise.all([
				settle(registrations.ofMeeting(actor, dialogue.slug, meeting.slug)),
				settle(registrations.ofRound(actor, dialogue.slug, meeting.ordinal)),
				settle(registrations.view(actor, sent.code)),
				settle(registrations.view(actor, sent.registrationId)),
				settle(registrations.noted(actor, sent.registrationId)),
				settle(registrations.listed(actor, sent.code, meeting.meetingId)),
				settle(registrations.calendarFile(actor, sent.code)),
				settle(registrations.mine(actor)),
				settle(meetings.rounds(actor, dialogue.slug)),
				settle(app().mail.outbox(as(actor)))
			]);
			expect(JSON.stringify(everything)).not.toMatch(/FOODMARKER|ACCESSMARKER/);
		}
		expect(await app().registrations.noted(VISITOR, sent.code)).toHaveLength(1);
		await app().registrations.change(visitor(), sent.code, { mayContact: false, mayContactLater: false, people: [] });
		for (const table of [
			'audit_event',
			'mail_message',
			'graphile_worker._private_jobs',
			'registration',
			'participant',
			'attendance'
		]) {
			const { rows } = await sql<{
				words: string;
			}>`select ${sql.raw(table.startsWith('g') ? 'payload::text' : `t::text`)} as words from ${sql.raw(table)} t`.execute(
				app().database
			);
			expect(rows.map(({ words }) => words).join('\n')).not.toMatch(/FOODMARKER|ACCESSMARKER/);
		}
	});

	it('goes when the person leaves, and 14 days after the meeting at the latest', async () => {
		const meeting = await mealMeeting();
		const leaves = await signUp(app(), dialogue, meeting, 'room_or_line', needy());
		await app().registrations.cancel(visitor(), leaves.code);
		expect(await kept(meeting.meetingId)).toEqual([]);
		await signUp(app(), dialogue, meeting, 'room_or_line', needy());
		test.clock.set('2026-10-29T11:29:59+01:00');
		await app().registrations.removeNeeds();
		expect(await kept(meeting.meetingId)).toHaveLength(1);
		// An hour earlier on the wall clock: the clocks went back in between.
		test.clock.set('2026-10-29T11:30:00+01:00');
		expect(await app().registrations.removeNeeds()).toBeGreaterThan(0);
		expect(await kept(meeting.meetingId)).toEqual([]);
	});

	it('is replaced or taken away by its sender, who can go over to the link and keeps no food there', async () => {
		const meeting = await mealMeeting();
		const { code } = await signUp(app(), dialogue, meeting, 'room_or_line', needy());
		const change = async (choice: string, needs: { dietary: string; access: string } | null) => {
			const { participants } = await app().registrations.view(VISITOR, code);
			const people = participants.map(({ id, name, title, showInList }) => ({
				...{ participantId: id, name, title, showInList, needs },
				choices: [{ meetingId: meeting.meetingId, choice }]
			}));
			await app().registrations.change(visitor(), code, { mayContact: true, mayContactLater: false, people });
		};
		await change('room_or_line', { dietary: 'veganskt', access: '' });
		expect(await kept(meeting.meetingId)).toEqual([{ dietary: 'veganskt', access: '' }]);
		await change('room_or_line', { dietary: 'veganskt', access: ACCESS });
		await change('online', null);
		expect(await kept(meeting.meetingId)).toEqual([{ dietary: '', access: ACCESS }]);
		await change('online', { dietary: '', access: '' });
		expect(await kept(meeting.meetingId)).toEqual([]);
	});

	it('holds no personal identity number', async () => {
		const meeting = await mealMeeting();
		const self = { title: '', showInList: false, dietary: '', access: 'Jag är 19121212-1212' };
		await expect(signUp(app(), dialogue, meeting, 'room_or_line', { self })).rejects.toMatchObject({
			issues: [{ field: 'access' }]
		});
	});
});

describe('a meeting that changes', () => {
	it('is told to everybody registered for it, once, with the calendar file under the same id and a higher number', async () => {
		const meeting = await meetingWith(5);
		const emails = ['ett', 'tva'].map((who) => `${who}-${formNumber().slice(0, 6)}@example.org`.toLowerCase());
		for (const email of emails) await signUp(app(), dialogue, meeting, 'room_or_line', { email });
		const gone = await signUp(app(), dialogue, meeting, 'room_or_line', { email: 'avbokad@example.org' });
		await app().registrations.cancel(visitor(), gone.code);
		const deps = { database: app().database, clock: test.clock, feed: app().feed };
		await transact(deps, bySystem(), async (change) => {
			await change.db
				.updateTable('meeting')
				.set({ starts_at: new Date('2026-10-15T10:00:00+02:00') })
				.where('id', '=', meeting.meetingId)
				.execute();
			await app().registrations.tellRegistered(change, meeting.meetingId, ['time']);
		});
		for (const email of emails) {
			const letters = await lettersTo(email);
			const last = letters.at(-1);
			expect(letters).toHaveLength(2);
			expect(last?.text_body).toContain('kl. 10.00–12.30');
			const files = letters.map(({ attachments }) => (attachments as { text: string }[])[0]?.text ?? '');
			const [before = 0, after = 0] = files.map((file) => Number(/SEQUENCE:(\d+)/.exec(file)?.[1]));
			expect(after).toBe(before + 1);
			expect(new Set(files.map((file) => /UID:(\S+)/.exec(file)?.[1])).size).toBe(1);
		}
		expect(await subjectsTo('avbokad@example.org')).toHaveLength(2);
		await transact(deps, bySystem(), async (change) => {
			await change.db
				.updateTable('meeting')
				.set({ state: 'cancelled', cancelled_at: test.clock.now(), cancel_reason: 'Värden är sjuk.' })
				.where('id', '=', meeting.meetingId)
				.execute();
			await app().registrations.tellRegistered(change, meeting.meetingId, 'cancelled');
		});
		const [file] = (await lettersTo(emails[0] ?? '')).at(-1)?.attachments as { contentType: string; text: string }[];
		expect(file?.contentType).toContain('method=CANCEL');
		expect(file?.text).toContain('STATUS:CANCELLED');
	});
});
