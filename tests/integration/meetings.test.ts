import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Application } from '#server/application.ts';
import { bySystem } from '#server/database/transaction.ts';
import { type Actor, VISITOR } from '#server/permissions/actor.ts';
import { TEST_NOW, type TestApplication, testApplication } from '../support/application.ts';
import { as, makeDialogue, type MadeDialogue, makePerson } from '../support/factories.ts';
import { makeMeeting, makeRound, meetingInput } from '../support/meetings.ts';

let test: TestApplication;
let app: Application;
let dialogue: MadeDialogue;
let lead: Actor;

beforeAll(async () => {
	test = await testApplication();
	app = test.app;
	dialogue = await makeDialogue(app);
	lead = await makePerson(app, { role: 'process_lead', dialogue });
});
afterAll(() => test.close());

const refusal = (code: string, field?: string) =>
	expect.objectContaining({
		code,
		...(field === undefined ? {} : { issues: expect.arrayContaining([expect.objectContaining({ field })]) as unknown })
	});
const seen = (slug: string) => app.meetings.meeting(VISITOR, dialogue.slug, slug);
const auditOf = (id: string) =>
	app.database.selectFrom('audit_event').select('action').where('object_id', '=', id).orderBy('id').execute();

describe('a meeting on its way to the public', () => {
	it('is a draft that nobody but those who plan it sees, in no list and under no address', async () => {
		const { slug, meetingId, ordinal } = await makeMeeting(app, dialogue, { state: 'draft' });
		await expect(seen(slug)).rejects.toEqual(refusal('not_found'));
		await expect(app.meetings.meeting(lead, dialogue.slug, slug)).rejects.toEqual(refusal('not_found'));
		await expect(app.meetings.round(VISITOR, dialogue.slug, ordinal)).rejects.toEqual(refusal('not_found'));
		expect(await app.meetings.shown(meetingId)).toBeNull();
		expect(JSON.stringify(await app.meetings.publicAddresses())).not.toContain(slug);
		expect(await app.meetings.workingMeeting(lead, dialogue.dialogueId, slug)).toMatchObject({ state: 'draft' });
	});

	it('is first a date to save, then open once its hours and its accessibility are told', async () => {
		const { meetingId, slug } = await makeMeeting(app, dialogue, {
			state: 'save_the_date',
			startsAt: null,
			endsAt: null,
			accessibility: ''
		});
		expect(await seen(slug)).toMatchObject({ status: 'save_the_date', startsOn: '2026-10-15', startsAt: null });
		const open = () => app.meetings.setState(as(lead), meetingId, 'open');
		await expect(open()).rejects.toEqual(refusal('bad_input', 'startsAt'));
		await expect(open()).rejects.toEqual(refusal('bad_input', 'accessibility'));
		await app.meetings.update(as(lead), meetingId, meetingInput(dialogue));
		await open();
		expect(await seen(slug)).toMatchObject({ status: 'open', startsAt: '2026-10-15T07:30:00.000Z' });
		await expect(app.meetings.setState(as(lead), meetingId, 'save_the_date')).rejects.toEqual(refusal('rule_broken'));
	});

	it('cannot lose its hours while it is open', async () => {
		const { meetingId } = await makeMeeting(app, dialogue);
		const without = { ...meetingInput(dialogue), startsAt: null, endsAt: null };
		await expect(app.meetings.update(as(lead), meetingId, without)).rejects.toEqual(refusal('bad_input', 'startsAt'));
	});

	it('stays where people look for it when it is cancelled, with the reason, and for good', async () => {
		const { meetingId, slug, ordinal } = await makeMeeting(app, dialogue);
		await expect(app.meetings.cancel(as(lead), meetingId, ' ')).rejects.toEqual(refusal('bad_input', 'reason'));
		await app.meetings.cancel(as(lead), meetingId, 'Föreläsaren är sjuk.');
		await app.meetings.cancel(as(lead), meetingId, 'En gång till');
		expect(await seen(slug)).toMatchObject({
			status: 'cancelled',
			cancelReason: 'Föreläsaren är sjuk.',
			openModes: []
		});
		expect((await app.meetings.round(VISITOR, dialogue.slug, ordinal)).meetings).toHaveLength(1);
		await expect(app.meetings.setState(as(lead), meetingId, 'open')).rejects.toEqual(refusal('rule_broken'));
		await expect(app.meetings.update(as(lead), meetingId, meetingInput(dialogue))).rejects.toEqual(
			refusal('rule_broken')
		);
		expect((await auditOf(meetingId)).map(({ action }) => action)).toEqual([
			'meeting.create',
			'meeting.open',
			'meeting.cancel'
		]);
	});

	it('can be taken away only while it is a draft', async () => {
		const draft = await makeMeeting(app, dialogue, { state: 'draft' });
		await app.meetings.setAgenda(as(lead), { meetingId: draft.meetingId }, [item('09:00', 'Kaffe')]);
		await app.meetings.removeDraft(as(lead), draft.meetingId);
		await expect(app.meetings.removeDraft(as(lead), draft.meetingId)).rejects.toEqual(refusal('not_found'));
		const open = await makeMeeting(app, dialogue);
		await expect(app.meetings.removeDraft(as(lead), open.meetingId)).rejects.toEqual(refusal('rule_broken'));
		expect(await seen(open.slug)).toMatchObject({ status: 'open' });
	});

	it('is taken away with what was prepared for it, but not with notes that somebody has begun', async () => {
		const draft = await makeMeeting(app, dialogue, { state: 'draft' });
		await app.invitations.setReminder(bySystem(), dialogue.dialogueId, draft.meetingId, 2);
		await app.registrations.reserve(bySystem(), draft.meetingId, [
			{ organisationType: 'municipality', seats: 2, releasedAt: null }
		]);
		await app.meetings.removeDraft(as(lead), draft.meetingId);
		const noted = await makeMeeting(app, dialogue, { state: 'draft' });
		await app.notes.begin(as(lead), noted.meetingId);
		await expect(app.meetings.removeDraft(as(lead), noted.meetingId)).rejects.toEqual(refusal('rule_broken'));
	});

	it('of a dialogue that is being planned is not known to a visitor, but to staff', async () => {
		const planned = await makeDialogue(app, { state: 'planning' });
		const { slug } = await makeMeeting(app, planned);
		const host = await makePerson(app, { role: 'host', dialogue: planned });
		for (const look of [
			() => app.meetings.meeting(VISITOR, planned.slug, slug),
			() => app.meetings.rounds(VISITOR, planned.slug),
			() => app.meetings.meeting(lead, planned.slug, slug)
		])
			await expect(look()).rejects.toEqual(refusal('not_found'));
		expect(await app.meetings.meeting(host, planned.slug, slug)).toMatchObject({ status: 'open' });
		expect(JSON.stringify(await app.meetings.publicAddresses())).not.toContain(slug);
	});
});

const item = (startsAt: string, title: string, endsAt: string | null = null) => ({
	startsAt,
	endsAt,
	title,
	approximate: false,
	kind: 'session' as const
});

describe('the clock', () => {
	it('closes and ends a meeting by the hour on the wall, also after the change to winter time', async () => {
		const { slug } = await makeMeeting(app, dialogue, {
			startsOn: '2026-10-25',
			startsAt: new Date('2026-10-25T09:00:00+01:00'),
			endsAt: new Date('2026-10-25T11:00:00+01:00')
		});
		const at = async (now: string) => {
			test.clock.set(now);
			return (await seen(slug)).status;
		};
		try {
			expect(await at('2026-10-25T08:59:59+01:00')).toBe('open');
			expect(await at('2026-10-25T09:00:00+01:00')).toBe('closed');
			expect(await at('2026-10-25T11:00:00+01:00')).toBe('held');
		} finally {
			test.clock.set('2026-09-23T09:00:00+02:00');
		}
	});
});

describe('what is said of a meeting', () => {
	it('takes its title from its area, else from its round, unless it has one of its own', async () => {
		const round = await makeRound(app, dialogue);
		const titles = [];
		for (const input of [{}, { areaId: null }, { title: 'Öppet hus' }])
			titles.push((await seen((await makeMeeting(app, dialogue, { round, ...input })).slug)).title);
		expect(titles).toEqual(['Hållbar energi', `Mobilisering ${round.ordinal}`, 'Öppet hus']);
	});

	it('dials the number of the dialogue, unless it has one of its own', async () => {
		const other = await makeDialogue(app);
		const by = as(await makePerson(app, { role: 'communicator', dialogue: other }));
		const common = await makeMeeting(app, other);
		const own = await makeMeeting(app, other, { dialInNumber: '+46 8 465 004 10', dialInToll: 'toll_free' });
		await app.meetings.setOnline(by, other.dialogueId, {
			platform: 'Microsoft Teams',
			dialInNumber: '08-465 004 02',
			dialInLabel: 'Sverige, Stockholm',
			dialInToll: 'toll'
		});
		const dialIn = async (slug: string) => (await app.meetings.meeting(VISITOR, other.slug, slug)).online;
		expect(await dialIn(common.slug)).toMatchObject({
			dialIn: { number: '+46846500402', label: 'Sverige, Stockholm', toll: 'toll' },
			conferenceId: '900001009'
		});
		expect(await dialIn(own.slug)).toMatchObject({ dialIn: { number: '+46846500410', toll: 'toll_free' } });
	});

	it('says what to mend of everything at once', async () => {
		const input = {
			...meetingInput(dialogue),
			startsOn: '2026-10-16',
			endsAt: new Date('2026-10-15T09:30:00+02:00'),
			joinUrl: 'http://osaker.example.org',
			conferenceId: '900-abc',
			dialInNumber: 'ring mig',
			onSiteCapacity: 0,
			venueId: '0190a0a0-0000-7000-8000-000000000000'
		};
		const { roundId } = await makeRound(app, dialogue);
		const failed = app.meetings.create(as(lead), dialogue.dialogueId, { ...input, roundId });
		for (const field of ['startsOn', 'endsAt', 'joinUrl', 'conferenceId', 'dialInNumber', 'onSiteCapacity'])
			await expect(failed).rejects.toEqual(refusal('bad_input', field));
	});

	it('takes no room or area of another dialogue, and no more people than the room', async () => {
		const other = await makeDialogue(app);
		const { venueId: theirs } = await app.meetings.createVenue(bySystem(), other.dialogueId, { name: 'Hus V' });
		const { venueId } = await app.meetings.createVenue(as(lead), dialogue.dialogueId, { name: 'Hus U', capacity: 30 });
		const { roundId } = await makeRound(app, dialogue);
		const create = (input: object) =>
			app.meetings.create(as(lead), dialogue.dialogueId, { ...meetingInput(dialogue), ...input, roundId });
		await expect(create({ venueId: theirs })).rejects.toEqual(refusal('bad_input', 'venueId'));
		await expect(create({ areaId: other.areaId })).rejects.toEqual(refusal('bad_input', 'areaId'));
		await expect(create({ venueId })).rejects.toEqual(refusal('bad_input', 'onSiteCapacity'));
		await create({ venueId, onSiteCapacity: 30 });
	});

	it('in a room whose seats are counted has as many, unless it has fewer', async () => {
		const { venueId } = await app.meetings.createVenue(as(lead), dialogue.dialogueId, { name: 'Hus U', capacity: 30 });
		const { slug } = await makeMeeting(app, dialogue, { venueId, onSiteCapacity: null });
		expect((await seen(slug)).seats.onSite).toMatchObject({ capacity: 30, left: 30 });
		const { meetingId } = await makeMeeting(app, dialogue, { venueId, onSiteCapacity: 12 });
		expect((await app.meetings.shown(meetingId))?.seats.onSite).toMatchObject({ capacity: 12 });
	});

	it('that goes on past midnight keeps its agenda in the order of the night, and is over when the night is', async () => {
		const night = { startsAt: new Date('2026-10-24T22:00:00+02:00'), endsAt: new Date('2026-10-25T02:30:00+01:00') };
		const { meetingId, slug } = await makeMeeting(app, dialogue, { startsOn: '2026-10-24', ...night });
		const items = [item('00:15', 'Samtal'), item('22:00', 'Öppning', '22:30'), item('23:30', 'Paus', '00:15')];
		await app.meetings.setAgenda(as(lead), { meetingId }, items);
		const shown = await seen(slug);
		expect(shown.agenda.map(({ title }) => title)).toEqual(['Öppning', 'Paus', 'Samtal']);
		const wrong = app.meetings.setAgenda(as(lead), { meetingId }, [item('00:30', 'Fel', '23:00')]);
		await expect(wrong).rejects.toMatchObject({ issues: [{ field: 'item-0-endsAt' }] });
		const statusAt = async (time: string) => {
			test.clock.set(time);
			return (await seen(slug)).status;
		};
		expect(await statusAt('2026-10-25T00:30:00+02:00')).toBe('closed');
		expect(await statusAt('2026-10-25T02:29:00+01:00')).toBe('closed');
		expect(await statusAt('2026-10-25T02:30:00+01:00')).toBe('held');
		test.clock.set(TEST_NOW);
	});

	it('keeps an agenda in the order of its times, of the meeting and of the day', async () => {
		const { meetingId, roundId, slug } = await makeMeeting(app, dialogue);
		await app.meetings.setAgenda(as(lead), { meetingId }, [item('10:30', 'Samtal'), item('09:30', 'Öppning', '10:00')]);
		await app.meetings.setAgenda(as(lead), { roundId }, [item('14:45', 'Eftermiddagskaffe')]);
		const meeting = await seen(slug);
		expect(meeting.agenda.map(({ title }) => title)).toEqual(['Öppning', 'Samtal']);
		expect(meeting.dayAgenda).toEqual([item('14:45', 'Eftermiddagskaffe')]);
		await app.meetings.setAgenda(as(lead), { meetingId }, []);
		expect((await seen(slug)).agenda).toEqual([]);
		await expect(app.meetings.setAgenda(as(lead), { meetingId }, [item('25:00', '')])).rejects.toEqual(
			refusal('bad_input', 'item-0-startsAt')
		);
	});
});

describe('a round', () => {
	it('held before the dialogue came here is told of, without meetings of its own', async () => {
		const other = await makeDialogue(app);
		const told = { kind: 'dialogue', title: 'Tyck till', external: true } as const;
		await app.meetings.createRound(bySystem(), other.dialogueId, { ordinal: 1, ...told });
		await app.meetings.createRound(bySystem(), other.dialogueId, { ordinal: 2, kind: 'vision', title: 'Vision' });
		expect((await app.meetings.rounds(VISITOR, other.slug)).map(({ title }) => title)).toEqual(['Tyck till']);
	});

	it('bears a number that no other round has', async () => {
		const { ordinal } = await makeRound(app, dialogue);
		const again = app.meetings.createRound(as(lead), dialogue.dialogueId, { ordinal, kind: 'other', title: 'Igen' });
		await expect(again).rejects.toEqual(refusal('conflict', 'ordinal'));
	});

	it('is copied to another week with its weekdays and hours, as drafts without links', async () => {
		const round = await makeRound(app, dialogue);
		const thursday = await makeMeeting(app, dialogue, { round, title: 'Torsdag', needsUntil: '2026-10-08' });
		await makeMeeting(app, dialogue, {
			...{ round, title: 'Fredag', startsOn: '2026-10-16' },
			startsAt: new Date('2026-10-16T13:15:00+02:00'),
			endsAt: new Date('2026-10-16T16:30:00+02:00')
		});
		const cancelled = await makeMeeting(app, dialogue, { round, title: 'Inställt' });
		await app.meetings.cancel(as(lead), cancelled.meetingId, 'För få anmälda.');
		await app.meetings.setAgenda(as(lead), { meetingId: thursday.meetingId }, [item('09:30', 'Öppning')]);
		const host = await makePerson(app, { role: 'host', dialogue });
		await app.meetings.appoint(as(lead), thursday.meetingId, host.accountId, 'host');
		const releasedAt = new Date('2026-10-12T12:00:00+02:00');
		const kept = { organisationType: 'municipality', seats: 5 };
		await app.registrations.reserve(as(lead), thursday.meetingId, [{ ...kept, releasedAt }]);

		const preview = await app.meetings.copyPreview(lead, round.roundId, '2027-02-10');
		expect(preview.map(({ title, to }) => [title, to.startsOn, to.startsAt])).toEqual([
			['Torsdag', '2027-02-11', '2027-02-11T08:30:00.000Z'],
			['Fredag', '2027-02-12', '2027-02-12T12:15:00.000Z']
		]);
		const ordinal = round.ordinal + 100;
		const copy = await app.meetings.copyRound(as(lead), round.roundId, {
			...{ ordinal, title: 'Mobilisering igen', firstDay: '2027-02-10' }
		});
		const made = (await app.meetings.working(lead, dialogue.dialogueId)).find(({ id }) => id === copy.roundId);
		expect(made?.meetings).toMatchObject([
			{ title: 'Torsdag', state: 'draft', joinUrl: '', conferenceId: '', needsUntil: '2027-02-04' },
			{ title: 'Fredag', state: 'draft', startsOn: '2027-02-12' }
		]);
		expect(made?.meetings[0]?.agenda).toEqual([item('09:30', 'Öppning')]);
		const [first] = made?.meetings ?? [];
		expect(await app.meetings.rolesHeld(host, first?.id ?? '')).toEqual(['host']);
		expect(
			await app.database
				.selectFrom('reserved_seats')
				.selectAll()
				.where('meeting_id', '=', first?.id ?? '')
				.execute()
		).toMatchObject([
			{ organisation_type: 'municipality', seats: 5, released_at: new Date('2027-02-08T12:00:00+01:00') }
		]);
		expect(JSON.stringify(await app.meetings.rounds(VISITOR, dialogue.slug))).not.toContain('Mobilisering igen');
	});
});

describe('those who work at a meeting', () => {
	it('come from the dialogue, and have their task at that meeting alone', async () => {
		const { meetingId } = await makeMeeting(app, dialogue);
		const { meetingId: elsewhere } = await makeMeeting(app, dialogue);
		const host = await makePerson(app, { role: 'host', dialogue });
		const stranger = await makePerson(app);
		await app.meetings.appoint(as(lead), meetingId, host.accountId, 'secretary');
		await app.meetings.appoint(as(lead), meetingId, host.accountId, 'secretary');
		await expect(app.meetings.appoint(as(lead), meetingId, stranger.accountId, 'host')).rejects.toEqual(
			refusal('bad_input', 'accountId')
		);
		await expect(app.meetings.appoint(as(lead), meetingId, host.accountId, 'registrar' as 'host')).rejects.toEqual(
			refusal('bad_input', 'role')
		);
		expect(await app.meetings.rolesHeld(host, meetingId)).toEqual(['secretary']);
		expect(await app.meetings.rolesHeld(host, elsewhere)).toEqual([]);
		expect((await app.meetings.staff(lead, meetingId)).appointed).toMatchObject([{ accountId: host.accountId }]);
		await app.meetings.dismiss(as(lead), meetingId, host.accountId, 'secretary');
		expect(await app.meetings.rolesHeld(host, meetingId)).toEqual([]);
	});
});

describe('what was made by mistake', () => {
	it('is taken away: a round without meetings, with the agenda of its day, and a venue that no meeting is in', async () => {
		const own = await makeDialogue(app);
		const planner = await makePerson(app, { role: 'communicator', dialogue: own });
		const { roundId } = await makeRound(app, own);
		await app.meetings.setAgenda(as(planner), { roundId }, [item('09:00', 'Kaffe')]);
		const { venueId } = await app.meetings.createVenue(as(planner), own.dialogueId, { name: 'Hus X' });
		await app.meetings.removeRound(as(planner), roundId);
		await app.meetings.removeVenue(as(planner), venueId);
		expect(await app.meetings.working(planner, own.dialogueId)).toEqual([]);
		expect(await app.meetings.venues(planner, own.dialogueId)).toEqual([]);
		expect((await auditOf(roundId)).at(-1)).toMatchObject({ action: 'round.remove' });
		expect((await auditOf(venueId)).at(-1)).toMatchObject({ action: 'venue.remove' });
		await expect(app.meetings.removeRound(as(planner), roundId)).rejects.toEqual(refusal('not_found'));
		await expect(app.meetings.removeVenue(as(planner), venueId)).rejects.toEqual(refusal('not_found'));
	});

	it('stays as long as something stands on it, also a draft, and says what', async () => {
		const own = await makeDialogue(app);
		const by = as(await makePerson(app, { role: 'process_lead', dialogue: own }));
		const { venueId } = await app.meetings.createVenue(by, own.dialogueId, { name: 'Hus Y' });
		const { roundId, meetingId } = await makeMeeting(app, own, { state: 'draft', title: 'Kustmötet', venueId });
		await expect(app.meetings.removeRound(by, roundId)).rejects.toThrow('since it has meetings: 1.');
		await expect(app.meetings.removeVenue(by, venueId)).rejects.toThrow('chosen for meetings (1): Kustmötet.');
		await app.meetings.removeDraft(by, meetingId);
		await app.meetings.removeVenue(by, venueId);
		await app.meetings.removeRound(by, roundId);
	});

	it('is not taken away under somebody who puts a meeting in it at the same time', async () => {
		const own = await makeDialogue(app);
		const by = as(await makePerson(app, { role: 'process_lead', dialogue: own }));
		const { roundId } = await makeRound(app, own);
		const tried = await Promise.allSettled([
			app.meetings.removeRound(by, roundId),
			app.meetings.create(by, own.dialogueId, { ...meetingInput(own), roundId })
		]);
		expect(tried.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected']);
		expect(tried.find(({ status }) => status === 'rejected')).toMatchObject({
			reason: { code: expect.stringMatching(/^(rule_broken|not_found)$/) as string }
		});
	});
});

describe('whoever may not plan meetings', () => {
	it('changes none of them, whatever the role, the kind of actor or the dialogue', async () => {
		const { meetingId, roundId, slug } = await makeMeeting(app, dialogue);
		const elsewhere = await makeDialogue(app);
		const { venueId } = await app.meetings.createVenue(as(lead), dialogue.dialogueId, { name: 'Hus W' });
		const emptyRound = await makeRound(app, dialogue);
		const actors: [Actor, string][] = [
			[VISITOR, 'not_signed_in'],
			[await makePerson(app, { role: 'host', dialogue }), 'forbidden'],
			[await makePerson(app, { role: 'case_officer', dialogue }), 'forbidden'],
			[await makePerson(app, { role: 'process_lead', dialogue: elsewhere }), 'forbidden'],
			[await makePerson(app, { role: 'process_lead', dialogue, verified: false }), 'not_signed_in']
		];
		for (const [actor, code] of actors) {
			const by = as(actor);
			const input = meetingInput(dialogue);
			const attempts = [
				app.meetings.createRound(by, dialogue.dialogueId, { ordinal: 900, kind: 'other', title: 'Min' }),
				app.meetings.updateRound(by, roundId, { ordinal: 900, kind: 'other', title: 'Min' }),
				app.meetings.removeRound(by, emptyRound.roundId),
				app.meetings.copyRound(by, roundId, { ordinal: 901, title: 'Min', firstDay: '2027-02-10' }),
				app.meetings.copyPreview(actor, roundId, '2027-02-10'),
				app.meetings.setAgenda(by, { roundId }, []),
				app.meetings.setAgenda(by, { meetingId }, []),
				app.meetings.createVenue(by, dialogue.dialogueId, { name: 'Min' }),
				app.meetings.updateVenue(by, venueId, { name: 'Min' }),
				app.meetings.removeVenue(by, venueId),
				app.meetings.setOnline(by, dialogue.dialogueId, {}),
				app.meetings.create(by, dialogue.dialogueId, { ...input, roundId }),
				app.meetings.update(by, meetingId, input),
				app.meetings.setState(by, meetingId, 'closed'),
				app.meetings.cancel(by, meetingId, 'Bara för att.'),
				app.meetings.removeDraft(by, meetingId),
				app.meetings.appoint(by, meetingId, meetingId, 'host'),
				app.meetings.dismiss(by, meetingId, meetingId, 'host'),
				app.meetings.working(actor, dialogue.dialogueId),
				app.meetings.workingMeeting(actor, dialogue.dialogueId, slug),
				app.meetings.venues(actor, dialogue.dialogueId),
				app.meetings.online(actor, dialogue.dialogueId),
				app.meetings.staff(actor, meetingId)
			];
			for (const attempt of await Promise.allSettled(attempts))
				expect(attempt).toMatchObject({ status: 'rejected', reason: { code } });
		}
		expect(await seen(slug)).toMatchObject({ status: 'open' });
	});

	it('finds nothing under an id that is none', async () => {
		await expect(app.meetings.update(as(lead), 'm09', meetingInput(dialogue))).rejects.toEqual(refusal('not_found'));
		await expect(app.meetings.updateVenue(as(lead), '../hus', { name: 'X' })).rejects.toEqual(refusal('not_found'));
		await expect(app.meetings.meeting(VISITOR, dialogue.slug, 'Ingen Sådan')).rejects.toEqual(refusal('not_found'));
		await expect(app.meetings.round(VISITOR, dialogue.slug, Number.NaN)).rejects.toEqual(refusal('not_found'));
	});
});
