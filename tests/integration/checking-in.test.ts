import { describe, expect, it } from 'vitest';
import { newId } from '#server/database/ids.ts';
import { VISITOR } from '#server/permissions/actor.ts';
import { as } from '../support/factories.ts';
import { codeOf, hostedMeeting, said, THE_DAY } from '../support/hosting.ts';
import { makeMeeting } from '../support/meetings.ts';
import { form, formNumber, signUp } from '../support/registrations.ts';

const hosted = hostedMeeting();
const { test, app, dialogue, meeting, other, at, moveTo } = hosted;
const { host, hostOfAnother, secretary, chair, lead, communicator } = hosted;
const { hosting, idOf, registered, press, hereNow, auditOf } = hosted;

const LATE = '2026-10-15T09:50:00+02:00';

describe('checking in', () => {
	it('is done by host, secretary and process lead; once, however often it is sent', async () => {
		const id = await registered('Anna Al');
		test().clock.set(THE_DAY);
		for (const actor of [host(), secretary(), lead()]) {
			const { presences, refused } = await press(actor, said(id));
			expect(presences).toEqual([{ participantId: id, checkedInAt: new Date(THE_DAY).toISOString() }]);
			expect(refused).toEqual([]);
		}
		expect(await auditOf('attendance.check_in', id)).toEqual([host().accountId]);
	});

	it('is not for the communicator or the chair', async () => {
		const id = await registered('Anna Al');
		test().clock.set(THE_DAY);
		for (const actor of [communicator(), chair()]) {
			expect(await codeOf(press(actor, said(id)))).toBe('forbidden');
			expect(await codeOf(hosting().attendee(actor, at(), id))).toBe('forbidden');
		}
	});

	it('can be undone, and what was said earlier never undoes what was said later', async () => {
		const id = await registered('Anna Al');
		test().clock.set(LATE);
		const minute = (number: number) => `2026-10-15T09:${number}:00+02:00`;
		await press(host(), said(id, true, minute(20)));
		await press(secretary(), said(id, false, minute(40)));
		await press(host(), said(id, true, minute(30)));
		expect(await hereNow()).toEqual([]);
		await press(host(), said(id, true, minute(45)), said(id, false, minute(44)));
		expect(await hereNow()).toEqual(['Anna Al']);
	});

	it('counts a moment that has not come yet as now', async () => {
		const id = await registered('Anna Al');
		test().clock.set(THE_DAY);
		const { presences } = await press(host(), said(id, true, '2031-01-01T00:00:00Z'));
		expect(presences[0]?.checkedInAt).toBe(new Date(THE_DAY).toISOString());
		test().clock.set(LATE);
		await press(host(), said(id, false, LATE));
		expect(await hereNow()).toEqual([]);
	});

	it('keeps the order of a phone whose clock runs a little ahead', async () => {
		const id = await registered('Anna Al');
		test().clock.set(THE_DAY);
		const presses = [said(id, true, '2026-10-15T09:10:10+02:00'), said(id, false, '2026-10-15T09:10:20+02:00')];
		for (const one of [...presses, ...presses]) await press(host(), one);
		expect(await hereNow()).toEqual([]);
		const { presences } = await press(host(), said(id, true, '2026-10-15T09:10:30+02:00'));
		expect(presences[0]?.checkedInAt).toBe(new Date(THE_DAY).toISOString());
	});

	it('opens on the day of the meeting, and never for one that is cancelled', async () => {
		const id = await registered('Anna Al');
		test().clock.set('2026-10-14T23:59:00+02:00');
		expect(await codeOf(press(host(), said(id, true, '2026-10-14T23:59:00+02:00')))).toBe('not_open');
		test().clock.set('2026-10-15T00:01:00+02:00');
		expect(await codeOf(press(host(), said(id)))).toBe('allowed');
		await app().meetings.cancel(as(lead()), meeting().meetingId, 'Sjukdom.');
		expect(await codeOf(press(host(), said(id)))).toBe('not_open');
	});

	it('says of whom it refuses, and takes the others', async () => {
		const id = await registered('Anna Al');
		const gone = await registered('Bo Berg');
		const { code } = await app().registrations.register(
			as(VISITOR),
			dialogue().slug,
			other().ordinal,
			form([[other(), 'room_or_line']], { name: 'Någon annanstans' })
		);
		const [foreign] = (await app().registrations.view(VISITOR, code)).participants;
		const own = await app()
			.database.selectFrom('participant')
			.select('registration_id')
			.where('id', '=', gone)
			.executeTakeFirstOrThrow();
		await app().registrations.cancel(as(lead()), own.registration_id);
		test().clock.set(THE_DAY);
		const answer = await press(host(), said(gone), said(newId()), said(foreign?.id ?? ''), said(id));
		expect(answer.refused).toHaveLength(3);
		expect(await hereNow()).toEqual(['Anna Al']);
	});

	it('refuses what cannot be read', async () => {
		test().clock.set(THE_DAY);
		for (const bad of [said('abc'), said(newId(), true, 'i går'), said('')])
			expect(await codeOf(press(host(), bad))).toBe('bad_input');
		const many = Array.from({ length: 501 }, () => said(newId()));
		expect(await codeOf(press(host(), ...many))).toBe('bad_input');
	});

	it('gives whoever stood in line a seat, which the line does not give away afterwards', async () => {
		const full = await makeMeeting(app(), dialogue(), {
			onSiteCapacity: 1,
			mode: 'on_site',
			joinUrl: '',
			title: 'Fullt'
		});
		await moveTo(full);
		const first = await signUp(app(), dialogue(), full, 'room_or_line', { name: 'Först' });
		await signUp(app(), dialogue(), full, 'room_or_line', { name: 'Sen' });
		test().clock.set(THE_DAY);
		await press(host(), said(await idOf('Sen')));
		await app().registrations.cancel(as(VISITOR), first.code);
		const { people } = await hosting().list(host(), at());
		expect(people.map(({ name, state }) => [name, state])).toEqual([
			['Först', 'cancelled'],
			['Sen', 'confirmed']
		]);
	});

	it('is taken back when the person cancels before the meeting begins', async () => {
		const { code } = await signUp(app(), dialogue(), meeting(), 'room_or_line', { name: 'Anna Al' });
		test().clock.set(THE_DAY);
		await press(host(), said(await idOf('Anna Al')));
		await app().registrations.cancel(as(VISITOR), code);
		expect(await hereNow()).toEqual([]);
	});
});

describe('somebody who has not registered', () => {
	const walkIn = (more = {}, by = host()) =>
		hosting().walkIn(as(by), at(), {
			name: 'Disa Dörr',
			organisationName: 'Bygdegården',
			organisationType: 'civil_society',
			once: formNumber(),
			...more
		});

	it('gets a place and is checked in, also when the meeting has begun and is full, and gets no letter', async () => {
		const full = await makeMeeting(app(), dialogue(), { onSiteCapacity: 1, title: 'Fullt' });
		await moveTo(full);
		await signUp(app(), dialogue(), full, 'room_or_line', { name: 'Först' });
		test().clock.set(LATE);
		const letters = () => app().database.selectFrom('mail_message').select('id').execute();
		const before = (await letters()).length;
		await walkIn();
		const { people } = await hosting().list(host(), at());
		expect(people[0]).toMatchObject({
			...{ name: 'Disa Dörr', organisationName: 'Bygdegården', mode: 'on_site', state: 'confirmed', source: 'door' },
			checkedInAt: new Date(LATE).toISOString()
		});
		expect(await letters()).toHaveLength(before);
	});

	it('is one person when the same form comes twice', async () => {
		test().clock.set(THE_DAY);
		const once = formNumber();
		await Promise.all([walkIn({ once }), walkIn({ once })]);
		expect(await hereNow()).toEqual(['Disa Dörr']);
	});

	it('must have a name and a kind of organisation, and cannot come before the day', async () => {
		expect(await codeOf(walkIn())).toBe('not_open');
		test().clock.set(THE_DAY);
		for (const wrong of [{ name: '' }, { organisationType: 'nonsense' }, { organisationName: '' }])
			expect(await codeOf(walkIn(wrong))).toBe('bad_input');
		expect(await hereNow()).toEqual([]);
	});

	it('is not entered by the communicator, the chair or the host of another meeting', async () => {
		test().clock.set(THE_DAY);
		for (const actor of [communicator(), chair(), hostOfAnother()])
			expect(await codeOf(walkIn({}, actor))).toBe('forbidden');
		expect(await hereNow()).toEqual([]);
	});
});
