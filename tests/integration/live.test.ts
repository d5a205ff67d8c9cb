import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { LiveView } from '#lib/protocol/live.ts';
import { roomName } from '#lib/protocol/rooms.ts';
import { bySystem, transact } from '#server/database/transaction.ts';
import { mergeGuest } from '#server/identity/merge.ts';
import { type Actor, VISITOR } from '#server/permissions/actor.ts';
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

type Held = { dialogue: MadeDialogue; meeting: MadeMeeting; document: MadeDocument; host: Actor; section: string };

/** A meeting in progress about a text that takes inputs. */
async function makeHeld(options: { open?: boolean; mode?: 'open' | 'hold_all' } = {}): Promise<Held> {
	const { app } = test;
	const dialogue = await makeDialogue(app);
	const document = await makeDocument(app, dialogue);
	await openConsultation(app, dialogue, [document.documentId], { mode: options.mode ?? 'open' });
	const meeting = await makeMeeting(app, dialogue);
	const host = await makeMeetingStaff(app, dialogue, meeting);
	if (options.open ?? true) await app.live.open(as(host), meeting.meetingId);
	const section = document.blockIds[0] ?? '';
	return { dialogue, meeting, document, host, section };
}

const addressOf = ({ dialogue, meeting }: Pick<Held, 'dialogue' | 'meeting'>) => ({
	dialogueSlug: dialogue.slug,
	meetingSlug: meeting.slug
});
const seen = async (held: Held, actor: Actor = VISITOR): Promise<LiveView> =>
	(await test.app.live.page(actor, addressOf(held))).live;
const focusOn = ({ document, host, meeting, section }: Held, sectionId: string | null = section) =>
	test.app.live.focus(as(host), meeting.meetingId, { documentId: document.documentId, sectionId });
const join = (code: string, ip = '192.0.2.1') => test.app.live.findByCode(VISITOR, { code, ip });
const refused = (code: string) => expect.objectContaining({ code });

describe('opening and closing a meeting', () => {
	it('gives it a code that leads to it until it is closed', async () => {
		const held = await makeHeld();
		const { code } = await seen(held);
		expect(code).toMatch(/^[2-9A-HJKMNP-Z]{6}$/);
		const written = ` ${code?.slice(0, 3).toLowerCase()} ${code?.slice(3)}`;
		expect(await join(written)).toEqual(addressOf(held));
		await test.app.live.close(as(held.host), held.meeting.meetingId);
		expect(await join(code ?? '')).toBeNull();
		expect(await seen(held)).toMatchObject({ open: false, code: null });
	});

	it('opens it once, whoever presses at the same time, and with another code the next time', async () => {
		const held = await makeHeld({ open: false });
		const { meetingId } = held.meeting;
		await Promise.all([1, 2, 3].map(() => test.app.live.open(as(held.host), meetingId)));
		const { code } = await seen(held);
		await test.app.live.open(as(held.host), meetingId);
		expect((await seen(held)).code).toBe(code);
		await test.app.live.close(as(held.host), meetingId);
		await test.app.live.open(as(held.host), meetingId);
		expect((await seen(held)).code).not.toBe(code);
	});

	it('is for its host and secretary and the process lead, and nobody else', async () => {
		const held = await makeHeld({ open: false });
		const { dialogue, meeting } = held;
		const other = await makeHeld({ open: false });
		const refusedOnes: [Actor, string][] = [
			[VISITOR, 'not_signed_in'],
			[await makeGuest(test.app), 'not_signed_in'],
			[await makePerson(test.app), 'forbidden'],
			[await makePerson(test.app, { role: 'host', dialogue }), 'forbidden'],
			[await makePerson(test.app, { role: 'communicator', dialogue }), 'forbidden'],
			[await makeMeetingStaff(test.app, dialogue, meeting, 'technician'), 'forbidden'],
			[other.host, 'forbidden'],
			[await makePerson(test.app, { admin: true }), 'forbidden']
		];
		for (const [actor, code] of refusedOnes) {
			await expect(test.app.live.open(as(actor), meeting.meetingId)).rejects.toEqual(refused(code));
			await expect(test.app.live.work(actor, addressOf(held))).rejects.toEqual(refused(code));
		}
		for (const actor of [
			await makeMeetingStaff(test.app, dialogue, meeting, 'secretary'),
			await makePerson(test.app, { role: 'process_lead', dialogue })
		]) {
			await test.app.live.open(as(actor), meeting.meetingId);
			await test.app.live.close(as(actor), meeting.meetingId);
		}
	});

	it('does not open what is not there to be seen', async () => {
		const dialogue = await makeDialogue(test.app);
		const draft = await makeMeeting(test.app, dialogue, { state: 'draft' });
		const address = { dialogueSlug: dialogue.slug, meetingSlug: draft.slug };
		await expect(test.app.live.open(bySystem(), draft.meetingId)).rejects.toEqual(refused('rule_broken'));
		await expect(test.app.live.page(VISITOR, address)).rejects.toEqual(refused('not_found'));
		await expect(test.app.live.stage(VISITOR, address)).rejects.toEqual(refused('not_found'));
		await expect(test.app.live.stage(VISITOR, { ...address, meetingSlug: '%00' })).rejects.toEqual(
			refused('not_found')
		);
	});

	it('lets nobody go on trying codes', async () => {
		for (let tries = 0; tries < 3_000; tries++) await join('not a code', '192.0.2.99');
		await expect(join('ABCDEF', '192.0.2.99')).rejects.toEqual(refused('too_many'));
		expect(await join('ABCDEF', '192.0.2.98')).toBeNull();
	});
});

describe('focus', () => {
	it('shows everybody the section that is discussed, in its own words, with the way to it', async () => {
		const held = await makeHeld();
		await focusOn(held);
		const { focus } = await seen(held);
		expect(focus).toMatchObject({
			heading: 'Nuläge',
			path: `/dialoger/${held.dialogue.slug}/underlag/${held.document.slug}#b-${held.section}`,
			inputs: 'open'
		});
		expect(JSON.stringify(focus?.blocks)).toContain('Elen finns men når inte fram.');
		expect(JSON.stringify(focus?.blocks)).not.toContain('Vägar framåt');
	});

	it('refuses texts of other dialogues, texts that are not published, and sections that there are not', async () => {
		const held = await makeHeld();
		const other = await makeHeld();
		const by = as(held.host);
		const { documentId } = await test.app.documents.create(bySystem(), held.dialogue.dialogueId, { title: 'Utkast' });
		const focus = (place: { documentId: string; sectionId: string | null }) =>
			test.app.live.focus(by, held.meeting.meetingId, place);
		await expect(focus({ documentId: other.document.documentId, sectionId: null })).rejects.toEqual(
			refused('not_found')
		);
		await expect(focus({ documentId, sectionId: null })).rejects.toEqual(refused('rule_broken'));
		await expect(focus({ documentId: held.document.documentId, sectionId: 'gone' })).rejects.toEqual(
			refused('not_found')
		);
		await expect(focusOn({ ...held, host: other.host })).rejects.toEqual(refused('forbidden'));
		expect((await seen(held)).focus).toBeNull();
	});

	it('is not to be had in a meeting that is closed', async () => {
		const held = await makeHeld({ open: false });
		await expect(focusOn(held)).rejects.toEqual(refused('not_open'));
	});

	it('leaves out words of the section that are masked, and tells the room at once', async () => {
		const held = await makeHeld();
		await focusOn(held);
		const news = listen(held);
		const registrar = await makePerson(test.app, { role: 'registrar', dialogue: held.dialogue });
		const block = held.document.blockIds[1] ?? '';
		await test.app.documents.maskVersion(as(registrar), held.document.versionId, {
			reason: 'OSL 21 kap.',
			ranges: [{ blockId: block, start: 0, end: 5 }]
		});
		await until(
			'the meeting to be told',
			() => !JSON.stringify(news.views.at(-1)?.focus ?? 'Elen finns').includes('Elen finns')
		);
		expect(JSON.stringify(await seen(held))).not.toContain('Elen finns');
		news.stop();
	});
});

/** What sockets in the meeting's room are sent, by audience. */
function listen({ meeting }: Pick<Held, 'meeting'>) {
	const views: LiveView[] = [];
	const heard: string[] = [];
	const stop = test.app.feed.subscribe(({ room, audience, event }) => {
		if (room !== roomName('meeting', meeting.meetingId)) return;
		if (audience === 'everyone') heard.push(JSON.stringify(event));
		if (event.kind === 'live_changed') views.push(event.live);
	});
	return { views, heard, stop };
}

describe('inputs on a section', () => {
	const send = ({ document }: Held, block: number, actor: Actor) =>
		sendPoint(test.app, actor, {
			versionId: document.versionId,
			place: { scope: 'block', blockId: document.blockIds[block] ?? '' }
		});
	const close = ({ document, host, meeting, section }: Held, more: { open?: boolean; inSeconds?: number } = {}) =>
		test.app.live.setInputs(as(host), meeting.meetingId, {
			documentId: document.documentId,
			sectionId: section,
			open: more.open ?? false,
			inSeconds: more.inSeconds ?? 0
		});

	it('are refused while the host has closed it, taken elsewhere, and taken again when it is opened', async () => {
		const held = await makeHeld();
		const guest = await makeGuest(test.app);
		await focusOn(held);
		await close(held);
		expect((await seen(held)).focus?.inputs).toBe('closed');
		await expect(send(held, 1, guest)).rejects.toEqual(refused('not_open'));
		await expect(send(held, 0, guest)).rejects.toEqual(refused('not_open'));
		await send(held, 3, guest);
		await close(held, { open: true });
		await send(held, 1, guest);
	});

	it('end with the countdown, unless it is stopped before', async () => {
		const held = await makeHeld();
		const guest = await makeGuest(test.app);
		const by = as(held.host);
		const { meetingId } = held.meeting;
		await expect(test.app.live.countDown(by, meetingId, { seconds: 60, closes: true })).rejects.toEqual(
			refused('rule_broken')
		);
		await focusOn(held);
		await test.app.live.countDown(by, meetingId, { seconds: 120, closes: true });
		expect(await seen(held)).toMatchObject({ countdown: { closes: true }, focus: { inputs: 'closing' } });
		await send(held, 1, guest);
		await test.app.live.countDown(by, meetingId, null);
		expect(await seen(held)).toMatchObject({ countdown: null, focus: { inputs: 'open' } });
		await test.app.live.countDown(by, meetingId, { seconds: 120, closes: true });
		test.clock.advance(121_000);
		await expect(send(held, 1, guest)).rejects.toEqual(refused('not_open'));
		await expect(test.app.live.countDown(by, meetingId, { seconds: 0, closes: false })).rejects.toEqual(
			refused('bad_input')
		);
	});

	it('are as the consultation says when the meeting is over', async () => {
		const held = await makeHeld();
		await close(held);
		await test.app.live.close(as(held.host), held.meeting.meetingId);
		await send(held, 1, await makeGuest(test.app));
	});
});

describe('the stage', () => {
	const MARKER = 'hemligmarkor';
	const choose = ({ host, meeting }: Held, pointId: string, on = true) =>
		test.app.live.choosePoint(as(host), meeting.meetingId, { pointId, on });
	const onStage = async (held: Held) =>
		(await test.app.live.stage(VISITOR, addressOf(held))).live.stage.points.map((point) => point.id);

	it('shows points that the host has chosen, in that order', async () => {
		const held = await makeHeld();
		const guest = await makeGuest(test.app);
		const [first, second] = [
			await sendPoint(test.app, guest, { versionId: held.document.versionId }),
			await sendPoint(test.app, guest, { versionId: held.document.versionId, text: 'Två.' })
		];
		await choose(held, second.pointId);
		test.clock.advance(1000);
		await choose(held, first.pointId);
		expect(await onStage(held)).toEqual([second.pointId, first.pointId]);
		await choose(held, second.pointId, false);
		expect(await onStage(held)).toEqual([first.pointId]);
	});

	it('never shows a point that is held, not even when the host asks for it', async () => {
		const held = await makeHeld({ mode: 'hold_all' });
		const { pointId } = await sendPoint(test.app, await makeGuest(test.app), {
			versionId: held.document.versionId,
			text: MARKER
		});
		const lead = await makePerson(test.app, { role: 'process_lead', dialogue: held.dialogue });
		for (const host of [held.host, lead]) {
			await expect(choose({ ...held, host }, pointId)).rejects.toEqual(refused('not_found'));
		}
		for (const actor of [VISITOR, lead, held.host]) {
			expect(JSON.stringify(await test.app.live.stage(actor, addressOf(held)))).not.toContain(MARKER);
			expect(JSON.stringify(await test.app.live.page(actor, addressOf(held)))).not.toContain(MARKER);
		}
		expect(JSON.stringify(await test.app.live.work(lead, addressOf(held)))).not.toContain(MARKER);
	});

	it('lets go of a point that is taken from view, and tells the room', async () => {
		const held = await makeHeld();
		const guest = await makeGuest(test.app);
		const { pointId } = await sendPoint(test.app, guest, { versionId: held.document.versionId, text: MARKER });
		await choose(held, pointId);
		expect(await onStage(held)).toEqual([pointId]);
		const news = listen(held);
		await test.app.submissions.withdraw(as(guest), { pointId });
		await until('the stage to be told', () => news.views.at(-1)?.stage.points.length === 0);
		expect(await onStage(held)).toEqual([]);
		news.stop();
	});

	it('takes no point of another dialogue', async () => {
		const [held, other] = [await makeHeld(), await makeHeld()];
		const { pointId } = await sendPoint(test.app, await makeGuest(test.app), { versionId: other.document.versionId });
		await expect(choose(held, pointId)).rejects.toEqual(refused('not_found'));
		await expect(choose(held, 'no id')).rejects.toEqual(refused('not_found'));
	});
});

const ONE = {
	kind: 'one',
	question: 'Är målet tydligt?',
	options: ['Ja', 'Nej', 'Vet inte'],
	lowLabel: '',
	highLabel: ''
};
const nothing = { choices: [], text: '', words: [] };

async function askQuick({ host, meeting }: Held, more: Partial<typeof ONE> = {}): Promise<string> {
	const { questionId } = await test.app.live.addQuestion(as(host), meeting.meetingId, { ...ONE, ...more });
	await test.app.live.changeQuestion(as(host), meeting.meetingId, questionId, 'open');
	return questionId;
}
const answer = (
	{ meeting }: Held,
	actor: Actor,
	questionId: string,
	more: Partial<typeof nothing | { choices: number[]; words: string[] }>
) => test.app.live.answer(as(actor), meeting.meetingId, questionId, { ...nothing, ...more });
const change = ({ host, meeting }: Held, questionId: string, what: 'open' | 'close' | 'show' | 'hide') =>
	test.app.live.changeQuestion(as(host), meeting.meetingId, questionId, what);

describe('a quick question', () => {
	it('is nobody’s but the hosts’ until it is opened, and its result until it is shown', async () => {
		const held = await makeHeld();
		await test.app.live.addQuestion(as(held.host), held.meeting.meetingId, ONE);
		expect((await seen(held)).quick).toEqual([]);
		const questionId = await askQuick(held);
		await answer(held, await makeGuest(test.app), questionId, { choices: [2] });
		expect((await seen(held)).quick).toMatchObject([{ id: questionId, state: 'open', answers: 1, result: null }]);
		await change(held, questionId, 'close');
		expect((await seen(held)).quick).toEqual([]);
		await change(held, questionId, 'show');
		expect((await seen(held)).quick[0]?.result?.rows).toEqual([
			{ label: 'Ja', count: 0 },
			{ label: 'Nej', count: 1 },
			{ label: 'Vet inte', count: 0 }
		]);
	});

	it('takes one answer per person, which may be changed while it is open', async () => {
		const held = await makeHeld();
		const questionId = await askQuick(held);
		const guest = await makeGuest(test.app);
		await Promise.all([1, 2, 3].map((choice) => answer(held, guest, questionId, { choices: [choice] })));
		await answer(held, guest, questionId, { choices: [3] });
		await change(held, questionId, 'show');
		expect((await seen(held)).quick[0]).toMatchObject({ answers: 1, result: { rows: [{}, {}, { count: 1 }] } });
		const { own } = await test.app.live.page(guest, addressOf(held));
		expect(own.answers[questionId]).toEqual({ choices: [3], text: '', words: [] });
		expect((await test.app.live.page(await makeGuest(test.app), addressOf(held))).own.answers).toEqual({});
	});

	it('refuses answers when it is closed, in another meeting, and from somebody without a name', async () => {
		const [held, other] = [await makeHeld(), await makeHeld()];
		const questionId = await askQuick(held);
		const guest = await makeGuest(test.app);
		await expect(answer(held, VISITOR, questionId, { choices: [1] })).rejects.toEqual(refused('not_signed_in'));
		await expect(answer(other, guest, questionId, { choices: [1] })).rejects.toEqual(refused('not_found'));
		await change(held, questionId, 'close');
		await expect(answer(held, guest, questionId, { choices: [1] })).rejects.toEqual(refused('not_open'));
		await change(held, questionId, 'open');
		await answer(held, guest, questionId, { choices: [1] });
		await test.app.live.close(as(held.host), held.meeting.meetingId);
		await expect(answer(held, guest, questionId, { choices: [2] })).rejects.toEqual(refused('not_open'));
	});

	it('takes of each kind only what is an answer to it', async () => {
		const held = await makeHeld();
		const guest = await makeGuest(test.app);
		const kinds: [Partial<typeof ONE>, Parameters<typeof answer>[3][], Parameters<typeof answer>[3][]][] = [
			[
				{},
				[{ choices: [1] }],
				[{ choices: [] }, { choices: [4] }, { choices: [0] }, { choices: [1.5] }, { choices: [1, 2] }]
			],
			[{ kind: 'several' }, [{ choices: [3, 1] }], [{ choices: [] }, { choices: [1, 1] }, { choices: [1, 9] }]],
			[{ kind: 'scale', options: [] }, [{ choices: [5] }], [{ choices: [6] }, { choices: [] }]],
			[{ kind: 'ranking' }, [{ choices: [3, 1, 2] }], [{ choices: [1, 2] }, { choices: [1, 1, 2] }]],
			[
				{ kind: 'text', options: [] },
				[{ text: 'Kort.' }],
				[{ text: ' ' }, { text: 'x'.repeat(301) }, { text: '811218-9876' }]
			],
			[{ kind: 'words', options: [] }, [{ words: ['Hopp', ''] }], [{ words: [] }, { words: ['a', 'b', 'c', 'd'] }]]
		];
		for (const [question, taken, wrong] of kinds) {
			const questionId = await askQuick(held, question);
			for (const one of taken) await answer(held, guest, questionId, one);
			for (const one of wrong) {
				await expect(answer(held, guest, questionId, one), JSON.stringify([question, one])).rejects.toEqual(
					refused('bad_input')
				);
			}
		}
	});

	it('shows free text and words only when a host has let them through', async () => {
		const held = await makeHeld();
		const by = as(held.host);
		const { meetingId } = held.meeting;
		const guest = await makeGuest(test.app);
		const news = listen(held);
		const texts = await askQuick(held, { kind: 'text', options: [] });
		const words = await askQuick(held, { kind: 'words', options: [] });
		for (const questionId of [texts, words]) await change(held, questionId, 'show');
		await answer(held, guest, texts, { text: 'fritextmarkor' });
		await answer(held, guest, words, { words: ['Ordmarkor'] });
		await answer(held, await makeGuest(test.app), words, { words: ['ordmarkor'] });
		expect(JSON.stringify(await seen(held))).not.toMatch(/fritextmarkor|ordmarkor/i);
		const work = await test.app.live.work(held.host, addressOf(held));
		expect(work.quick.find(({ id }) => id === words)?.undecided).toEqual([{ word: 'ordmarkor', count: 2 }]);
		const [text] = work.quick.find(({ id }) => id === texts)?.held ?? [];
		await until('the room to be told of the answers', () => news.views.at(-1)?.quick[0]?.answers === 2);
		expect(news.heard.join()).not.toMatch(/fritextmarkor|ordmarkor/i);
		await test.app.live.decideText(by, meetingId, {
			questionId: texts,
			accountId: text?.accountId ?? '',
			text: text?.text ?? '',
			show: true
		});
		await test.app.live.decideWords(by, meetingId, { questionId: words, words: ['ordmarkor', 'okänt'], show: true });
		const { quick } = await seen(held);
		expect(quick.find(({ id }) => id === texts)?.result?.texts).toEqual(['fritextmarkor']);
		expect(quick.find(({ id }) => id === words)?.result?.rows).toEqual([{ label: 'ordmarkor', count: 2 }]);
		news.stop();
	});

	it('holds a text again that is changed after it was let through, and lets nothing through unread', async () => {
		const held = await makeHeld();
		const by = as(held.host);
		const guest = await makeGuest(test.app);
		const questionId = await askQuick(held, { kind: 'text', options: [] });
		await change(held, questionId, 'show');
		await answer(held, guest, questionId, { text: 'Först.' });
		const decide = (text: string) =>
			test.app.live.decideText(by, held.meeting.meetingId, {
				questionId,
				accountId: accountOf(guest),
				text,
				show: true
			});
		await decide('Först.');
		await answer(held, guest, questionId, { text: 'Sedan.' });
		expect((await seen(held)).quick[0]?.result?.texts).toEqual([]);
		await expect(decide('Först.')).rejects.toEqual(refused('conflict'));
		await decide('Sedan.');
		expect((await seen(held)).quick[0]?.result?.texts).toEqual(['Sedan.']);
	});

	it('keeps its words when somebody can have answered, and its answers for good', async () => {
		const held = await makeHeld();
		const by = as(held.host);
		const { meetingId } = held.meeting;
		const { questionId } = await test.app.live.addQuestion(by, meetingId, ONE);
		await test.app.live.reviseQuestion(by, meetingId, questionId, { ...ONE, question: 'Bättre?' });
		await change(held, questionId, 'open');
		await expect(test.app.live.reviseQuestion(by, meetingId, questionId, ONE)).rejects.toEqual(refused('rule_broken'));
		await expect(test.app.live.addQuestion(by, meetingId, { ...ONE, options: ['Ja', 'Ja'] })).rejects.toEqual(
			refused('bad_input')
		);
		await answer(held, await makeGuest(test.app), questionId, { choices: [1] });
		await expect(test.app.database.deleteFrom('quick_answer').execute()).rejects.toThrow(/permission denied/);
	});

	it('is changed by no one but the hosts', async () => {
		const held = await makeHeld();
		const questionId = await askQuick(held);
		const stranger = await makePerson(test.app, { role: 'communicator', dialogue: held.dialogue });
		await expect(change({ ...held, host: stranger }, questionId, 'show')).rejects.toEqual(refused('forbidden'));
		await expect(test.app.live.addQuestion(as(stranger), held.meeting.meetingId, ONE)).rejects.toEqual(
			refused('forbidden')
		);
		await expect(
			test.app.live.decideWords(as(stranger), held.meeting.meetingId, { questionId, words: ['a'], show: true })
		).rejects.toEqual(refused('forbidden'));
	});
});

const accountOf = (actor: Actor): string => (actor.kind === 'person' ? actor.accountId : '');

describe('a question to the organisers', () => {
	const ask = ({ meeting }: Held, actor: Actor, text: string, idempotencyKey: string | null = null) =>
		test.app.live.ask(as(actor), meeting.meetingId, { text, idempotencyKey });
	const decide = (
		{ host, meeting }: Held,
		questionId: string,
		state: 'asked' | 'shortlisted' | 'on_stage' | 'answered' | 'hidden'
	) => test.app.live.decideAsked(as(host), meeting.meetingId, { questionId, state });
	const askedIn = async (held: Held) => (await test.app.live.work(held.host, addressOf(held))).asked;

	it('waits for a host, is then supported by others, and goes by how many do', async () => {
		const held = await makeHeld();
		const [one, two] = [await makeGuest(test.app, 'Rut Ek'), await makeGuest(test.app)];
		await ask(held, one, 'Vad kostar det?');
		await ask(held, two, 'När blir det klart?');
		expect((await seen(held)).asked).toEqual([]);
		expect((await test.app.live.page(one, addressOf(held))).own.asked).toMatchObject([{ state: 'held' }]);
		const [first, second] = await askedIn(held);
		await expect(
			test.app.live.support(as(two), held.meeting.meetingId, { questionId: first?.id ?? '', on: true })
		).rejects.toEqual(refused('not_found'));
		for (const row of [first, second]) await decide(held, row?.id ?? '', 'asked');
		for (let twice = 0; twice < 2; twice++)
			await test.app.live.support(as(one), held.meeting.meetingId, { questionId: second?.id ?? '', on: true });
		expect((await seen(held)).asked.map(({ text, supports }) => [text, supports])).toEqual([
			['När blir det klart?', 1],
			['Vad kostar det?', 0]
		]);
		await decide(held, first?.id ?? '', 'on_stage');
		expect((await seen(held)).asked[0]).toMatchObject({ text: 'Vad kostar det?', state: 'on_stage' });
	});

	it('names organisations and no private person', async () => {
		const held = await makeHeld();
		await test.app.live.holdQuestions(as(held.host), held.meeting.meetingId, false);
		await ask(held, await makeGuest(test.app, 'Rut Eksmarkör'), 'Vad kostar det?');
		expect(JSON.stringify(await seen(held))).not.toContain('Eksmarkör');
		expect(await askedIn(held)).toMatchObject([{ name: 'Rut Eksmarkör', organisation: '' }]);
	});

	it('is gone for everybody when it is hidden, and kept', async () => {
		const held = await makeHeld();
		await test.app.live.holdQuestions(as(held.host), held.meeting.meetingId, false);
		await ask(held, await makeGuest(test.app), 'gomdmarkor');
		const [row] = await askedIn(held);
		await decide(held, row?.id ?? '', 'hidden');
		expect(JSON.stringify(await seen(held))).not.toContain('gomdmarkor');
		expect(await askedIn(held)).toMatchObject([{ text: 'gomdmarkor', state: 'hidden' }]);
		const { database } = test.app;
		await expect(database.updateTable('organiser_question').set({ text: 'x' }).execute()).rejects.toThrow(/kept/);
		await expect(database.deleteFrom('organiser_question').execute()).rejects.toThrow(/permission denied/);
	});

	it('that arrives twice is asked once, and with other words is another', async () => {
		const held = await makeHeld();
		const guest = await makeGuest(test.app);
		await Promise.all([1, 2, 3].map(() => ask(held, guest, 'Vad kostar det?', 'en-nyckel')));
		await ask(held, guest, 'Något annat?', 'en-nyckel');
		expect((await askedIn(held)).map(({ text }) => text).toSorted()).toEqual(['Något annat?', 'Vad kostar det?']);
	});

	it('is decided by hosts only, and holds no identity number', async () => {
		const held = await makeHeld();
		const guest = await makeGuest(test.app);
		await ask(held, guest, 'Vad kostar det?');
		const [row] = await askedIn(held);
		await expect(decide({ ...held, host: guest }, row?.id ?? '', 'on_stage')).rejects.toEqual(refused('not_signed_in'));
		await expect(decide(await makeHeld(), row?.id ?? '', 'on_stage')).rejects.toEqual(refused('not_found'));
		await expect(ask(held, guest, 'Mitt nummer är 811218-9876')).rejects.toEqual(refused('bad_input'));
		await expect(ask(held, guest, ' ')).rejects.toEqual(refused('bad_input'));
	});
});

describe('everything that happens in a meeting', () => {
	it('is in the audit trail, without anybody’s words', async () => {
		const held = await makeHeld();
		const guest = await makeGuest(test.app);
		await focusOn(held);
		await test.app.live.join(as(guest), held.meeting.meetingId);
		await test.app.live.ask(as(guest), held.meeting.meetingId, { text: 'Sparmarkor?', idempotencyKey: null });
		await answer(held, guest, await askQuick(held), { choices: [1] });
		const events = await test.app.database
			.selectFrom('audit_event')
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
		const [guest, known] = [await makeGuest(test.app), await makePerson(test.app)];
		await answer(held, guest, questionId, { choices: [2] });
		await test.app.live.ask(as(guest), held.meeting.meetingId, { text: 'När byggs elnätet ut?', idempotencyKey: 'k' });
		await transact(test.app, bySystem(), (change) =>
			mergeGuest(change, test.app.clock, guest.accountId, known.accountId)
		);
		const { own, live } = await test.app.live.page(known, addressOf(held));
		expect(own.answers[questionId]?.choices).toEqual([2]);
		expect(own.asked).toMatchObject([{ text: 'När byggs elnätet ut?' }]);
		expect(live.joined).toBe(1);
		await answer(held, known, questionId, { choices: [1] });
		expect((await seen(held)).quick[0]).toMatchObject({ answers: 1 });
	});
});
