import { describe, expect, it } from 'vitest';
import { bySystem } from '#server/database/transaction.ts';
import { VISITOR } from '#server/permissions/actor.ts';
import { as, makeDialogue, makePerson } from '../support/factories.ts';
import { makeMeeting, meetingInput } from '../support/meetings.ts';
import { agendaItem, planning } from '../support/planning.ts';
import { refusal } from '../support/refusal.ts';

const { app, dialogue, lead, seen, statusAt, auditOf } = planning();

describe('a meeting on its way to the public', () => {
	it('is a draft that nobody but those who plan it sees, in no list and under no address', async () => {
		const { slug, meetingId, ordinal } = await makeMeeting(app(), dialogue(), { state: 'draft' });
		await expect(seen(slug)).rejects.toEqual(refusal('not_found'));
		await expect(app().meetings.meeting(lead(), dialogue().slug, slug)).rejects.toEqual(refusal('not_found'));
		await expect(app().meetings.round(VISITOR, dialogue().slug, ordinal)).rejects.toEqual(refusal('not_found'));
		expect(await app().meetings.shown(meetingId)).toBeNull();
		expect(JSON.stringify(await app().meetings.publicAddresses())).not.toContain(slug);
		expect(await app().meetings.workingMeeting(lead(), dialogue().dialogueId, slug)).toMatchObject({ state: 'draft' });
	});

	it('is first a date to save, then open once its hours and its accessibility are told', async () => {
		const { meetingId, slug } = await makeMeeting(app(), dialogue(), {
			state: 'save_the_date',
			startsAt: null,
			endsAt: null,
			accessibility: ''
		});
		expect(await seen(slug)).toMatchObject({ status: 'save_the_date', startsOn: '2026-10-15', startsAt: null });
		const open = () => app().meetings.setState(as(lead()), meetingId, 'open');
		await expect(open()).rejects.toEqual(refusal('bad_input', 'startsAt'));
		await expect(open()).rejects.toEqual(refusal('bad_input', 'accessibility'));
		await app().meetings.update(as(lead()), meetingId, meetingInput(dialogue()));
		await open();
		expect(await seen(slug)).toMatchObject({ status: 'open', startsAt: '2026-10-15T07:30:00.000Z' });
		await expect(app().meetings.setState(as(lead()), meetingId, 'save_the_date')).rejects.toEqual(
			refusal('rule_broken')
		);
	});

	it('cannot lose its hours while it is open', async () => {
		const { meetingId } = await makeMeeting(app(), dialogue());
		const without = { ...meetingInput(dialogue()), startsAt: null, endsAt: null };
		await expect(app().meetings.update(as(lead()), meetingId, without)).rejects.toEqual(
			refusal('bad_input', 'startsAt')
		);
	});

	it('stays where people look for it when it is cancelled, with the reason, and for good', async () => {
		const { meetingId, slug, ordinal } = await makeMeeting(app(), dialogue());
		await expect(app().meetings.cancel(as(lead()), meetingId, ' ')).rejects.toEqual(refusal('bad_input', 'reason'));
		await app().meetings.cancel(as(lead()), meetingId, 'Föreläsaren är sjuk.');
		await app().meetings.cancel(as(lead()), meetingId, 'En gång till');
		expect(await seen(slug)).toMatchObject({
			status: 'cancelled',
			cancelReason: 'Föreläsaren är sjuk.',
			openModes: []
		});
		expect((await app().meetings.round(VISITOR, dialogue().slug, ordinal)).meetings).toHaveLength(1);
		await expect(app().meetings.setState(as(lead()), meetingId, 'open')).rejects.toEqual(refusal('rule_broken'));
		await expect(app().meetings.update(as(lead()), meetingId, meetingInput(dialogue()))).rejects.toEqual(
			refusal('rule_broken')
		);
		expect((await auditOf(meetingId)).map(({ action }) => action)).toEqual([
			'meeting.create',
			'meeting.open',
			'meeting.cancel'
		]);
	});

	it('can be taken away only while it is a draft', async () => {
		const draft = await makeMeeting(app(), dialogue(), { state: 'draft' });
		await app().meetings.setAgenda(as(lead()), { meetingId: draft.meetingId }, [agendaItem('09:00', 'Kaffe')]);
		await app().meetings.removeDraft(as(lead()), draft.meetingId);
		await expect(app().meetings.removeDraft(as(lead()), draft.meetingId)).rejects.toEqual(refusal('not_found'));
		const open = await makeMeeting(app(), dialogue());
		await expect(app().meetings.removeDraft(as(lead()), open.meetingId)).rejects.toEqual(refusal('rule_broken'));
		expect(await seen(open.slug)).toMatchObject({ status: 'open' });
	});

	it('is taken away with what was prepared for it, but not with notes that somebody has begun', async () => {
		const draft = await makeMeeting(app(), dialogue(), { state: 'draft' });
		await app().invitations.setReminder(bySystem(), dialogue().dialogueId, draft.meetingId, 2);
		await app().registrations.reserve(bySystem(), draft.meetingId, [
			{ organisationType: 'municipality', seats: 2, releasedAt: null }
		]);
		await app().meetings.removeDraft(as(lead()), draft.meetingId);
		const noted = await makeMeeting(app(), dialogue(), { state: 'draft' });
		await app().notes.begin(as(lead()), noted.meetingId);
		await expect(app().meetings.removeDraft(as(lead()), noted.meetingId)).rejects.toEqual(refusal('rule_broken'));
	});

	it('of a dialogue that is being planned is not known to a visitor, but to staff', async () => {
		const planned = await makeDialogue(app(), { state: 'planning' });
		const { slug } = await makeMeeting(app(), planned);
		const host = await makePerson(app(), { role: 'host', dialogue: planned });
		for (const look of [
			() => app().meetings.meeting(VISITOR, planned.slug, slug),
			() => app().meetings.rounds(VISITOR, planned.slug),
			() => app().meetings.meeting(lead(), planned.slug, slug)
		])
			await expect(look()).rejects.toEqual(refusal('not_found'));
		expect(await app().meetings.meeting(host, planned.slug, slug)).toMatchObject({ status: 'open' });
		expect(JSON.stringify(await app().meetings.publicAddresses())).not.toContain(slug);
	});
});

describe('the clock', () => {
	it('closes and ends a meeting by the hour on the wall, also after the change to winter time', async () => {
		const { slug } = await makeMeeting(app(), dialogue(), {
			startsOn: '2026-10-25',
			startsAt: new Date('2026-10-25T09:00:00+01:00'),
			endsAt: new Date('2026-10-25T11:00:00+01:00')
		});
		expect(await statusAt(slug, '2026-10-25T08:59:59+01:00')).toBe('open');
		expect(await statusAt(slug, '2026-10-25T09:00:00+01:00')).toBe('closed');
		expect(await statusAt(slug, '2026-10-25T11:00:00+01:00')).toBe('held');
	});
});
