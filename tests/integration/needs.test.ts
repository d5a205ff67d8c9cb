import { sql } from 'kysely';
import { describe, expect, it } from 'vitest';
import { bySystem } from '#server/database/transaction.ts';
import { VISITOR } from '#server/permissions/actor.ts';
import { as, makePerson } from '../support/factories.ts';
import { makeMeetingStaff } from '../support/meeting-factories.ts';
import { registering, visitor } from '../support/registering.ts';
import { signUp } from '../support/registrations.ts';

const { test, dialogue, app, meetingWith } = registering();

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
		await signUp(app(), dialogue(), meal, 'room_or_line', needy());
		await signUp(app(), dialogue(), meal, 'online', needy());
		await signUp(app(), dialogue(), none, 'room_or_line', needy());
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
		const sent = await signUp(app(), dialogue(), meeting, 'room_or_line', { ...needy(), email: me.email ?? '' });
		const host = await makeMeetingStaff(app(), dialogue(), meeting);
		const secretary = await makeMeetingStaff(app(), dialogue(), meeting, 'secretary');
		for (const actor of [host, secretary]) {
			const at = { dialogueSlug: dialogue().slug, meetingSlug: meeting.slug };
			expect(JSON.stringify(await app().hosting.needs(as(actor), at))).toMatch(/FOODMARKER.*ACCESSMARKER/);
		}
		const others = {
			lead: await makePerson(app(), { role: 'process_lead', dialogue: dialogue() }),
			communicator: await makePerson(app(), { role: 'communicator', dialogue: dialogue() }),
			hostOfAnother: await makeMeetingStaff(app(), dialogue(), other),
			technician: await makeMeetingStaff(app(), dialogue(), meeting, 'technician'),
			registrar: await makePerson(app(), { role: 'registrar', dialogue: dialogue() }),
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
				settle(registrations.ofMeeting(actor, dialogue().slug, meeting.slug)),
				settle(registrations.ofRound(actor, dialogue().slug, meeting.ordinal)),
				settle(registrations.view(actor, sent.code)),
				settle(registrations.view(actor, sent.registrationId)),
				settle(registrations.noted(actor, sent.registrationId)),
				settle(registrations.listed(actor, sent.code, meeting.meetingId)),
				settle(registrations.calendarFile(actor, sent.code)),
				settle(registrations.mine(actor)),
				settle(meetings.rounds(actor, dialogue().slug)),
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
		const leaves = await signUp(app(), dialogue(), meeting, 'room_or_line', needy());
		await app().registrations.cancel(visitor(), leaves.code);
		expect(await kept(meeting.meetingId)).toEqual([]);
		await signUp(app(), dialogue(), meeting, 'room_or_line', needy());
		test().clock.set('2026-10-29T11:29:59+01:00');
		await app().registrations.removeNeeds();
		expect(await kept(meeting.meetingId)).toHaveLength(1);
		// An hour earlier on the wall clock: the clocks went back in between.
		test().clock.set('2026-10-29T11:30:00+01:00');
		expect(await app().registrations.removeNeeds()).toBeGreaterThan(0);
		expect(await kept(meeting.meetingId)).toEqual([]);
	});

	it('is replaced or taken away by its sender, who can go over to the link and keeps no food there', async () => {
		const meeting = await mealMeeting();
		const { code } = await signUp(app(), dialogue(), meeting, 'room_or_line', needy());
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
		await expect(signUp(app(), dialogue(), meeting, 'room_or_line', { self })).rejects.toMatchObject({
			issues: [{ field: 'access' }]
		});
	});
});
