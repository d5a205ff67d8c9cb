import { describe, expect, it } from 'vitest';
import { bySystem } from '#server/database/transaction.ts';
import { VISITOR } from '#server/permissions/actor.ts';
import { as, makeDialogue, makePerson } from '../support/factories.ts';
import { makeMeeting, makeRound } from '../support/meetings.ts';
import { agendaItem, planning } from '../support/planning.ts';
import { refusal } from '../support/refusal.ts';

const { app, dialogue, lead, seen, statusAt } = planning();

describe('an agenda', () => {
	it('of a meeting that goes on past midnight is in the order of the night, and the meeting over when the night is', async () => {
		const night = { startsAt: new Date('2026-10-24T22:00:00+02:00'), endsAt: new Date('2026-10-25T02:30:00+01:00') };
		const { meetingId, slug } = await makeMeeting(app(), dialogue(), { startsOn: '2026-10-24', ...night });
		const items = [
			agendaItem('00:15', 'Samtal'),
			agendaItem('22:00', 'Öppning', '22:30'),
			agendaItem('23:30', 'Paus', '00:15')
		];
		await app().meetings.setAgenda(as(lead()), { meetingId }, items);
		const shown = await seen(slug);
		expect(shown.agenda.map(({ title }) => title)).toEqual(['Öppning', 'Paus', 'Samtal']);
		const wrong = app().meetings.setAgenda(as(lead()), { meetingId }, [agendaItem('00:30', 'Fel', '23:00')]);
		await expect(wrong).rejects.toMatchObject({ issues: [{ field: 'item-0-endsAt' }] });
		expect(await statusAt(slug, '2026-10-25T00:30:00+02:00')).toBe('closed');
		expect(await statusAt(slug, '2026-10-25T02:29:00+01:00')).toBe('closed');
		expect(await statusAt(slug, '2026-10-25T02:30:00+01:00')).toBe('held');
	});

	it('is kept in the order of its times, of the meeting and of the day', async () => {
		const { meetingId, roundId, slug } = await makeMeeting(app(), dialogue());
		await app().meetings.setAgenda(as(lead()), { meetingId }, [
			agendaItem('10:30', 'Samtal'),
			agendaItem('09:30', 'Öppning', '10:00')
		]);
		await app().meetings.setAgenda(as(lead()), { roundId }, [agendaItem('14:45', 'Eftermiddagskaffe')]);
		const meeting = await seen(slug);
		expect(meeting.agenda.map(({ title }) => title)).toEqual(['Öppning', 'Samtal']);
		expect(meeting.dayAgenda).toEqual([agendaItem('14:45', 'Eftermiddagskaffe')]);
		await app().meetings.setAgenda(as(lead()), { meetingId }, []);
		expect((await seen(slug)).agenda).toEqual([]);
		await expect(app().meetings.setAgenda(as(lead()), { meetingId }, [agendaItem('25:00', '')])).rejects.toEqual(
			refusal('bad_input', 'item-0-startsAt')
		);
	});
});

describe('a round', () => {
	it('held before the dialogue came here is told of, without meetings of its own', async () => {
		const other = await makeDialogue(app());
		const told = { kind: 'dialogue', title: 'Tyck till', external: true } as const;
		await app().meetings.createRound(bySystem(), other.dialogueId, { ordinal: 1, ...told });
		await app().meetings.createRound(bySystem(), other.dialogueId, { ordinal: 2, kind: 'vision', title: 'Vision' });
		expect((await app().meetings.rounds(VISITOR, other.slug)).map(({ title }) => title)).toEqual(['Tyck till']);
	});

	it('bears a number that no other round has', async () => {
		const { ordinal } = await makeRound(app(), dialogue());
		const again = app().meetings.createRound(as(lead()), dialogue().dialogueId, {
			ordinal,
			kind: 'other',
			title: 'Igen'
		});
		await expect(again).rejects.toEqual(refusal('conflict', 'ordinal'));
	});

	it('is copied to another week with its weekdays and hours, as drafts without links', async () => {
		const round = await makeRound(app(), dialogue());
		const thursday = await makeMeeting(app(), dialogue(), { round, title: 'Torsdag', needsUntil: '2026-10-08' });
		await makeMeeting(app(), dialogue(), {
			...{ round, title: 'Fredag', startsOn: '2026-10-16' },
			startsAt: new Date('2026-10-16T13:15:00+02:00'),
			endsAt: new Date('2026-10-16T16:30:00+02:00')
		});
		const cancelled = await makeMeeting(app(), dialogue(), { round, title: 'Inställt' });
		await app().meetings.cancel(as(lead()), cancelled.meetingId, 'För få anmälda.');
		await app().meetings.setAgenda(as(lead()), { meetingId: thursday.meetingId }, [agendaItem('09:30', 'Öppning')]);
		const host = await makePerson(app(), { role: 'host', dialogue: dialogue() });
		await app().meetings.appoint(as(lead()), thursday.meetingId, host.accountId, 'host');
		const releasedAt = new Date('2026-10-12T12:00:00+02:00');
		const kept = { organisationType: 'municipality', seats: 5 };
		await app().registrations.reserve(as(lead()), thursday.meetingId, [{ ...kept, releasedAt }]);

		const preview = await app().meetings.copyPreview(lead(), round.roundId, '2027-02-10');
		expect(preview.map(({ title, to }) => [title, to.startsOn, to.startsAt])).toEqual([
			['Torsdag', '2027-02-11', '2027-02-11T08:30:00.000Z'],
			['Fredag', '2027-02-12', '2027-02-12T12:15:00.000Z']
		]);
		const ordinal = round.ordinal + 100;
		const copy = await app().meetings.copyRound(as(lead()), round.roundId, {
			...{ ordinal, title: 'Mobilisering igen', firstDay: '2027-02-10' }
		});
		const made = (await app().meetings.working(lead(), dialogue().dialogueId)).find(({ id }) => id === copy.roundId);
		expect(made?.meetings).toMatchObject([
			{ title: 'Torsdag', state: 'draft', joinUrl: '', conferenceId: '', needsUntil: '2027-02-04' },
			{ title: 'Fredag', state: 'draft', startsOn: '2027-02-12' }
		]);
		expect(made?.meetings[0]?.agenda).toEqual([agendaItem('09:30', 'Öppning')]);
		const [first] = made?.meetings ?? [];
		expect(await app().meetings.rolesHeld(host, first?.id ?? '')).toEqual(['host']);
		expect(
			await app()
				.database.selectFrom('reserved_seats')
				.selectAll()
				.where('meeting_id', '=', first?.id ?? '')
				.execute()
		).toMatchObject([
			{ organisation_type: 'municipality', seats: 5, released_at: new Date('2027-02-08T12:00:00+01:00') }
		]);
		expect(JSON.stringify(await app().meetings.rounds(VISITOR, dialogue().slug))).not.toContain('Mobilisering igen');
	});
});
