import { describe, expect, it } from 'vitest';
import { bySystem, transact } from '#server/database/transaction.ts';
import { mergeGuest } from '#server/identity/merge.ts';
import { type Actor, VISITOR } from '#server/permissions/actor.ts';
import { until } from '../convergence/live-client.ts';
import { as, makeGuest, makePerson, sendPoint } from '../support/factories.ts';
import { addressOf, type Held, liveMeetings, refused } from '../support/live-meetings.ts';
import { makeMeetingStaff } from '../support/meeting-factories.ts';

const { test, makeHeld, seen, listen, askQuick, answer } = liveMeetings();

const leadOf = ({ dialogue }: Held) => makePerson(test().app, { role: 'process_lead', dialogue });
const cancel = async (held: Held) =>
	test().app.meetings.cancel(as(await leadOf(held)), held.meeting.meetingId, 'Snöstorm.');

describe('a meeting that is cancelled while it goes on', () => {
	it('is closed, and everybody in it is told that it is cancelled and why', async () => {
		const held = await makeHeld();
		const { code } = await seen(held);
		const news = listen(held);
		await cancel(held);
		await until('the room to be told', () => news.views.at(-1)?.over === 'cancelled');
		const told = { open: false, code: null, over: 'cancelled', cancelReason: 'Snöstorm.' };
		expect(news.views.at(-1)).toMatchObject(told);
		expect((await test().app.live.stage(VISITOR, addressOf(held))).live).toMatchObject(told);
		expect(await test().app.live.findByCode(VISITOR, { code: code ?? '', ip: '192.0.2.1' })).toBeNull();
		news.stop();
	});

	it('takes nothing more in, and is not opened again', async () => {
		const held = await makeHeld();
		const { meetingId } = held.meeting;
		const guest = await makeGuest(test().app);
		const questionId = await askQuick(held);
		await cancel(held);
		const { live } = test().app;
		for (const further of [
			() => answer(held, guest, questionId, { choices: [1] }),
			() => live.ask(as(guest), meetingId, { text: 'När blir det av?', idempotencyKey: null }),
			() => live.join(as(guest), meetingId),
			() => live.focus(as(held.host), meetingId, { documentId: held.document.documentId, sectionId: null }),
			() => live.changeQuestion(as(held.host), meetingId, questionId, 'open')
		]) {
			await expect(further()).rejects.toEqual(refused('not_open'));
		}
		await expect(live.open(as(held.host), meetingId)).rejects.toEqual(refused('rule_broken'));
	});

	it('is not left open by a host who opens it at the same time', async () => {
		for (let round = 0; round < 5; round++) {
			const held = await makeHeld();
			await test().app.live.close(as(held.host), held.meeting.meetingId);
			await Promise.allSettled([cancel(held), test().app.live.open(as(held.host), held.meeting.meetingId)]);
			expect(await seen(held)).toMatchObject({ open: false, over: 'cancelled' });
		}
	});

	it('keeps of answers that come just then those that were taken, and no others', async () => {
		const held = await makeHeld();
		const questionId = await askQuick(held);
		const guests = await Promise.all(Array.from({ length: 12 }, () => makeGuest(test().app)));
		const [, ...answers] = await Promise.allSettled([
			cancel(held),
			...guests.map((guest) => answer(held, guest, questionId, { choices: [1] }))
		]);
		const taken = answers.filter(({ status }) => status === 'fulfilled').length;
		const { quick } = await test().app.live.work(held.host, addressOf(held));
		expect(quick).toMatchObject([{ state: 'closed', answers: taken }]);
	});

	it('holds no section of a text closed any more', async () => {
		const held = await makeHeld();
		const { documentId, versionId } = held.document;
		const whole = { documentId, sectionId: null, open: false, inSeconds: 0 };
		await test().app.live.setInputs(as(held.host), held.meeting.meetingId, whole);
		const guest = await makeGuest(test().app);
		await expect(sendPoint(test().app, guest, { versionId })).rejects.toEqual(refused('not_open'));
		await cancel(held);
		await sendPoint(test().app, guest, { versionId });
	});
});

describe('a meeting that nobody has closed', () => {
	it('closes by itself a day after it was opened, with its code and its questions', async () => {
		const held = await makeHeld();
		await askQuick(held);
		test().clock.advance(23 * 3_600_000);
		await test().app.live.closeForgotten();
		expect(await seen(held)).toMatchObject({ open: true });
		const { code } = await seen(held);
		test().clock.advance(2 * 3_600_000);
		await test().app.live.closeForgotten();
		expect(await seen(held)).toMatchObject({ open: false, over: 'closed', quick: [] });
		expect(await test().app.live.findByCode(VISITOR, { code: code ?? '', ip: '192.0.2.2' })).toBeNull();
	});
});

describe('a point on stage', () => {
	const MARKER = 'scenmarkor';
	const chosen = async (held: Held) => {
		const guest = await makeGuest(test().app);
		const { pointId } = await sendPoint(test().app, guest, {
			versionId: held.document.versionId,
			text: `${MARKER} ord.`
		});
		await test().app.live.choosePoint(as(held.host), held.meeting.meetingId, { pointId, on: true });
		expect(JSON.stringify(await seen(held))).toContain(MARKER);
		return pointId;
	};

	it.each(['unpublished', 'masked', 'under security review'])('that is %s is gone at once', async (how) => {
		const held = await makeHeld();
		const pointId = await chosen(held);
		const news = listen(held);
		const lead = await leadOf(held);
		const by = as(lead);
		if (how === 'unpublished') await test().app.moderation.unpublish(by, { pointId, note: 'Pekar ut någon.' });
		else if (how === 'masked')
			await test().app.moderation.mask(by, { pointId, ranges: [{ start: 0, end: MARKER.length }], reason: 'Namn.' });
		else await test().app.moderation.securityReview(by, { pointId, on: true, note: 'Skyddsobjekt.' });
		// What was told of choosing it may come in between.
		await until('the stage to be told', () => news.views.length > 0 && !news.heard.at(-1)?.includes(MARKER));
		for (const actor of [VISITOR, held.host, lead])
			expect(JSON.stringify(await test().app.live.stage(actor, addressOf(held)))).not.toContain(MARKER);
		news.stop();
	});
});

describe('a guest who has an account too', () => {
	it('has one answer, the one given under the account, however many ways both answered', async () => {
		const held = await makeHeld();
		const [choice, words, text] = [
			await askQuick(held),
			await askQuick(held, { kind: 'words', options: [] }),
			await askQuick(held, { kind: 'text', options: [] })
		];
		const [guest, known] = [await makeGuest(test().app), await makePerson(test().app)];
		for (const [person, nth] of [[guest, 1] as const, [known, 2] as const]) {
			await answer(held, person, choice, { choices: [nth] });
			await answer(held, person, words, { words: ['gemensamt', `eget${nth}`] });
			await answer(held, person, text, { text: `Text ${nth}.` });
		}
		await transact(test().app, bySystem(), (change) =>
			mergeGuest(change, test().app.clock, guest.accountId, known.accountId)
		);
		const { quick } = await test().app.live.work(held.host, addressOf(held));
		const of = (id: string) => quick.find((question) => question.id === id);
		expect(of(choice)).toMatchObject({ answers: 1, result: { rows: [{ count: 0 }, { count: 1 }, { count: 0 }] } });
		expect(of(words)?.undecided).toEqual([
			{ word: 'eget2', count: 1 },
			{ word: 'gemensamt', count: 1 }
		]);
		expect(of(text)?.held.map((one) => one.text)).toEqual(['Text 2.']);
		const left = { questionId: text, accountId: guest.accountId, text: 'Text 1.', show: true };
		await expect(test().app.live.decideText(as(held.host), held.meeting.meetingId, left)).rejects.toEqual(
			refused('conflict')
		);
	});
});

describe('who finds the way to what of a meeting', () => {
	it('its host to leading and to the list, its chair to the list alone, others to neither', async () => {
		const held = await makeHeld();
		const { dialogue, meeting } = held;
		const doors = async (actor: Actor) => {
			const { leads, attendees } = await test().app.live.doors(actor, meeting.meetingId);
			return [leads, attendees];
		};
		expect(await doors(held.host)).toEqual([true, true]);
		expect(await doors(await makeMeetingStaff(test().app, dialogue, meeting, 'chair'))).toEqual([false, true]);
		expect(await doors(await makeMeetingStaff(test().app, dialogue, meeting, 'technician'))).toEqual([false, false]);
		expect(await doors(await makePerson(test().app, { role: 'communicator', dialogue }))).toEqual([false, true]);
		expect(await doors(VISITOR)).toEqual([false, false]);
	});
});
