import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { LiveView } from '#lib/protocol/live.ts';
import { roomName } from '#lib/protocol/rooms.ts';
import { bySystem, transact } from '#server/database/transaction.ts';
import { mergeGuest } from '#server/identity/merge.ts';
import { type Person, VISITOR } from '#server/permissions/actor.ts';
import { until } from '../convergence/live-client.ts';
import { testApplication, type TestApplication } from '../support/application.ts';
import {
	as,
	makeDialogue,
	type MadeDialogue,
	type MadeDocument,
	makeDocument,
	makeGuest,
	makePerson,
	openConsultation,
	sendPoint
} from '../support/factories.ts';
import { makeMeetingStaff } from '../support/meeting-factories.ts';
import { type MadeMeeting, makeMeeting } from '../support/meetings.ts';

let test: TestApplication;
beforeAll(async () => {
	test = await testApplication();
});
afterAll(() => test.close());

type Held = { dialogue: MadeDialogue; meeting: MadeMeeting; document: MadeDocument; host: Person; lead: Person };

/** A meeting in progress about a text that takes inputs. */
async function makeHeld(): Promise<Held> {
	const { app } = test;
	const dialogue = await makeDialogue(app);
	const document = await makeDocument(app, dialogue);
	await openConsultation(app, dialogue, [document.documentId], { mode: 'open' });
	const meeting = await makeMeeting(app, dialogue);
	const host = await makeMeetingStaff(app, dialogue, meeting);
	const lead = await makePerson(app, { role: 'process_lead', dialogue });
	await app.live.open(as(host), meeting.meetingId);
	return { dialogue, meeting, document, host, lead };
}

const addressOf = ({ dialogue, meeting }: Held) => ({ dialogueSlug: dialogue.slug, meetingSlug: meeting.slug });
const seen = async (held: Held): Promise<LiveView> => (await test.app.live.page(VISITOR, addressOf(held))).live;
const refused = (code: string) => expect.objectContaining({ code });
const cancel = ({ lead, meeting }: Held) => test.app.meetings.cancel(as(lead), meeting.meetingId, 'Snöstorm.');

async function askQuick({ host, meeting }: Held, more: { kind?: string; options?: string[] } = {}): Promise<string> {
	const question = {
		kind: 'one',
		question: 'Räcker det?',
		options: ['Ja', 'Nej'],
		lowLabel: '',
		highLabel: '',
		...more
	};
	const { questionId } = await test.app.live.addQuestion(as(host), meeting.meetingId, question);
	await test.app.live.changeQuestion(as(host), meeting.meetingId, questionId, 'open');
	return questionId;
}
const answer = (
	{ meeting }: Held,
	actor: Person,
	questionId: string,
	given: { choices?: number[]; text?: string; words?: string[] }
) => test.app.live.answer(as(actor), meeting.meetingId, questionId, { choices: [], text: '', words: [], ...given });

/** What sockets in the meeting's room are sent. */
function listen({ meeting }: Held) {
	const views: LiveView[] = [];
	const heard: string[] = [];
	const stop = test.app.feed.subscribe(({ room, audience, event }) => {
		if (room !== roomName('meeting', meeting.meetingId) || audience !== 'everyone') return;
		heard.push(JSON.stringify(event));
		if (event.kind === 'live_changed') views.push(event.live);
	});
	return { views, heard, stop };
}

describe('a meeting that is cancelled while it goes on', () => {
	it('is closed, and everybody in it is told that it is cancelled and why', async () => {
		const held = await makeHeld();
		const { code } = await seen(held);
		const news = listen(held);
		await cancel(held);
		await until('the room to be told', () => news.views.at(-1)?.over === 'cancelled');
		const told = { open: false, code: null, over: 'cancelled', cancelReason: 'Snöstorm.' };
		expect(news.views.at(-1)).toMatchObject(told);
		expect((await test.app.live.stage(VISITOR, addressOf(held))).live).toMatchObject(told);
		expect(await test.app.live.findByCode(VISITOR, { code: code ?? '', ip: '192.0.2.1' })).toBeNull();
		news.stop();
	});

	it('takes nothing more in, and is not opened again', async () => {
		const held = await makeHeld();
		const { meetingId } = held.meeting;
		const guest = await makeGuest(test.app);
		const questionId = await askQuick(held);
		await cancel(held);
		const { live } = test.app;
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
			await test.app.live.close(as(held.host), held.meeting.meetingId);
			await Promise.allSettled([cancel(held), test.app.live.open(as(held.host), held.meeting.meetingId)]);
			expect(await seen(held)).toMatchObject({ open: false, over: 'cancelled' });
		}
	});

	it('holds no section of a text closed any more', async () => {
		const held = await makeHeld();
		const { documentId, versionId } = held.document;
		const whole = { documentId, sectionId: null, open: false, inSeconds: 0 };
		await test.app.live.setInputs(as(held.host), held.meeting.meetingId, whole);
		const guest = await makeGuest(test.app);
		await expect(sendPoint(test.app, guest, { versionId })).rejects.toEqual(refused('not_open'));
		await cancel(held);
		await sendPoint(test.app, guest, { versionId });
	});
});

describe('a meeting that nobody has closed', () => {
	it('closes by itself a day after it was opened, with its code and its questions', async () => {
		const held = await makeHeld();
		await askQuick(held);
		test.clock.advance(23 * 3_600_000);
		await test.app.live.closeForgotten();
		expect(await seen(held)).toMatchObject({ open: true });
		const { code } = await seen(held);
		test.clock.advance(2 * 3_600_000);
		await test.app.live.closeForgotten();
		expect(await seen(held)).toMatchObject({ open: false, over: 'closed', quick: [] });
		expect(await test.app.live.findByCode(VISITOR, { code: code ?? '', ip: '192.0.2.2' })).toBeNull();
	});
});

describe('a point on stage', () => {
	const MARKER = 'scenmarkor';
	const chosen = async (held: Held) => {
		const guest = await makeGuest(test.app);
		const { pointId } = await sendPoint(test.app, guest, {
			versionId: held.document.versionId,
			text: `${MARKER} ord.`
		});
		await test.app.live.choosePoint(as(held.host), held.meeting.meetingId, { pointId, on: true });
		expect(JSON.stringify(await seen(held))).toContain(MARKER);
		return pointId;
	};

	it.each(['unpublished', 'masked', 'under security review'])('that is %s is gone at once', async (how) => {
		const held = await makeHeld();
		const pointId = await chosen(held);
		const news = listen(held);
		const by = as(held.lead);
		if (how === 'unpublished') await test.app.moderation.unpublish(by, { pointId, note: 'Pekar ut någon.' });
		else if (how === 'masked')
			await test.app.moderation.mask(by, { pointId, ranges: [{ start: 0, end: MARKER.length }], reason: 'Namn.' });
		else await test.app.moderation.securityReview(by, { pointId, on: true, note: 'Skyddsobjekt.' });
		// What was told of choosing it may come in between.
		await until('the stage to be told', () => news.views.length > 0 && !news.heard.at(-1)?.includes(MARKER));
		for (const actor of [VISITOR, held.host, held.lead])
			expect(JSON.stringify(await test.app.live.stage(actor, addressOf(held)))).not.toContain(MARKER);
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
		const [guest, known] = [await makeGuest(test.app), await makePerson(test.app)];
		for (const [person, nth] of [[guest, 1] as const, [known, 2] as const]) {
			await answer(held, person, choice, { choices: [nth] });
			await answer(held, person, words, { words: ['gemensamt', `eget${nth}`] });
			await answer(held, person, text, { text: `Text ${nth}.` });
		}
		await transact(test.app, bySystem(), (change) =>
			mergeGuest(change, test.app.clock, guest.accountId, known.accountId)
		);
		const { quick } = await test.app.live.work(held.host, addressOf(held));
		const of = (id: string) => quick.find((question) => question.id === id);
		expect(of(choice)).toMatchObject({ answers: 1, result: { rows: [{ count: 0 }, { count: 1 }] } });
		expect(of(words)?.undecided).toEqual([
			{ word: 'eget2', count: 1 },
			{ word: 'gemensamt', count: 1 }
		]);
		expect(of(text)?.held.map((one) => one.text)).toEqual(['Text 2.']);
		const left = { questionId: text, accountId: guest.accountId, text: 'Text 1.', show: true };
		await expect(test.app.live.decideText(as(held.host), held.meeting.meetingId, left)).rejects.toEqual(
			refused('conflict')
		);
	});
});

describe('who finds the way to what of a meeting', () => {
	it('its host to leading and to the list, its chair to the list alone, others to neither', async () => {
		const held = await makeHeld();
		const { dialogue, meeting } = held;
		const doors = async (actor: Person | typeof VISITOR) => {
			const { leads, attendees } = await test.app.live.doors(actor, meeting.meetingId);
			return [leads, attendees];
		};
		expect(await doors(held.host)).toEqual([true, true]);
		expect(await doors(await makeMeetingStaff(test.app, dialogue, meeting, 'chair'))).toEqual([false, true]);
		expect(await doors(await makeMeetingStaff(test.app, dialogue, meeting, 'technician'))).toEqual([false, false]);
		expect(await doors(await makePerson(test.app, { role: 'communicator', dialogue }))).toEqual([false, true]);
		expect(await doors(VISITOR)).toEqual([false, false]);
	});
});
