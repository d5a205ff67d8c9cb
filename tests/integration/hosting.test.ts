import { describe, expect, it } from 'vitest';
import { newId } from '#server/database/ids.ts';
import { type Actor, VISITOR } from '#server/permissions/actor.ts';
import { as, makeDialogue, makeGuest, makePerson } from '../support/factories.ts';
import { codeOf, hostedMeeting, said, THE_DAY } from '../support/hosting.ts';
import { makeMeetingStaff } from '../support/meeting-factories.ts';
import { makeMeeting } from '../support/meetings.ts';
import { signUp } from '../support/registrations.ts';

const hosted = hostedMeeting();
const { test, app, dialogue, meeting, at } = hosted;
const { host, hostOfAnother, secretary, chair, technician, lead, communicator } = hosted;
const { hosting, idOf, registered, press, hereNow, auditOf } = hosted;

const needy = (dietary: string, access = '') => ({ self: { title: '', showInList: false, dietary, access } });

describe('who comes', () => {
	it('is listed by name, with whom to reach, for those who arrange or receive', async () => {
		await registered('Åsa Ek', { email: 'asa@example.org' });
		await registered('Anna Al');
		for (const actor of [host(), secretary(), lead(), communicator()]) {
			const { people } = await hosting().list(actor, at());
			expect(people.map(({ name }) => name)).toEqual(['Anna Al', 'Åsa Ek']);
			expect(people[1]?.contact?.email).toBe('asa@example.org');
		}
	});

	it('is listed without contacts for who chairs the meeting, also in what is taken away', async () => {
		await registered('Åsa Ek', { email: 'asa@example.org' });
		for (const { people } of [await hosting().list(chair(), at()), await hosting().take(as(chair()), at())]) {
			expect(people).toHaveLength(1);
			expect(JSON.stringify(people)).not.toContain('asa@example.org');
		}
	});

	it('is nobody else’s business, by any path', async () => {
		const participantId = await registered('Åsa Ek');
		test().clock.set(THE_DAY);
		const elsewhere = await makeDialogue(app());
		const strangers: [Actor, string][] = [
			[VISITOR, 'not_signed_in'],
			[await makeGuest(app()), 'not_signed_in'],
			[await makePerson(app()), 'forbidden'],
			[await makePerson(app(), { admin: true }), 'forbidden'],
			[await makePerson(app(), { role: 'registrar', dialogue: dialogue() }), 'forbidden'],
			[await makePerson(app(), { role: 'case_officer', dialogue: dialogue() }), 'forbidden'],
			[await makePerson(app(), { role: 'reviewer', dialogue: dialogue() }), 'forbidden'],
			[await makePerson(app(), { role: 'process_lead', dialogue: elsewhere }), 'forbidden'],
			[technician(), 'forbidden'],
			[hostOfAnother(), 'forbidden']
		];
		const somebody = { name: 'X Y', organisationName: '', organisationType: 'private_person', once: null };
		const paths: ((actor: Actor) => Promise<unknown>)[] = [
			(actor) => hosting().hosted(actor, at()),
			(actor) => hosting().list(actor, at()),
			(actor) => hosting().take(as(actor), at()),
			(actor) => hosting().statistics(actor, at()),
			(actor) => hosting().attendee(actor, at(), participantId),
			(actor) => hosting().attendee(actor, at(), newId()),
			(actor) => hosting().needs(as(actor), at()),
			(actor) => press(actor, said(participantId)),
			(actor) => hosting().walkIn(as(actor), at(), somebody)
		];
		for (const [actor, code] of strangers) for (const path of paths) expect(await codeOf(path(actor))).toBe(code);
		expect(await hereNow()).toEqual([]);
	});

	it('at a draft, of another dialogue, or at a meeting that there is not, is not found', async () => {
		const draft = await makeMeeting(app(), dialogue(), { state: 'draft', title: 'Ett utkast' });
		const elsewhere = await makeDialogue(app(), { state: 'planning' });
		for (const address of [
			{ dialogueSlug: dialogue().slug, meetingSlug: draft.slug },
			{ dialogueSlug: elsewhere.slug, meetingSlug: meeting().slug },
			{ dialogueSlug: dialogue().slug, meetingSlug: 'inget' },
			{ dialogueSlug: dialogue().slug, meetingSlug: '../x' }
		])
			expect(await codeOf(hosting().list(lead(), address))).toBe('not_found');
	});

	it('is audited when the list is taken away', async () => {
		await hosting().take(as(communicator()), at());
		expect(await auditOf('attendance.export', meeting().meetingId)).toEqual([communicator().accountId]);
	});
});

describe('what people need', () => {
	it('is counted for the caterer, and told to the host and the secretary of this very meeting alone', async () => {
		await registered('Anna Al', needy('Vegetarisk', 'Hörslinga'));
		await registered('Bo Berg', needy('vegetarisk'));
		await signUp(app(), dialogue(), meeting(), 'online', { name: 'Cia Ceder', ...needy('glutenfri', 'Textning') });
		for (const actor of [host(), secretary()]) {
			const { needs } = await hosting().needs(as(actor), at());
			expect(needs.food).toEqual([{ text: 'Vegetarisk', count: 2 }]);
			expect(needs.people.map(({ name, access }) => [name, access])).toEqual([
				['Anna Al', 'Hörslinga'],
				['Bo Berg', ''],
				['Cia Ceder', 'Textning']
			]);
		}
		const admin = await makePerson(app(), { admin: true });
		for (const actor of [lead(), communicator(), chair(), technician(), hostOfAnother(), admin])
			expect(await codeOf(hosting().needs(as(actor), at()))).toBe('forbidden');
	});

	it('is told only of those who have a seat or are offered one', async () => {
		const full = await makeMeeting(app(), dialogue(), {
			onSiteCapacity: 1,
			mode: 'on_site',
			joinUrl: '',
			title: 'Fullt'
		});
		const fullAt = { dialogueSlug: dialogue().slug, meetingSlug: full.slug };
		const its = await makeMeetingStaff(app(), dialogue(), full);
		await signUp(app(), dialogue(), full, 'room_or_line', { name: 'Först', ...needy('', 'Ledsagare') });
		await signUp(app(), dialogue(), full, 'room_or_line', { name: 'Sen', ...needy('', 'Teckenspråkstolk') });
		const { needs } = await hosting().needs(as(its), fullAt);
		expect(needs.people.map(({ name }) => name)).toEqual(['Först']);
	});

	it('is audited each time that it is read, also before it is shown', async () => {
		await hosting().needs(as(host()), at());
		await hosting().needs(as(secretary()), at());
		expect((await auditOf('registration.needs_read', meeting().meetingId)).toSorted()).toEqual(
			[host().accountId, secretary().accountId].toSorted()
		);
	});

	it('stands in no list, no number and nothing that is taken away', async () => {
		await registered('Anna Al', needy('zqmat', 'zqbehov'));
		const given = [
			await hosting().list(host(), at()),
			await hosting().take(as(host()), at()),
			await hosting().statistics(host(), at()),
			await hosting().attendee(host(), at(), await idOf('Anna Al'))
		];
		expect(JSON.stringify(given)).not.toMatch(/zqmat|zqbehov/);
	});
});

describe('the numbers', () => {
	it('say by kind and municipality who was registered and who came, without a name', async () => {
		const id = await registered('Anna Al', {
			organisation: { name: 'Fjällbergs kommun', type: 'municipality', municipalityCode: '2326' }
		});
		await registered('Bo Berg');
		test().clock.set(THE_DAY);
		await press(host(), said(id));
		for (const actor of [lead(), communicator(), chair(), host()]) {
			const { statistics } = await hosting().statistics(actor, at());
			expect(statistics.byType).toMatchObject([
				{ code: 'company', registered: 1, checkedIn: 0 },
				{ code: 'municipality', registered: 1, checkedIn: 1 }
			]);
			expect(JSON.stringify(statistics)).not.toMatch(/Anna|Bo Berg|Fjällberg/);
		}
	});
});
