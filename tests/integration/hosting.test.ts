import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { newId } from '#server/database/ids.ts';
import type { MeetingAddress } from '#server/hosting/types.ts';
import { type Actor, type Person, VISITOR } from '#server/permissions/actor.ts';
import type { Press } from '#lib/protocol/hosting.ts';
import { testApplication, TEST_NOW, type TestApplication } from '../support/application.ts';
import { as, makeDialogue, type MadeDialogue, makeGuest, makePerson } from '../support/factories.ts';
import { makeMeetingStaff } from '../support/meeting-factories.ts';
import { type MadeMeeting, makeMeeting, makeRound } from '../support/meetings.ts';
import { form, formNumber, signUp } from '../support/registrations.ts';

const THE_DAY = '2026-10-15T09:10:00+02:00';
const LATE = '2026-10-15T09:50:00+02:00';

let test: TestApplication;
let dialogue: MadeDialogue;
let meeting: MadeMeeting;
let other: MadeMeeting;
let at: MeetingAddress;
let host: Person;
let hostOfAnother: Person;
let secretary: Person;
let chair: Person;
let technician: Person;
let lead: Person;
let communicator: Person;

beforeAll(async () => {
	test = await testApplication();
	dialogue = await makeDialogue(test.app);
	lead = await makePerson(test.app, { role: 'process_lead', dialogue });
	communicator = await makePerson(test.app, { role: 'communicator', dialogue });
});
beforeEach(async () => {
	test.clock.set(TEST_NOW);
	const round = await makeRound(app(), dialogue);
	await app().meetings.setAgenda(as(lead), { roundId: round.roundId }, [
		{ startsAt: '12:30', endsAt: '13:30', approximate: false, kind: 'meal', title: 'Lunch' }
	]);
	meeting = await makeMeeting(app(), dialogue, { round });
	other = await makeMeeting(app(), dialogue, { round, title: 'Ett annat möte' });
	at = { dialogueSlug: dialogue.slug, meetingSlug: meeting.slug };
	[host, secretary, chair, technician] = (await Promise.all(
		(['host', 'secretary', 'chair', 'technician'] as const).map((role) =>
			makeMeetingStaff(app(), dialogue, meeting, role)
		)
	)) as [Person, Person, Person, Person];
	hostOfAnother = await makeMeetingStaff(app(), dialogue, other);
});
afterAll(() => test.close());

const app = () => test.app;
const hosting = () => app().hosting;
const needy = (dietary: string, access = '') => ({ self: { title: '', showInList: false, dietary, access } });

async function idOf(name: string): Promise<string> {
	const { people } = await hosting().list(host, at);
	const found = people.find((one) => one.name === name);
	if (found === undefined) throw new Error(`Nobody is called ${name}`);
	return found.participantId;
}

async function registered(name: string, more: Parameters<typeof signUp>[4] = {}): Promise<string> {
	await signUp(app(), dialogue, meeting, 'room_or_line', { name, ...more });
	return idOf(name);
}

const said = (participantId: string, present = true, moment = THE_DAY): Press => ({
	participantId,
	present,
	at: moment
});
const press = (actor: Actor, ...presses: Press[]) => hosting().press(as(actor), at, presses);
const hereNow = async () =>
	(await hosting().list(host, at)).people.filter(({ checkedInAt }) => checkedInAt !== null).map(({ name }) => name);
const auditOf = async (action: string, objectId: string) =>
	(
		await app()
			.database.selectFrom('audit_event')
			.select(['actor_id'])
			.where('action', '=', action)
			.where('object_id', '=', objectId)
			.execute()
	).map(({ actor_id }) => actor_id);
const codeOf = (work: Promise<unknown>) => work.then(() => 'allowed').catch((error: { code: string }) => error.code);

describe('who comes', () => {
	it('is listed by name, with whom to reach, for those who arrange or receive', async () => {
		await registered('Åsa Ek', { email: 'asa@example.org' });
		await registered('Anna Al');
		for (const actor of [host, secretary, lead, communicator]) {
			const { people } = await hosting().list(actor, at);
			expect(people.map(({ name }) => name)).toEqual(['Anna Al', 'Åsa Ek']);
			expect(people[1]?.contact?.email).toBe('asa@example.org');
		}
	});

	it('is listed without contacts for who chairs the meeting, also in what is taken away', async () => {
		await registered('Åsa Ek', { email: 'asa@example.org' });
		for (const { people } of [await hosting().list(chair, at), await hosting().take(as(chair), at)]) {
			expect(people).toHaveLength(1);
			expect(JSON.stringify(people)).not.toContain('asa@example.org');
		}
	});

	it('is nobody else’s business, by any path', async () => {
		const participantId = await registered('Åsa Ek');
		test.clock.set(THE_DAY);
		const elsewhere = await makeDialogue(app());
		const strangers: [Actor, string][] = [
			[VISITOR, 'not_signed_in'],
			[await makeGuest(app()), 'not_signed_in'],
			[await makePerson(app()), 'forbidden'],
			[await makePerson(app(), { admin: true }), 'forbidden'],
			[await makePerson(app(), { role: 'registrar', dialogue }), 'forbidden'],
			[await makePerson(app(), { role: 'case_officer', dialogue }), 'forbidden'],
			[await makePerson(app(), { role: 'reviewer', dialogue }), 'forbidden'],
			[await makePerson(app(), { role: 'process_lead', dialogue: elsewhere }), 'forbidden'],
			[technician, 'forbidden'],
			[hostOfAnother, 'forbidden']
		];
		const somebody = { name: 'X Y', organisationName: '', organisationType: 'private_person', once: null };
		const paths: ((actor: Actor) => Promise<unknown>)[] = [
			(actor) => hosting().hosted(actor, at),
			(actor) => hosting().list(actor, at),
			(actor) => hosting().take(as(actor), at),
			(actor) => hosting().statistics(actor, at),
			(actor) => hosting().attendee(actor, at, participantId),
			(actor) => hosting().attendee(actor, at, newId()),
			(actor) => hosting().needs(as(actor), at),
			(actor) => press(actor, said(participantId)),
			(actor) => hosting().walkIn(as(actor), at, somebody)
		];
		for (const [actor, code] of strangers) for (const path of paths) expect(await codeOf(path(actor))).toBe(code);
		expect(await hereNow()).toEqual([]);
	});

	it('at a draft, of another dialogue, or at a meeting that there is not, is not found', async () => {
		const draft = await makeMeeting(app(), dialogue, { state: 'draft', title: 'Ett utkast' });
		const elsewhere = await makeDialogue(app(), { state: 'planning' });
		for (const address of [
			{ dialogueSlug: dialogue.slug, meetingSlug: draft.slug },
			{ dialogueSlug: elsewhere.slug, meetingSlug: meeting.slug },
			{ dialogueSlug: dialogue.slug, meetingSlug: 'inget' },
			{ dialogueSlug: dialogue.slug, meetingSlug: '../x' }
		])
			expect(await codeOf(hosting().list(lead, address))).toBe('not_found');
	});

	it('is audited when the list is taken away', async () => {
		await hosting().take(as(communicator), at);
		expect(await auditOf('attendance.export', meeting.meetingId)).toEqual([communicator.accountId]);
	});
});

describe('what people need', () => {
	it('is counted for the caterer, and told to the host and the secretary of this very meeting alone', async () => {
		await registered('Anna Al', needy('Vegetarisk', 'Hörslinga'));
		await registered('Bo Berg', needy('vegetarisk'));
		await signUp(app(), dialogue, meeting, 'online', { name: 'Cia Ceder', ...needy('glutenfri', 'Textning') });
		for (const actor of [host, secretary]) {
			const { needs } = await hosting().needs(as(actor), at);
			expect(needs.food).toEqual([{ text: 'Vegetarisk', count: 2 }]);
			expect(needs.people.map(({ name, access }) => [name, access])).toEqual([
				['Anna Al', 'Hörslinga'],
				['Bo Berg', ''],
				['Cia Ceder', 'Textning']
			]);
		}
		const admin = await makePerson(app(), { admin: true });
		for (const actor of [lead, communicator, chair, technician, hostOfAnother, admin])
			expect(await codeOf(hosting().needs(as(actor), at))).toBe('forbidden');
	});

	it('is told only of those who have a seat or are offered one', async () => {
		const full = await makeMeeting(app(), dialogue, {
			onSiteCapacity: 1,
			mode: 'on_site',
			joinUrl: '',
			title: 'Fullt'
		});
		const fullAt = { dialogueSlug: dialogue.slug, meetingSlug: full.slug };
		const its = await makeMeetingStaff(app(), dialogue, full);
		await signUp(app(), dialogue, full, 'room_or_line', { name: 'Först', ...needy('', 'Ledsagare') });
		await signUp(app(), dialogue, full, 'room_or_line', { name: 'Sen', ...needy('', 'Teckenspråkstolk') });
		const { needs } = await hosting().needs(as(its), fullAt);
		expect(needs.people.map(({ name }) => name)).toEqual(['Först']);
	});

	it('is audited each time that it is read, also before it is shown', async () => {
		await hosting().needs(as(host), at);
		await hosting().needs(as(secretary), at);
		expect((await auditOf('registration.needs_read', meeting.meetingId)).toSorted()).toEqual(
			[host.accountId, secretary.accountId].toSorted()
		);
	});

	it('stands in no list, no number and nothing that is taken away', async () => {
		await registered('Anna Al', needy('zqmat', 'zqbehov'));
		const given = [
			await hosting().list(host, at),
			await hosting().take(as(host), at),
			await hosting().statistics(host, at),
			await hosting().attendee(host, at, await idOf('Anna Al'))
		];
		expect(JSON.stringify(given)).not.toMatch(/zqmat|zqbehov/);
	});
});

describe('checking in', () => {
	it('is done by host, secretary and process lead; once, however often it is sent', async () => {
		const id = await registered('Anna Al');
		test.clock.set(THE_DAY);
		for (const actor of [host, secretary, lead]) {
			const { presences, refused } = await press(actor, said(id));
			expect(presences).toEqual([{ participantId: id, checkedInAt: new Date(THE_DAY).toISOString() }]);
			expect(refused).toEqual([]);
		}
		expect(await auditOf('attendance.check_in', id)).toEqual([host.accountId]);
	});

	it('is not for the communicator or the chair', async () => {
		const id = await registered('Anna Al');
		test.clock.set(THE_DAY);
		for (const actor of [communicator, chair]) {
			expect(await codeOf(press(actor, said(id)))).toBe('forbidden');
			expect(await codeOf(hosting().attendee(actor, at, id))).toBe('forbidden');
		}
	});

	it('can be undone, and what was said earlier never undoes what was said later', async () => {
		const id = await registered('Anna Al');
		test.clock.set(LATE);
		const minute = (number: number) => `2026-10-15T09:${number}:00+02:00`;
		await press(host, said(id, true, minute(20)));
		await press(secretary, said(id, false, minute(40)));
		await press(host, said(id, true, minute(30)));
		expect(await hereNow()).toEqual([]);
		await press(host, said(id, true, minute(45)), said(id, false, minute(44)));
		expect(await hereNow()).toEqual(['Anna Al']);
	});

	it('counts a moment that has not come yet as now', async () => {
		const id = await registered('Anna Al');
		test.clock.set(THE_DAY);
		const { presences } = await press(host, said(id, true, '2031-01-01T00:00:00Z'));
		expect(presences[0]?.checkedInAt).toBe(new Date(THE_DAY).toISOString());
		test.clock.set(LATE);
		await press(host, said(id, false, LATE));
		expect(await hereNow()).toEqual([]);
	});

	it('keeps the order of a phone whose clock runs a little ahead', async () => {
		const id = await registered('Anna Al');
		test.clock.set(THE_DAY);
		const presses = [said(id, true, '2026-10-15T09:10:10+02:00'), said(id, false, '2026-10-15T09:10:20+02:00')];
		for (const one of [...presses, ...presses]) await press(host, one);
		expect(await hereNow()).toEqual([]);
		const { presences } = await press(host, said(id, true, '2026-10-15T09:10:30+02:00'));
		expect(presences[0]?.checkedInAt).toBe(new Date(THE_DAY).toISOString());
	});

	it('opens on the day of the meeting, and never for one that is cancelled', async () => {
		const id = await registered('Anna Al');
		test.clock.set('2026-10-14T23:59:00+02:00');
		expect(await codeOf(press(host, said(id, true, '2026-10-14T23:59:00+02:00')))).toBe('not_open');
		test.clock.set('2026-10-15T00:01:00+02:00');
		expect(await codeOf(press(host, said(id)))).toBe('allowed');
		await app().meetings.cancel(as(lead), meeting.meetingId, 'Sjukdom.');
		expect(await codeOf(press(host, said(id)))).toBe('not_open');
	});

	it('says of whom it refuses, and takes the others', async () => {
		const id = await registered('Anna Al');
		const gone = await registered('Bo Berg');
		const { code } = await app().registrations.register(
			as(VISITOR),
			dialogue.slug,
			other.ordinal,
			form([[other, 'room_or_line']], { name: 'Någon annanstans' })
		);
		const [foreign] = (await app().registrations.view(VISITOR, code)).participants;
		const own = await app()
			.database.selectFrom('participant')
			.select('registration_id')
			.where('id', '=', gone)
			.executeTakeFirstOrThrow();
		await app().registrations.cancel(as(lead), own.registration_id);
		test.clock.set(THE_DAY);
		const answer = await press(host, said(gone), said(newId()), said(foreign?.id ?? ''), said(id));
		expect(answer.refused).toHaveLength(3);
		expect(await hereNow()).toEqual(['Anna Al']);
	});

	it('refuses what cannot be read', async () => {
		test.clock.set(THE_DAY);
		for (const bad of [said('abc'), said(newId(), true, 'i går'), said('')])
			expect(await codeOf(press(host, bad))).toBe('bad_input');
		const many = Array.from({ length: 501 }, () => said(newId()));
		expect(await codeOf(press(host, ...many))).toBe('bad_input');
	});

	it('gives whoever stood in line a seat, which the line does not give away afterwards', async () => {
		const full = await makeMeeting(app(), dialogue, {
			onSiteCapacity: 1,
			mode: 'on_site',
			joinUrl: '',
			title: 'Fullt'
		});
		at = { dialogueSlug: dialogue.slug, meetingSlug: full.slug };
		host = await makeMeetingStaff(app(), dialogue, full);
		const first = await signUp(app(), dialogue, full, 'room_or_line', { name: 'Först' });
		await signUp(app(), dialogue, full, 'room_or_line', { name: 'Sen' });
		test.clock.set(THE_DAY);
		await press(host, said(await idOf('Sen')));
		await app().registrations.cancel(as(VISITOR), first.code);
		const { people } = await hosting().list(host, at);
		expect(people.map(({ name, state }) => [name, state])).toEqual([
			['Först', 'cancelled'],
			['Sen', 'confirmed']
		]);
	});

	it('is taken back when the person cancels before the meeting begins', async () => {
		const { code } = await signUp(app(), dialogue, meeting, 'room_or_line', { name: 'Anna Al' });
		test.clock.set(THE_DAY);
		await press(host, said(await idOf('Anna Al')));
		await app().registrations.cancel(as(VISITOR), code);
		expect(await hereNow()).toEqual([]);
	});
});

describe('somebody who has not registered', () => {
	const walkIn = (more = {}, by = host) =>
		hosting().walkIn(as(by), at, {
			name: 'Disa Dörr',
			organisationName: 'Bygdegården',
			organisationType: 'civil_society',
			once: formNumber(),
			...more
		});

	it('gets a place and is checked in, also when the meeting has begun and is full, and gets no letter', async () => {
		const full = await makeMeeting(app(), dialogue, { onSiteCapacity: 1, title: 'Fullt' });
		at = { dialogueSlug: dialogue.slug, meetingSlug: full.slug };
		host = await makeMeetingStaff(app(), dialogue, full);
		await signUp(app(), dialogue, full, 'room_or_line', { name: 'Först' });
		test.clock.set(LATE);
		const letters = () => app().database.selectFrom('mail_message').select('id').execute();
		const before = (await letters()).length;
		await walkIn();
		const { people } = await hosting().list(host, at);
		expect(people[0]).toMatchObject({
			...{ name: 'Disa Dörr', organisationName: 'Bygdegården', mode: 'on_site', state: 'confirmed', source: 'door' },
			checkedInAt: new Date(LATE).toISOString()
		});
		expect(await letters()).toHaveLength(before);
	});

	it('is one person when the same form comes twice', async () => {
		test.clock.set(THE_DAY);
		const once = formNumber();
		await Promise.all([walkIn({ once }), walkIn({ once })]);
		expect(await hereNow()).toEqual(['Disa Dörr']);
	});

	it('must have a name and a kind of organisation, and cannot come before the day', async () => {
		expect(await codeOf(walkIn())).toBe('not_open');
		test.clock.set(THE_DAY);
		for (const wrong of [{ name: '' }, { organisationType: 'nonsense' }, { organisationName: '' }])
			expect(await codeOf(walkIn(wrong))).toBe('bad_input');
		expect(await hereNow()).toEqual([]);
	});

	it('is not entered by the communicator, the chair or the host of another meeting', async () => {
		test.clock.set(THE_DAY);
		for (const actor of [communicator, chair, hostOfAnother]) expect(await codeOf(walkIn({}, actor))).toBe('forbidden');
		expect(await hereNow()).toEqual([]);
	});
});

describe('the numbers', () => {
	it('say by kind and municipality who was registered and who came, without a name', async () => {
		const id = await registered('Anna Al', {
			organisation: { name: 'Fjällbergs kommun', type: 'municipality', municipalityCode: '2326' }
		});
		await registered('Bo Berg');
		test.clock.set(THE_DAY);
		await press(host, said(id));
		for (const actor of [lead, communicator, chair, host]) {
			const { statistics } = await hosting().statistics(actor, at);
			expect(statistics.byType).toMatchObject([
				{ code: 'company', registered: 1, checkedIn: 0 },
				{ code: 'municipality', registered: 1, checkedIn: 1 }
			]);
			expect(JSON.stringify(statistics)).not.toMatch(/Anna|Bo Berg|Fjällberg/);
		}
	});
});
