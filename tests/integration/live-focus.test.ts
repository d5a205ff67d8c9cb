import { describe, expect, it } from 'vitest';
import { bySystem } from '#server/database/transaction.ts';
import { type Actor, VISITOR } from '#server/permissions/actor.ts';
import type { SubmitInput } from '#server/submissions/parse.ts';
import { until } from '../convergence/live-client.ts';
import { as, makeGuest, makePerson, sendPoint } from '../support/factories.ts';
import { addressOf, type Held, liveMeetings, refused } from '../support/live-meetings.ts';

const { test, makeHeld, seen, focusOn, listen } = liveMeetings();

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
		const { documentId } = await test().app.documents.create(bySystem(), held.dialogue.dialogueId, { title: 'Utkast' });
		const focus = (place: { documentId: string; sectionId: string | null }) =>
			test().app.live.focus(by, held.meeting.meetingId, place);
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
		const registrar = await makePerson(test().app, { role: 'registrar', dialogue: held.dialogue });
		const block = held.document.blockIds[1] ?? '';
		await test().app.documents.maskVersion(as(registrar), held.document.versionId, {
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

describe('inputs on a section', () => {
	const send = ({ document }: Held, block: number, actor: Actor, said: Partial<SubmitInput> = {}) =>
		sendPoint(test().app, actor, {
			...said,
			versionId: document.versionId,
			place: { scope: 'block', blockId: document.blockIds[block] ?? '' }
		});
	const close = ({ document, host, meeting, section }: Held, more: { open?: boolean; inSeconds?: number } = {}) =>
		test().app.live.setInputs(as(host), meeting.meetingId, {
			documentId: document.documentId,
			sectionId: section,
			open: more.open ?? false,
			inSeconds: more.inSeconds ?? 0
		});

	it('are refused while the host has closed it, taken elsewhere, and taken again when it is opened', async () => {
		const held = await makeHeld();
		const guest = await makeGuest(test().app);
		await focusOn(held);
		await close(held);
		expect((await seen(held)).focus?.inputs).toBe('closed');
		await expect(send(held, 1, guest)).rejects.toEqual(refused('not_open'));
		await expect(send(held, 0, guest)).rejects.toEqual(refused('not_open'));
		await send(held, 3, guest);
		await close(held, { open: true });
		await send(held, 1, guest);
	});

	it('that were written before the host closed it, without a connection, are taken late and say when', async () => {
		const held = await makeHeld();
		const guest = await makeGuest(test().app);
		await focusOn(held);
		const writtenAt = test().app.clock.now();
		test().clock.advance(60_000);
		await close(held);
		test().clock.advance(9 * 60_000);
		const inTime = { writtenAt: writtenAt.toISOString(), sentAt: test().app.clock.now().toISOString() };
		const { late, pointId } = await send(held, 1, guest, inTime);
		expect(late).toBe(true);
		expect(await test().app.submissions.point(guest, pointId)).toMatchObject({ late, writtenAt: inTime.writtenAt });
	});

	it('that were written after it, or that a device cannot know the time of, are refused', async () => {
		const held = await makeHeld();
		const guest = await makeGuest(test().app);
		await focusOn(held);
		const before = test().app.clock.now();
		test().clock.advance(60_000);
		await close(held);
		const now = (minutes = 0) => new Date(test().app.clock.now().getTime() + minutes * 60_000).toISOString();
		test().clock.advance(60_000);
		const after = { writtenAt: now(-0.5), sentAt: now() };
		const anHourSlow = { writtenAt: now(-60.5), sentAt: now(-60) };
		const fromTheFuture = { writtenAt: now(10), sentAt: now(5) };
		for (const said of [after, anHourSlow, fromTheFuture, {}])
			await expect(send(held, 1, guest, said)).rejects.toEqual(refused('not_open'));
		test().clock.advance(30 * 60_000);
		const tooLongAgo = { writtenAt: before.toISOString(), sentAt: now() };
		await expect(send(held, 1, guest, tooLongAgo)).rejects.toEqual(refused('not_open'));
	});

	it('that came before it was closed have come, when their receipt is asked for again', async () => {
		const held = await makeHeld();
		const guest = await makeGuest(test().app);
		await focusOn(held);
		const first = await send(held, 1, guest, { idempotencyKey: 'en gång' });
		await close(held);
		const again = await send(held, 1, guest, { idempotencyKey: 'en gång' });
		expect(again).toMatchObject({ reference: first.reference, repeated: true });
	});

	it('end with the countdown, unless it is stopped before', async () => {
		const held = await makeHeld();
		const guest = await makeGuest(test().app);
		const by = as(held.host);
		const { meetingId } = held.meeting;
		await expect(test().app.live.countDown(by, meetingId, { seconds: 60, closes: true })).rejects.toEqual(
			refused('rule_broken')
		);
		await focusOn(held);
		await test().app.live.countDown(by, meetingId, { seconds: 120, closes: true });
		expect(await seen(held)).toMatchObject({ countdown: { closes: true }, focus: { inputs: 'closing' } });
		await send(held, 1, guest);
		await test().app.live.countDown(by, meetingId, null);
		expect(await seen(held)).toMatchObject({ countdown: null, focus: { inputs: 'open' } });
		await test().app.live.countDown(by, meetingId, { seconds: 120, closes: true });
		test().clock.advance(121_000);
		await expect(send(held, 1, guest)).rejects.toEqual(refused('not_open'));
		await expect(test().app.live.countDown(by, meetingId, { seconds: 0, closes: false })).rejects.toEqual(
			refused('bad_input')
		);
	});

	it('are as the consultation says when the meeting is over', async () => {
		const held = await makeHeld();
		await close(held);
		await test().app.live.close(as(held.host), held.meeting.meetingId);
		await send(held, 1, await makeGuest(test().app));
	});
});

describe('the stage', () => {
	const MARKER = 'hemligmarkor';
	const choose = ({ host, meeting }: Held, pointId: string, on = true) =>
		test().app.live.choosePoint(as(host), meeting.meetingId, { pointId, on });
	const onStage = async (held: Held) =>
		(await test().app.live.stage(VISITOR, addressOf(held))).live.stage.points.map((point) => point.id);

	it('shows points that the host has chosen, in that order', async () => {
		const held = await makeHeld();
		const guest = await makeGuest(test().app);
		const [first, second] = [
			await sendPoint(test().app, guest, { versionId: held.document.versionId }),
			await sendPoint(test().app, guest, { versionId: held.document.versionId, text: 'Två.' })
		];
		await choose(held, second.pointId);
		test().clock.advance(1000);
		await choose(held, first.pointId);
		expect(await onStage(held)).toEqual([second.pointId, first.pointId]);
		await choose(held, second.pointId, false);
		expect(await onStage(held)).toEqual([first.pointId]);
	});

	it('never shows a point that is held, not even when the host asks for it', async () => {
		const held = await makeHeld({ mode: 'hold_all' });
		const { pointId } = await sendPoint(test().app, await makeGuest(test().app), {
			versionId: held.document.versionId,
			text: MARKER
		});
		const lead = await makePerson(test().app, { role: 'process_lead', dialogue: held.dialogue });
		for (const host of [held.host, lead]) {
			await expect(choose({ ...held, host }, pointId)).rejects.toEqual(refused('not_found'));
		}
		for (const actor of [VISITOR, lead, held.host]) {
			expect(JSON.stringify(await test().app.live.stage(actor, addressOf(held)))).not.toContain(MARKER);
			expect(JSON.stringify(await test().app.live.page(actor, addressOf(held)))).not.toContain(MARKER);
		}
		expect(JSON.stringify(await test().app.live.work(lead, addressOf(held)))).not.toContain(MARKER);
	});

	it('lets go of a point that is taken from view, and tells the room', async () => {
		const held = await makeHeld();
		const guest = await makeGuest(test().app);
		const { pointId } = await sendPoint(test().app, guest, { versionId: held.document.versionId, text: MARKER });
		await choose(held, pointId);
		expect(await onStage(held)).toEqual([pointId]);
		const news = listen(held);
		await test().app.submissions.withdraw(as(guest), { pointId });
		await until('the stage to be told', () => news.views.at(-1)?.stage.points.length === 0);
		expect(await onStage(held)).toEqual([]);
		news.stop();
	});

	it('takes no point of another dialogue', async () => {
		const [held, other] = [await makeHeld(), await makeHeld()];
		const { pointId } = await sendPoint(test().app, await makeGuest(test().app), {
			versionId: other.document.versionId
		});
		await expect(choose(held, pointId)).rejects.toEqual(refused('not_found'));
		await expect(choose(held, 'no id')).rejects.toEqual(refused('not_found'));
	});
});
