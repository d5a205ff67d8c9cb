import { describe, expect, it } from 'vitest';
import { bySystem, transact } from '#server/database/transaction.ts';
import { mergeGuest } from '#server/identity/merge.ts';
import { type Actor, VISITOR } from '#server/permissions/actor.ts';
import { as, makeDialogue, makeGuest, makePerson } from '../support/factories.ts';
import { addressOf, liveMeetings, refused } from '../support/live-meetings.ts';
import { makeMeetingStaff } from '../support/meeting-factories.ts';
import { makeMeeting } from '../support/meetings.ts';

const { test, makeHeld, seen, focusOn, askQuick, answer } = liveMeetings();

const join = (code: string, ip = '192.0.2.1') => test().app.live.findByCode(VISITOR, { code, ip });

describe('opening and closing a meeting', () => {
	it('gives it a code that leads to it until it is closed', async () => {
		const held = await makeHeld();
		const { code } = await seen(held);
		expect(code).toMatch(/^[2-9A-HJKMNP-Z]{6}$/);
		const written = ` ${code?.slice(0, 3).toLowerCase()} ${code?.slice(3)}`;
		expect(await join(written)).toEqual(addressOf(held));
		await test().app.live.close(as(held.host), held.meeting.meetingId);
		expect(await join(code ?? '')).toBeNull();
		expect(await seen(held)).toMatchObject({ open: false, code: null });
	});

	it('opens it once, whoever presses at the same time, and with another code the next time', async () => {
		const held = await makeHeld({ open: false });
		const { meetingId } = held.meeting;
		await Promise.all([1, 2, 3].map(() => test().app.live.open(as(held.host), meetingId)));
		const { code } = await seen(held);
		await test().app.live.open(as(held.host), meetingId);
		expect((await seen(held)).code).toBe(code);
		await test().app.live.close(as(held.host), meetingId);
		await test().app.live.open(as(held.host), meetingId);
		expect((await seen(held)).code).not.toBe(code);
	});

	it('is for its host and secretary and the process lead, and nobody else', async () => {
		const held = await makeHeld({ open: false });
		const { dialogue, meeting } = held;
		const other = await makeHeld({ open: false });
		const refusedOnes: [Actor, string][] = [
			[VISITOR, 'not_signed_in'],
			[await makeGuest(test().app), 'not_signed_in'],
			[await makePerson(test().app), 'forbidden'],
			[await makePerson(test().app, { role: 'host', dialogue }), 'forbidden'],
			[await makePerson(test().app, { role: 'communicator', dialogue }), 'forbidden'],
			[await makeMeetingStaff(test().app, dialogue, meeting, 'technician'), 'forbidden'],
			[other.host, 'forbidden'],
			[await makePerson(test().app, { admin: true }), 'forbidden']
		];
		for (const [actor, code] of refusedOnes) {
			await expect(test().app.live.open(as(actor), meeting.meetingId)).rejects.toEqual(refused(code));
			await expect(test().app.live.work(actor, addressOf(held))).rejects.toEqual(refused(code));
		}
		for (const actor of [
			await makeMeetingStaff(test().app, dialogue, meeting, 'secretary'),
			await makePerson(test().app, { role: 'process_lead', dialogue })
		]) {
			await test().app.live.open(as(actor), meeting.meetingId);
			await test().app.live.close(as(actor), meeting.meetingId);
		}
	});

	it('does not open what is not there to be seen', async () => {
		const dialogue = await makeDialogue(test().app);
		const draft = await makeMeeting(test().app, dialogue, { state: 'draft' });
		const address = { dialogueSlug: dialogue.slug, meetingSlug: draft.slug };
		await expect(test().app.live.open(bySystem(), draft.meetingId)).rejects.toEqual(refused('rule_broken'));
		await expect(test().app.live.page(VISITOR, address)).rejects.toEqual(refused('not_found'));
		await expect(test().app.live.stage(VISITOR, address)).rejects.toEqual(refused('not_found'));
		await expect(test().app.live.stage(VISITOR, { ...address, meetingSlug: '%00' })).rejects.toEqual(
			refused('not_found')
		);
	});

	it('lets nobody go on trying codes', async () => {
		for (let tries = 0; tries < 3_000; tries++) await join('not a code', '192.0.2.99');
		await expect(join('ABCDEF', '192.0.2.99')).rejects.toEqual(refused('too_many'));
		expect(await join('ABCDEF', '192.0.2.98')).toBeNull();
	});
});

describe('everything that happens in a meeting', () => {
	it('is in the audit trail, without anybody’s words', async () => {
		const held = await makeHeld();
		const guest = await makeGuest(test().app);
		await focusOn(held);
		await test().app.live.join(as(guest), held.meeting.meetingId);
		await test().app.live.ask(as(guest), held.meeting.meetingId, { text: 'Sparmarkor?', idempotencyKey: null });
		await answer(held, guest, await askQuick(held), { choices: [1] });
		const events = await test()
			.app.database.selectFrom('audit_event')
			.selectAll()
			.where('dialogue_id', '=', held.dialogue.dialogueId)
			.where('action', 'like', 'live.%')
			.execute();
		expect(events.map(({ action }) => action).toSorted()).toEqual(
			['open', 'focus', 'join', 'ask', 'quick_add', 'quick_open', 'quick_answer'].map((one) => `live.${one}`).toSorted()
		);
		expect(JSON.stringify(events)).not.toContain('Sparmarkor');
	});
});

describe('a guest who signs in during the meeting', () => {
	it('goes on with what the guest answered, asked and supported, and counts once', async () => {
		const held = await makeHeld();
		const questionId = await askQuick(held);
		const [guest, known] = [await makeGuest(test().app), await makePerson(test().app)];
		await answer(held, guest, questionId, { choices: [2] });
		await test().app.live.ask(as(guest), held.meeting.meetingId, {
			text: 'När byggs elnätet ut?',
			idempotencyKey: 'k'
		});
		await transact(test().app, bySystem(), (change) =>
			mergeGuest(change, test().app.clock, guest.accountId, known.accountId)
		);
		const { own, live } = await test().app.live.page(known, addressOf(held));
		expect(own.answers[questionId]?.choices).toEqual([2]);
		expect(own.asked).toMatchObject([{ text: 'När byggs elnätet ut?' }]);
		expect(live.joined).toBe(1);
		await answer(held, known, questionId, { choices: [1] });
		expect((await seen(held)).quick[0]).toMatchObject({ answers: 1 });
	});
});
