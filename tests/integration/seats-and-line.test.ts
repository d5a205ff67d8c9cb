import { sql } from 'kysely';
import { describe, expect, it } from 'vitest';
import { bySystem, transact } from '#server/database/transaction.ts';
import { VISITOR } from '#server/permissions/actor.ts';
import { registering, visitor } from '../support/registering.ts';
import { formNumber, placesOf, signUp } from '../support/registrations.ts';

const { test, dialogue, app, meetingWith, countOf, subjectsTo } = registering();

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;
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
				signUp(app(), dialogue(), meeting, index % 2 === 0 ? 'room_or_online' : 'room_or_line').catch(
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
		await signUp(app(), dialogue(), meeting);
		const shown = await app().meetings.meeting(VISITOR, dialogue().slug, meeting.slug);
		expect(shown).toMatchObject({ status: 'on_site_full', seats: { onSite: { left: 0 } } });
		const company = await signUp(app(), dialogue(), meeting);
		expect(await placesOf(app(), company)).toEqual(['on_site waiting']);
		const municipality = await signUp(app(), dialogue(), meeting, 'room_or_line', {
			organisation: { name: 'Fjällbergs kommun', type: 'municipality', municipalityCode: '2326' }
		});
		expect(await placesOf(app(), municipality)).toEqual(['on_site confirmed']);
	});
});

describe('the line', () => {
	it('moves by itself: freed, offered, left to run out, offered to the next, taken', async () => {
		const meeting = await meetingWith(1, { offerMinutes: 60 });
		const people = ['har', 'forst', 'sedan'].map((who) =>
			`${who}-${formNumber().slice(0, 6)}@example.org`.toLowerCase()
		);
		const joins = (email?: string) => signUp(app(), dialogue(), meeting, 'room_or_line', { email });
		const [has, first] = [await joins(people[0]), await joins(people[1])];
		test().clock.advance(MINUTE);
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

		test().clock.advance(60 * MINUTE - 1);
		await app().registrations.offerSeats(meeting.meetingId);
		expect(await placesOf(app(), first)).toEqual(['on_site offered']);
		test().clock.advance(1);
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
		const has = await signUp(app(), dialogue(), meeting, 'room_or_line', { organisation: municipality });
		const company = await signUp(app(), dialogue(), meeting);
		const colleague = await signUp(app(), dialogue(), meeting, 'room_or_line', { organisation: municipality });
		const last = await signUp(app(), dialogue(), meeting, 'room_or_line', { organisation: municipality });
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
		const releasedAt = new Date(test().clock.now().getTime() + DAY);
		await app().registrations.reserve(bySystem(), meeting.meetingId, [
			{ organisationType: 'municipality', seats: 1, releasedAt }
		]);
		const company = await signUp(app(), dialogue(), meeting);
		const jobs = await sql<{
			run_at: Date;
		}>`select run_at from graphile_worker.jobs where task_identifier = 'offer_seat'`.execute(app().database);
		expect(jobs.rows.length).toBeGreaterThan(0);
		await app().registrations.offerSeats(meeting.meetingId);
		expect(await placesOf(app(), company)).toEqual(['on_site waiting']);
		test().clock.advance(DAY);
		await app().registrations.offerSeats(meeting.meetingId);
		expect(await placesOf(app(), company)).toEqual(['on_site offered']);
	});

	it('never overtakes: whoever comes while a seat is on offer stands behind, and no offer lasts beyond the meeting', async () => {
		const meeting = await meetingWith(1, { offerMinutes: 20_160 });
		test().clock.set('2026-10-15T09:00:00+02:00');
		const has = await signUp(app(), dialogue(), meeting);
		const waits = await signUp(app(), dialogue(), meeting);
		await app().registrations.cancel(visitor(), has.code);
		const comes = await signUp(app(), dialogue(), meeting);
		expect(await placesOf(app(), comes)).toEqual(['on_site waiting']);
		const { meetings } = await app().registrations.view(VISITOR, waits.code);
		expect(meetings[0]?.attendances[0]?.offeredUntil).toBe('2026-10-15T07:30:00.000Z');
		test().clock.set('2026-10-15T09:30:00+02:00');
		await app().registrations.offerSeats(meeting.meetingId);
		expect(await placesOf(app(), comes)).toEqual(['on_site waiting']);
	});

	it('offers seats that a larger room brings', async () => {
		const meeting = await meetingWith(1);
		await signUp(app(), dialogue(), meeting);
		const waits = await signUp(app(), dialogue(), meeting);
		await transact({ database: app().database, clock: test().clock, feed: app().feed }, bySystem(), async (change) => {
			await change.db.updateTable('meeting').set({ on_site_capacity: 2 }).where('id', '=', meeting.meetingId).execute();
			await app().registrations.seatsChanged(change, meeting.meetingId);
		});
		expect(await placesOf(app(), waits)).toEqual(['on_site offered']);
	});
});
