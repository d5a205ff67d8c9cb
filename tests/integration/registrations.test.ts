import { describe, expect, it } from 'vitest';
import { bySystem, transact } from '#server/database/transaction.ts';
import { VISITOR } from '#server/permissions/actor.ts';
import { as, makeDialogue, makePerson } from '../support/factories.ts';
import { makeMeetingStaff } from '../support/meeting-factories.ts';
import { makeRound } from '../support/meetings.ts';
import { registering, visitor } from '../support/registering.ts';
import { form, formNumber, placesOf, signUp, withoutWeb } from '../support/registrations.ts';

const { test, dialogue, app, meetingWith, lettersTo, subjectsTo } = registering();

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
		const has = await signUp(app(), dialogue(), meeting);
		const waits = await signUp(app(), dialogue(), meeting);
		await changed(has.code, { [meeting.meetingId]: 'online' });
		expect(await placesOf(app(), has)).toEqual(['online confirmed']);
		expect(await placesOf(app(), waits)).toEqual(['on_site offered']);
		await changed(has.code, { [meeting.meetingId]: 'room_or_online' });
		expect(await placesOf(app(), has)).toEqual(['online confirmed']);
		await changed(has.code, { [meeting.meetingId]: 'room_or_line' });
		expect(await placesOf(app(), has)).toEqual(['on_site waiting']);
	});

	it('and keeps the seat and the place in line that are not touched', async () => {
		const round = await makeRound(app(), dialogue());
		const [one, other] = [await meetingWith(1, { round }), await meetingWith(1, { round })];
		const has = await signUp(app(), dialogue(), one);
		const waits = await signUp(app(), dialogue(), one);
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
		const round = await makeRound(app(), dialogue());
		const closesAt = new Date('2026-10-01T12:00:00+02:00');
		const [one, other] = [
			await meetingWith(5, { round, registrationClosesAt: closesAt }),
			await meetingWith(5, { round, registrationClosesAt: closesAt })
		];
		const has = await signUp(app(), dialogue(), one);
		test().clock.set('2026-10-02T12:00:00+02:00');
		await expect(changed(has.code, { [other.meetingId]: 'online' })).rejects.toMatchObject({ code: 'bad_input' });
		await changed(has.code, { [one.meetingId]: 'online' });
		await changed(has.code, { [one.meetingId]: '' });
		expect(await placesOf(app(), has)).toEqual(['online cancelled']);
	});

	it('not with a code that opens nothing, nor after it has been cancelled, nor once the meeting has begun', async () => {
		const meeting = await meetingWith(5);
		const has = await signUp(app(), dialogue(), meeting);
		for (const wrong of ['', 'x'.repeat(43), has.code.slice(1) + 'A', has.registrationId, '__proto__'])
			for (const attempt of [
				() => app().registrations.view(VISITOR, wrong),
				() => app().registrations.cancel(visitor(), wrong),
				() => app().registrations.noted(VISITOR, wrong),
				() => app().registrations.calendarFile(VISITOR, wrong)
			])
				await expect(attempt()).rejects.toMatchObject({ code: 'not_found' });
		const begun = await signUp(app(), dialogue(), meeting);
		await app().registrations.cancel(visitor(), has.code);
		await app().registrations.cancel(visitor(), has.code);
		await expect(changed(has.code, { [meeting.meetingId]: 'online' })).rejects.toMatchObject({ code: 'rule_broken' });
		test().clock.set('2026-10-15T09:30:00+02:00');
		await expect(changed(begun.code, { [meeting.meetingId]: '' })).rejects.toMatchObject({ code: 'bad_input' });
	});

	it('not by naming people or meetings of others', async () => {
		const [meeting, foreign] = [await meetingWith(5), await meetingWith(5)];
		const [own, others] = [await signUp(app(), dialogue(), meeting), await signUp(app(), dialogue(), foreign)];
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
		const mine = await signUp(app(), dialogue(), meeting, 'online', { email: (me.email ?? '').toUpperCase() });
		const signedIn = form([[meeting, 'online']]);
		const sent = await app().registrations.register(as(me), dialogue().slug, meeting.ordinal, signedIn);
		await signUp(app(), dialogue(), meeting);
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
		const host = await makeMeetingStaff(app(), dialogue(), meeting);
		const input = { ...withoutWeb(form([[meeting, 'room_or_line']], { email: '' })), once: formNumber() };
		const record = (actor: Parameters<typeof as>[0], source = 'phone') =>
			app().registrations.record(as(actor), dialogue().slug, meeting.ordinal, { ...input, once: formNumber(), source });
		const { registrationId } = await record(host);
		expect(await app().registrations.view(host, registrationId)).toMatchObject({ source: 'phone' });
		for (const source of ['web', 'fax', ''])
			await expect(record(host, source)).rejects.toMatchObject({ issues: [{ field: 'source' }] });
		const officer = await makePerson(app(), { role: 'case_officer', dialogue: dialogue() });
		const elsewhere = await makePerson(app(), { role: 'process_lead', dialogue: await makeDialogue(app()) });
		const technician = await makeMeetingStaff(app(), dialogue(), meeting, 'technician');
		for (const actor of [officer, elsewhere, technician]) {
			await expect(record(actor)).rejects.toMatchObject({ code: 'forbidden' });
			await expect(app().registrations.view(actor, registrationId)).rejects.toMatchObject({ code: 'not_found' });
			await expect(app().registrations.ofMeeting(actor, dialogue().slug, meeting.slug)).rejects.toMatchObject({
				code: 'forbidden'
			});
			await expect(app().registrations.ofRound(actor, dialogue().slug, meeting.ordinal)).rejects.toMatchObject({
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
		const round = await makeRound(app(), dialogue());
		const [own, other] = [await meetingWith(5, { round }), await meetingWith(5, { round })];
		const host = await makeMeetingStaff(app(), dialogue(), own);
		await signUp(app(), dialogue(), other, 'online', { name: 'Hemlig Person' });
		await signUp(app(), dialogue(), own, 'online', { name: 'Synlig Person' });
		const seen = JSON.stringify(await app().registrations.ofRound(host, dialogue().slug, round.ordinal));
		expect(seen).toContain('Synlig Person');
		expect(seen).not.toContain('Hemlig Person');
		const lead = await makePerson(app(), { role: 'process_lead', dialogue: dialogue() });
		expect((await app().registrations.ofRound(lead, dialogue().slug, round.ordinal)).registrations).toHaveLength(2);
	});
});

describe('a meeting that changes', () => {
	it('is told to everybody registered for it, once, with the calendar file under the same id and a higher number', async () => {
		const meeting = await meetingWith(5);
		const emails = ['ett', 'tva'].map((who) => `${who}-${formNumber().slice(0, 6)}@example.org`.toLowerCase());
		for (const email of emails) await signUp(app(), dialogue(), meeting, 'room_or_line', { email });
		const gone = await signUp(app(), dialogue(), meeting, 'room_or_line', { email: 'avbokad@example.org' });
		await app().registrations.cancel(visitor(), gone.code);
		const deps = { database: app().database, clock: test().clock, feed: app().feed };
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
			expect(last?.text_body).toContain('kl.\u00a010.00–12.30');
			const files = letters.map(({ attachments }) => (attachments as { text: string }[])[0]?.text ?? '');
			const [before = 0, after = 0] = files.map((file) => Number(/SEQUENCE:(\d+)/.exec(file)?.[1]));
			expect(after).toBe(before + 1);
			expect(new Set(files.map((file) => /UID:(\S+)/.exec(file)?.[1])).size).toBe(1);
		}
		expect(await subjectsTo('avbokad@example.org')).toHaveLength(2);
		await transact(deps, bySystem(), async (change) => {
			await change.db
				.updateTable('meeting')
				.set({ state: 'cancelled', cancelled_at: test().clock.now(), cancel_reason: 'Värden är sjuk.' })
				.where('id', '=', meeting.meetingId)
				.execute();
			await app().registrations.tellRegistered(change, meeting.meetingId, 'cancelled');
		});
		const [file] = (await lettersTo(emails[0] ?? '')).at(-1)?.attachments as { contentType: string; text: string }[];
		expect(file?.contentType).toContain('method=CANCEL');
		expect(file?.text).toContain('STATUS:CANCELLED');
	});
});
