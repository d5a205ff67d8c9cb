import { describe, expect, it } from 'vitest';
import { bySystem } from '#server/database/transaction.ts';
import { VISITOR } from '#server/permissions/actor.ts';
import { TEST_NOW } from '../support/application.ts';
import { as } from '../support/factories.ts';
import { mailingInput } from '../support/invitations.ts';
import { header, inviting, still, system } from '../support/inviting.ts';
import { type MadeMeeting, makeMeeting, meetingInput } from '../support/meetings.ts';
import { signUp } from '../support/registrations.ts';

const { test, mailbox, app, anAddress, ground, deliveries, sentOut } = inviting();

describe('a message to those registered', () => {
	it('reaches everybody with a seat or in line at that meeting, without a list to leave', async () => {
		const { dialogue, dialogueId, meeting } = await ground();
		const other = await makeMeeting(app(), dialogue, { round: meeting });
		const [here, there] = [anAddress('har'), anAddress('dar')];
		await signUp(app(), dialogue, meeting, 'online', { email: here });
		await signUp(app(), dialogue, other, 'online', { email: there });
		const gone = await signUp(app(), dialogue, meeting, 'online', { email: anAddress('borta') });
		await app().registrations.cancel(as(VISITOR), gone.code);
		const { mailingId } = await app().invitations.create(bySystem(), dialogueId, {
			...{ kind: 'message', roundOrdinal: meeting.ordinal, meetingSlug: meeting.slug }
		});
		await app().invitations.update(bySystem(), dialogueId, mailingId, mailingInput({ text: 'Ta med ficklampa.' }));
		await app().invitations.send(bySystem(), dialogueId, mailingId);
		const letter = await mailbox().emailTo(here, 'Ta med ficklampa');
		expect(header(letter, 'list-unsubscribe')).toBeUndefined();
		expect(letter.text).toContain(`/dialoger/${dialogue.slug}/moten/${meeting.slug}`);
		await sentOut(dialogueId, mailingId);
		expect(Object.keys(await deliveries(dialogueId, mailingId))).toEqual([here]);
	});
});

describe('a reminder', () => {
	it('goes once to who comes, on the day that was chosen, and again when the meeting is moved', async () => {
		const { dialogue, dialogueId, meeting } = await ground();
		const small = await makeMeeting(app(), dialogue, {
			onSiteCapacity: 1,
			mode: 'on_site',
			joinUrl: '',
			conferenceId: ''
		});
		const [comes, waits, other] = [anAddress('kommer'), anAddress('vantar'), anAddress('annat')];
		await signUp(app(), dialogue, small, 'room_or_line', { email: comes });
		await signUp(app(), dialogue, small, 'room_or_line', { email: waits });
		await signUp(app(), dialogue, meeting, 'online', { email: other });
		await app().invitations.setReminder(bySystem(), dialogueId, small.meetingId, 3);
		const at = async (time: string) => {
			test().clock.set(new Date(time));
			await Promise.all([app().invitations.remind(), app().invitations.remind()]);
		};
		const count = (email: string) => mailbox().count(email, 'Snart är det dags');
		await at('2026-10-12T07:59:00+02:00');
		expect(await notices(dialogueId, small)).toEqual([]);
		await at('2026-10-12T08:00:00+02:00');
		const letter = await mailbox().emailTo(comes, 'Snart är det dags');
		const words = (letter.text ?? '')
			.replace(/anmalan\/[\w-]{43}/, 'anmalan/KOD')
			.replace(/[A-Z]{2,4}-[\w-]+$/m, 'NUMMER');
		expect(still(words, dialogue).replaceAll(/\d{4}-\d{4}|Anna Andersson \d+/g, 'NÅGON')).toMatchSnapshot();
		await at('2026-10-13T08:00:00+02:00');
		await app().meetings.update(bySystem(), small.meetingId, {
			...{ ...meetingInput(dialogue), mode: 'on_site', joinUrl: '', conferenceId: '', onSiteCapacity: 1 },
			startsOn: '2026-10-22',
			startsAt: new Date('2026-10-22T09:30:00+02:00'),
			endsAt: new Date('2026-10-22T12:30:00+02:00')
		});
		await at('2026-10-18T12:00:00+02:00');
		expect((await notices(dialogueId, small)).filter((what) => what === 'reminder')).toHaveLength(1);
		await at('2026-10-19T08:00:00+02:00');
		await expect.poll(() => count(comes), { timeout: 15_000 }).toBe(2);
		expect([count(waits), count(other)]).toEqual([0, 0]);
		test().clock.set(new Date(TEST_NOW));
	});

	const notices = async (dialogueId: string, { meetingId }: MadeMeeting) =>
		(await app().invitations.reminders(system, dialogueId))
			.filter((line) => line.meetingId === meetingId)
			.flatMap((line) => line.notices.map(({ what }) => what));

	it('is for one to fourteen days, and of meetings of the dialogue', async () => {
		const { dialogueId, meeting } = await ground();
		for (const days of [0, 15, 1.5, NaN])
			await expect(
				app().invitations.setReminder(bySystem(), dialogueId, meeting.meetingId, days)
			).rejects.toMatchObject({
				code: 'bad_input'
			});
		const other = await ground();
		await expect(
			app().invitations.setReminder(bySystem(), dialogueId, other.meeting.meetingId, 2)
		).rejects.toMatchObject({ code: 'not_found' });
		await app().invitations.setReminder(bySystem(), dialogueId, meeting.meetingId, 2);
		await app().invitations.setReminder(bySystem(), dialogueId, meeting.meetingId, null);
		expect(await app().invitations.reminders(system, dialogueId)).toMatchObject([{ daysBefore: null }]);
	});
});
