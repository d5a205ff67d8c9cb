import { describe, expect, it } from 'vitest';
import { bySystem } from '#server/database/transaction.ts';
import { type Actor, VISITOR } from '#server/permissions/actor.ts';
import { as, makeDialogue, makePerson } from '../support/factories.ts';
import { makeMeeting, makeRound, meetingInput } from '../support/meetings.ts';
import { agendaItem, planning } from '../support/planning.ts';
import { refusal } from '../support/refusal.ts';

const { app, dialogue, lead, seen, auditOf } = planning();

describe('what is said of a meeting', () => {
	it('takes its title from its area, else from its round, unless it has one of its own', async () => {
		const round = await makeRound(app(), dialogue());
		const titles = [];
		for (const input of [{}, { areaId: null }, { title: 'Öppet hus' }])
			titles.push((await seen((await makeMeeting(app(), dialogue(), { round, ...input })).slug)).title);
		expect(titles).toEqual(['Hållbar energi', `Mobilisering ${round.ordinal}`, 'Öppet hus']);
	});

	it('dials the number of the dialogue, unless it has one of its own', async () => {
		const other = await makeDialogue(app());
		const by = as(await makePerson(app(), { role: 'communicator', dialogue: other }));
		const common = await makeMeeting(app(), other);
		const own = await makeMeeting(app(), other, { dialInNumber: '+46 8 465 004 10', dialInToll: 'toll_free' });
		await app().meetings.setOnline(by, other.dialogueId, {
			platform: 'Microsoft Teams',
			dialInNumber: '08-465 004 02',
			dialInLabel: 'Sverige, Stockholm',
			dialInToll: 'toll'
		});
		const dialIn = async (slug: string) => (await app().meetings.meeting(VISITOR, other.slug, slug)).online;
		expect(await dialIn(common.slug)).toMatchObject({
			dialIn: { number: '+46846500402', label: 'Sverige, Stockholm', toll: 'toll' },
			conferenceId: '900001009'
		});
		expect(await dialIn(own.slug)).toMatchObject({ dialIn: { number: '+46846500410', toll: 'toll_free' } });
	});

	it('says what to mend of everything at once', async () => {
		const input = {
			...meetingInput(dialogue()),
			startsOn: '2026-10-16',
			endsAt: new Date('2026-10-15T09:30:00+02:00'),
			joinUrl: 'http://osaker.example.org',
			conferenceId: '900-abc',
			dialInNumber: 'ring mig',
			onSiteCapacity: 0,
			venueId: '0190a0a0-0000-7000-8000-000000000000'
		};
		const { roundId } = await makeRound(app(), dialogue());
		const failed = app().meetings.create(as(lead()), dialogue().dialogueId, { ...input, roundId });
		for (const field of ['startsOn', 'endsAt', 'joinUrl', 'conferenceId', 'dialInNumber', 'onSiteCapacity'])
			await expect(failed).rejects.toEqual(refusal('bad_input', field));
	});

	it('takes no room or area of another dialogue, and no more people than the room', async () => {
		const other = await makeDialogue(app());
		const { venueId: theirs } = await app().meetings.createVenue(bySystem(), other.dialogueId, { name: 'Hus V' });
		const { venueId } = await app().meetings.createVenue(as(lead()), dialogue().dialogueId, {
			name: 'Hus U',
			capacity: 30
		});
		const { roundId } = await makeRound(app(), dialogue());
		const create = (input: object) =>
			app().meetings.create(as(lead()), dialogue().dialogueId, { ...meetingInput(dialogue()), ...input, roundId });
		await expect(create({ venueId: theirs })).rejects.toEqual(refusal('bad_input', 'venueId'));
		await expect(create({ areaId: other.areaId })).rejects.toEqual(refusal('bad_input', 'areaId'));
		await expect(create({ venueId })).rejects.toEqual(refusal('bad_input', 'onSiteCapacity'));
		await create({ venueId, onSiteCapacity: 30 });
	});

	it('in a room whose seats are counted has as many, unless it has fewer', async () => {
		const { venueId } = await app().meetings.createVenue(as(lead()), dialogue().dialogueId, {
			name: 'Hus U',
			capacity: 30
		});
		const { slug } = await makeMeeting(app(), dialogue(), { venueId, onSiteCapacity: null });
		expect((await seen(slug)).seats.onSite).toMatchObject({ capacity: 30, left: 30 });
		const { meetingId } = await makeMeeting(app(), dialogue(), { venueId, onSiteCapacity: 12 });
		expect((await app().meetings.shown(meetingId))?.seats.onSite).toMatchObject({ capacity: 12 });
	});
});

describe('those who work at a meeting', () => {
	it('come from the dialogue, and have their task at that meeting alone', async () => {
		const { meetingId } = await makeMeeting(app(), dialogue());
		const { meetingId: elsewhere } = await makeMeeting(app(), dialogue());
		const host = await makePerson(app(), { role: 'host', dialogue: dialogue() });
		const stranger = await makePerson(app());
		await app().meetings.appoint(as(lead()), meetingId, host.accountId, 'secretary');
		await app().meetings.appoint(as(lead()), meetingId, host.accountId, 'secretary');
		await expect(app().meetings.appoint(as(lead()), meetingId, stranger.accountId, 'host')).rejects.toEqual(
			refusal('bad_input', 'accountId')
		);
		await expect(app().meetings.appoint(as(lead()), meetingId, host.accountId, 'registrar' as 'host')).rejects.toEqual(
			refusal('bad_input', 'role')
		);
		expect(await app().meetings.rolesHeld(host, meetingId)).toEqual(['secretary']);
		expect(await app().meetings.rolesHeld(host, elsewhere)).toEqual([]);
		expect((await app().meetings.staff(lead(), meetingId)).appointed).toMatchObject([{ accountId: host.accountId }]);
		await app().meetings.dismiss(as(lead()), meetingId, host.accountId, 'secretary');
		expect(await app().meetings.rolesHeld(host, meetingId)).toEqual([]);
	});
});

describe('what was made by mistake', () => {
	it('is taken away: a round without meetings, with the agenda of its day, and a venue that no meeting is in', async () => {
		const own = await makeDialogue(app());
		const planner = await makePerson(app(), { role: 'communicator', dialogue: own });
		const { roundId } = await makeRound(app(), own);
		await app().meetings.setAgenda(as(planner), { roundId }, [agendaItem('09:00', 'Kaffe')]);
		const { venueId } = await app().meetings.createVenue(as(planner), own.dialogueId, { name: 'Hus X' });
		await app().meetings.removeRound(as(planner), roundId);
		await app().meetings.removeVenue(as(planner), venueId);
		expect(await app().meetings.working(planner, own.dialogueId)).toEqual([]);
		expect(await app().meetings.venues(planner, own.dialogueId)).toEqual([]);
		expect((await auditOf(roundId)).at(-1)).toMatchObject({ action: 'round.remove' });
		expect((await auditOf(venueId)).at(-1)).toMatchObject({ action: 'venue.remove' });
		await expect(app().meetings.removeRound(as(planner), roundId)).rejects.toEqual(refusal('not_found'));
		await expect(app().meetings.removeVenue(as(planner), venueId)).rejects.toEqual(refusal('not_found'));
	});

	it('stays as long as something stands on it, also a draft, and says what', async () => {
		const own = await makeDialogue(app());
		const by = as(await makePerson(app(), { role: 'process_lead', dialogue: own }));
		const { venueId } = await app().meetings.createVenue(by, own.dialogueId, { name: 'Hus Y' });
		const { roundId, meetingId } = await makeMeeting(app(), own, { state: 'draft', title: 'Kustmötet', venueId });
		await expect(app().meetings.removeRound(by, roundId)).rejects.toThrow('since it has meetings: 1.');
		await expect(app().meetings.removeVenue(by, venueId)).rejects.toThrow('chosen for meetings (1): Kustmötet.');
		await app().meetings.removeDraft(by, meetingId);
		await app().meetings.removeVenue(by, venueId);
		await app().meetings.removeRound(by, roundId);
	});

	it('is not taken away under somebody who puts a meeting in it at the same time', async () => {
		const own = await makeDialogue(app());
		const by = as(await makePerson(app(), { role: 'process_lead', dialogue: own }));
		const { roundId } = await makeRound(app(), own);
		const tried = await Promise.allSettled([
			app().meetings.removeRound(by, roundId),
			app().meetings.create(by, own.dialogueId, { ...meetingInput(own), roundId })
		]);
		expect(tried.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected']);
		expect(tried.find(({ status }) => status === 'rejected')).toMatchObject({
			reason: { code: expect.stringMatching(/^(rule_broken|not_found)$/) as string }
		});
	});
});

describe('whoever may not plan meetings', () => {
	it('changes none of them, whatever the role, the kind of actor or the dialogue', async () => {
		const { meetingId, roundId, slug } = await makeMeeting(app(), dialogue());
		const elsewhere = await makeDialogue(app());
		const { venueId } = await app().meetings.createVenue(as(lead()), dialogue().dialogueId, { name: 'Hus W' });
		const emptyRound = await makeRound(app(), dialogue());
		const actors: [Actor, string][] = [
			[VISITOR, 'not_signed_in'],
			[await makePerson(app(), { role: 'host', dialogue: dialogue() }), 'forbidden'],
			[await makePerson(app(), { role: 'case_officer', dialogue: dialogue() }), 'forbidden'],
			[await makePerson(app(), { role: 'process_lead', dialogue: elsewhere }), 'forbidden'],
			[await makePerson(app(), { role: 'process_lead', dialogue: dialogue(), verified: false }), 'not_signed_in']
		];
		for (const [actor, code] of actors) {
			const by = as(actor);
			const input = meetingInput(dialogue());
			const attempts = [
				app().meetings.createRound(by, dialogue().dialogueId, { ordinal: 900, kind: 'other', title: 'Min' }),
				app().meetings.updateRound(by, roundId, { ordinal: 900, kind: 'other', title: 'Min' }),
				app().meetings.removeRound(by, emptyRound.roundId),
				app().meetings.copyRound(by, roundId, { ordinal: 901, title: 'Min', firstDay: '2027-02-10' }),
				app().meetings.copyPreview(actor, roundId, '2027-02-10'),
				app().meetings.setAgenda(by, { roundId }, []),
				app().meetings.setAgenda(by, { meetingId }, []),
				app().meetings.createVenue(by, dialogue().dialogueId, { name: 'Min' }),
				app().meetings.updateVenue(by, venueId, { name: 'Min' }),
				app().meetings.removeVenue(by, venueId),
				app().meetings.setOnline(by, dialogue().dialogueId, {}),
				app().meetings.create(by, dialogue().dialogueId, { ...input, roundId }),
				app().meetings.update(by, meetingId, input),
				app().meetings.setState(by, meetingId, 'closed'),
				app().meetings.cancel(by, meetingId, 'Bara för att.'),
				app().meetings.removeDraft(by, meetingId),
				app().meetings.appoint(by, meetingId, meetingId, 'host'),
				app().meetings.dismiss(by, meetingId, meetingId, 'host'),
				app().meetings.working(actor, dialogue().dialogueId),
				app().meetings.workingMeeting(actor, dialogue().dialogueId, slug),
				app().meetings.venues(actor, dialogue().dialogueId),
				app().meetings.online(actor, dialogue().dialogueId),
				app().meetings.staff(actor, meetingId)
			];
			for (const attempt of await Promise.allSettled(attempts))
				expect(attempt).toMatchObject({ status: 'rejected', reason: { code } });
		}
		expect(await seen(slug)).toMatchObject({ status: 'open' });
	});

	it('finds nothing under an id that is none', async () => {
		await expect(app().meetings.update(as(lead()), 'm09', meetingInput(dialogue()))).rejects.toEqual(
			refusal('not_found')
		);
		await expect(app().meetings.updateVenue(as(lead()), '../hus', { name: 'X' })).rejects.toEqual(refusal('not_found'));
		await expect(app().meetings.meeting(VISITOR, dialogue().slug, 'Ingen Sådan')).rejects.toEqual(refusal('not_found'));
		await expect(app().meetings.round(VISITOR, dialogue().slug, Number.NaN)).rejects.toEqual(refusal('not_found'));
	});
});
