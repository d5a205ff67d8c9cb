import { describe, expect, it } from 'vitest';
import { bySystem } from '#server/database/transaction.ts';
import { type Actor, VISITOR } from '#server/permissions/actor.ts';
import { makePerson } from '../support/factories.ts';
import { makeMeetingStaff } from '../support/meeting-factories.ts';
import { makeMeeting, makeRound, type MadeMeeting, meetingInput } from '../support/meetings.ts';
import { registering, visitor } from '../support/registering.ts';
import { form, placesOf, signUp } from '../support/registrations.ts';

// What goes wrong at the edges: two things that happen at the same time, and what people leave half said.

const { test, dialogue, app, subjectsTo } = registering();
const HOUR = 3_600_000;
let people = 0;
const address = () => `fjallrav-${++people}@example.org`;

/** What the letters to somebody are, in order, without what meeting it is. */
const kindsTo = async (email: string) => (await subjectsTo(email)).map((subject) => subject.split(':')[0]);

/** A meeting whose only seat is on offer to the one who is returned. */
async function offered(more = {}) {
	const meeting = await makeMeeting(app(), dialogue(), { onSiteCapacity: 1, offerMinutes: 60, ...more });
	const has = await signUp(app(), dialogue(), meeting);
	const email = address();
	const first = await signUp(app(), dialogue(), meeting, 'room_or_line', { email });
	await app().registrations.cancel(visitor(), has.code);
	const { participants } = await app().registrations.view(VISITOR, first.code);
	const answer = { meetingId: meeting.meetingId, participantId: participants[0]?.id ?? '' };
	return { meeting, first, email, answer };
}

describe('a seat on offer at a meeting that is cancelled', () => {
	it('can no longer be taken, and nobody is told that their time has run out', async () => {
		const { meeting, first, email, answer } = await offered();
		await app().meetings.cancel(bySystem(), meeting.meetingId, 'Snöstorm.');
		await expect(app().registrations.accept(visitor(), first.code, answer)).rejects.toMatchObject({
			code: 'rule_broken',
			issues: [{ sv: 'Mötet är inställt.' }]
		});
		test().clock.advance(2 * HOUR);
		await app().registrations.offerSeats(meeting.meetingId);
		expect(await placesOf(app(), first)).not.toContain('on_site confirmed');
		expect(await kindsTo(email)).toEqual(['Du står på väntelistan', 'En plats är ledig', 'Mötet är inställt']);
	});

	it('or that has been moved to an hour that has passed, can no longer be taken either', async () => {
		const { meeting, first, answer } = await offered();
		test().clock.set('2026-10-14T12:00:00+02:00');
		const again = await offered();
		await app().meetings.update(bySystem(), again.meeting.meetingId, {
			...meetingInput(dialogue()),
			...{ onSiteCapacity: 1, startsOn: '2026-10-14' },
			startsAt: new Date('2026-10-14T12:30:00+02:00'),
			endsAt: new Date('2026-10-14T14:00:00+02:00')
		});
		test().clock.set('2026-10-14T12:31:00+02:00');
		await expect(app().registrations.accept(visitor(), again.first.code, again.answer)).rejects.toMatchObject({
			code: 'rule_broken'
		});
		expect(meeting.meetingId).not.toBe(again.meeting.meetingId);
		await expect(app().registrations.accept(visitor(), first.code, answer)).rejects.toMatchObject({
			code: 'rule_broken'
		});
	});
});

describe('the last seat on offer', () => {
	it('is taken once, however many buttons are pressed at the same moment', async () => {
		const { meeting, first, email, answer } = await offered();
		const press = () => app().registrations.accept(visitor(), first.code, answer);
		const other = signUp(app(), dialogue(), meeting);
		await Promise.all([press(), press(), press(), other]);
		expect(await placesOf(app(), first)).toEqual(['on_site confirmed']);
		expect(await placesOf(app(), await other)).toEqual(['on_site waiting']);
		expect((await kindsTo(email)).filter((subject) => subject === 'Platsen är din')).toHaveLength(1);
	});
});

describe('whoever comes to one more meeting', () => {
	const needy = { self: { title: '', showInList: false, dietary: 'nötallergi', access: 'hörslinga' } };
	const kept = (meeting: MadeMeeting) =>
		app()
			.database.selectFrom('participant_needs')
			.select(['dietary', 'access'])
			.where('meeting_id', '=', meeting.meetingId)
			.execute();

	it('does not have to tell again what they need', async () => {
		const round = await makeRound(app(), dialogue());
		const lunch = { startsAt: '12:00', endsAt: null, approximate: true, kind: 'meal' as const, title: 'Lunch' };
		await app().meetings.setAgenda(bySystem(), { roundId: round.roundId }, [lunch]);
		const [one, more] = [
			await makeMeeting(app(), dialogue(), { round }),
			await makeMeeting(app(), dialogue(), { round })
		];
		const { code } = await signUp(app(), dialogue(), one, 'room_or_line', needy);
		const { participants } = await app().registrations.view(VISITOR, code);
		const change = (choices: { meetingId: string; choice: string }[]) =>
			app().registrations.change(visitor(), code, {
				mayContact: false,
				mayContactLater: false,
				people: participants.map(({ id, name, title, showInList }) => ({
					...{ participantId: id, name, title, showInList, needs: null, choices }
				}))
			});
		await change([{ meetingId: more.meetingId, choice: 'room_or_line' }]);
		expect(await kept(more)).toEqual([{ dietary: 'nötallergi', access: 'hörslinga' }]);
		await change([
			{ meetingId: one.meetingId, choice: '' },
			{ meetingId: more.meetingId, choice: 'online' }
		]);
		expect(await kept(one)).toEqual([]);
		expect(await kept(more)).toEqual([{ dietary: '', access: 'hörslinga' }]);
	});

	it('or in the room instead of another meeting is not left without it', async () => {
		const round = await makeRound(app(), dialogue());
		const [one, other] = [
			await makeMeeting(app(), dialogue(), { round }),
			await makeMeeting(app(), dialogue(), { round })
		];
		const { code } = await signUp(app(), dialogue(), one, 'room_or_line', needy);
		const [person] = (await app().registrations.view(VISITOR, code)).participants;
		await app().registrations.change(visitor(), code, {
			mayContact: false,
			mayContactLater: false,
			people: [
				{
					...{ participantId: person?.id ?? '', name: person?.name ?? '', title: '', showInList: false, needs: null },
					choices: [
						{ meetingId: one.meetingId, choice: '' },
						{ meetingId: other.meetingId, choice: 'room_or_line' }
					]
				}
			]
		});
		expect(await kept(one)).toEqual([]);
		expect(await kept(other)).toEqual([{ dietary: '', access: 'hörslinga' }]);
	});
});

describe('seats kept for a kind of organisation', () => {
	it('are never more than the room has', async () => {
		const meeting = await makeMeeting(app(), dialogue(), { onSiteCapacity: 10 });
		const reserve = (...seats: number[]) =>
			app().registrations.reserve(
				bySystem(),
				meeting.meetingId,
				seats.map((count, index) => ({
					organisationType: ['municipality', 'company', 'agency'][index] ?? '',
					...{ seats: count, releasedAt: null }
				}))
			);
		await expect(reserve(6, 5)).rejects.toMatchObject({
			code: 'bad_input',
			issues: [{ field: 'reserved-2-seats' }]
		});
		await reserve(6, 4);
	});
});

describe('a host of one meeting of the round', () => {
	it('sees of a registration what concerns that meeting, and nothing of the others', async () => {
		const round = await makeRound(app(), dialogue());
		const [mine, other] = [
			await makeMeeting(app(), dialogue(), { round }),
			await makeMeeting(app(), dialogue(), { round })
		];
		const host = await makeMeetingStaff(app(), dialogue(), mine);
		const lead = await makePerson(app(), { role: 'process_lead', dialogue: dialogue() });
		const { registrationId, code } = await app().registrations.register(
			visitor(),
			dialogue().slug,
			round.ordinal,
			form([
				[mine, 'room_or_line'],
				[other, 'online']
			])
		);
		const meetingsFor = async (actor: Actor, key: string) =>
			(await app().registrations.view(actor, key)).meetings.map(({ meeting }) => meeting.id).sort();
		expect(await meetingsFor(host, registrationId)).toEqual([mine.meetingId]);
		const both = [mine.meetingId, other.meetingId].sort();
		expect(await meetingsFor(lead, registrationId)).toEqual(both);
		expect(await meetingsFor(VISITOR, code)).toEqual(both);
	});
});
