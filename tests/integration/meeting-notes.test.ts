import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Room } from '#lib/protocol/rooms.ts';
import { bySystem } from '#server/database/transaction.ts';
import { contentOf } from '#server/documents/living.ts';
import { type Actor, type Person, VISITOR } from '#server/permissions/actor.ts';
import { createCourt } from '#server/permissions/court.ts';
import { testApplication, type TestApplication } from '../support/application.ts';
import { as, makeDialogue, type MadeDialogue, makeGuest, makePerson, sendPoint } from '../support/factories.ts';
import { makeMeetingStaff } from '../support/meeting-factories.ts';
import { type MadeMeeting, makeMeeting } from '../support/meetings.ts';

let test: TestApplication;
beforeAll(async () => {
	test = await testApplication();
});
afterAll(() => test.close());

type Ground = { dialogue: MadeDialogue; meeting: MadeMeeting; secretary: Person };

async function makeGround(): Promise<Ground> {
	const dialogue = await makeDialogue(test.app);
	const meeting = await makeMeeting(test.app, dialogue);
	const secretary = await makeMeetingStaff(test.app, dialogue, meeting, 'secretary');
	return { dialogue, meeting, secretary };
}

const addressOf = ({ dialogue, meeting }: Ground) => ({ dialogueSlug: dialogue.slug, meetingSlug: meeting.slug });
const begin = ({ meeting, secretary }: Ground) => test.app.notes.begin(as(secretary), meeting.meetingId);
const show = ({ meeting, secretary }: Ground, open = true) =>
	test.app.notes.show(as(secretary), meeting.meetingId, open);
const close = ({ meeting, secretary }: Ground, commentsUntil = '') =>
	test.app.notes.close(as(secretary), meeting.meetingId, { commentsUntil });
const shownTo = async (actor: Actor, ground: Ground) => (await test.app.notes.after(actor, addressOf(ground))).notes;
const readingOf = (ground: Ground) => ({
	dialogueSlug: ground.dialogue.slug,
	documentSlug: `minnesanteckningar-${ground.meeting.slug}`
});
const refused = (code: string) => expect.objectContaining({ code });

/** What the live part answers somebody who opens the text. */
async function judged(actor: Actor, documentId: string) {
	const room: Room = { kind: 'text', id: documentId };
	const court = createCourt({ database: test.app.database, identity: test.app.identity });
	return (await court.ruleFor(room))(actor);
}

describe('the notes of a meeting', () => {
	it('begin with a heading for each point of the agenda, once, whoever presses at the same time', async () => {
		const ground = await makeGround();
		await test.app.meetings.setAgenda(
			bySystem(),
			{ roundId: ground.meeting.roundId, meetingId: ground.meeting.meetingId },
			[
				{ startsAt: '09:30', endsAt: '10:00', approximate: false, kind: 'session', title: 'Inledning' },
				{ startsAt: '10:00', endsAt: '10:30', approximate: true, kind: 'meal', title: 'Fika' },
				{ startsAt: '10:30', endsAt: '12:00', approximate: false, kind: 'session', title: 'Elnätet' }
			]
		);
		const begun = await Promise.all([begin(ground), begin(ground)]);
		expect(new Set(begun.map(({ documentId }) => documentId)).size).toBe(1);
		const text = await test.app.realtime.readText(begun[0]?.documentId ?? '');
		const headings = contentOf(text?.state ?? new Uint8Array()).blocks.filter((block) => block.type === 'heading');
		expect(headings.map((block) => JSON.stringify(block.content))).toEqual([
			expect.stringContaining('Inledning'),
			expect.stringContaining('Elnätet'),
			expect.stringContaining('Nästa steg')
		]);
	});

	it('are not among the dialogue’s documents, and are nobody’s to publish, share or import as if they were', async () => {
		const ground = await makeGround();
		const { documentId } = await begin(ground);
		const lead = await makePerson(test.app, { role: 'process_lead', dialogue: ground.dialogue });
		expect(await test.app.documents.list(lead, ground.dialogue.dialogueId)).toEqual([]);
		const input = { label: '', note: '', stage: 'adopted' as const };
		await expect(test.app.documents.publish(as(lead), documentId, input)).rejects.toEqual(refused('not_found'));
		await expect(test.app.documents.shareLive(as(lead), documentId, true)).rejects.toEqual(refused('not_found'));
		await expect(test.app.documents.update(as(lead), documentId, { title: 'X' })).rejects.toEqual(refused('not_found'));
	});

	it('are for those who lead the meeting until they are shown', async () => {
		const ground = await makeGround();
		await begin(ground);
		expect(await shownTo(VISITOR, ground)).toBeNull();
		await expect(test.app.documents.versionFor(VISITOR, readingOf(ground))).rejects.toEqual(refused('not_found'));
		await show(ground);
		expect(await shownTo(VISITOR, ground)).toMatchObject({ growing: true, record: false });
		expect((await test.app.documents.versionFor(VISITOR, readingOf(ground))).sharedSince).not.toBeNull();
		await show(ground, false);
		expect(await shownTo(VISITOR, ground)).toBeNull();
	});

	it('become the record when they are closed: numbered, shown, and written no more', async () => {
		const ground = await makeGround();
		const { documentId } = await begin(ground);
		await show(ground);
		expect(await judged(ground.secretary, documentId)).toMatchObject({ access: 'write' });
		await close(ground);
		expect(await shownTo(VISITOR, ground)).toMatchObject({ growing: false, record: true });
		const view = await test.app.documents.versionFor(VISITOR, readingOf(ground));
		expect(view).toMatchObject({ sharedSince: null, stage: 'meeting_notes', version: { number: 2 } });
		expect(await judged(ground.secretary, documentId)).toMatchObject({ access: 'read' });
		await expect(close(ground)).rejects.toEqual(refused('rule_broken'));
		await expect(show(ground)).rejects.toEqual(refused('rule_broken'));
	});

	it('take comments until the day that was said, and none where none was', async () => {
		const [ground, silent] = [await makeGround(), await makeGround()];
		for (const one of [ground, silent]) await begin(one);
		await expect(close(ground, '2026-09-01')).rejects.toEqual(refused('bad_input'));
		await close(ground, '2026-10-30');
		await close(silent);
		const { version } = await test.app.documents.versionFor(VISITOR, readingOf(ground));
		const { pointId } = await sendPoint(test.app, await makeGuest(test.app), { versionId: version.versionId });
		await expect(test.app.submissions.point(VISITOR, pointId)).rejects.toEqual(refused('not_found'));
		const other = await test.app.documents.versionFor(VISITOR, readingOf(silent));
		const sent = sendPoint(test.app, await makeGuest(test.app), { versionId: other.version.versionId });
		await expect(sent).rejects.toEqual(refused('not_open'));
	});

	it('are written by the host, the secretary and the process lead, and nobody else', async () => {
		const ground = await makeGround();
		const { dialogue, meeting } = ground;
		const { documentId } = await begin(ground);
		const refusedOnes: [Actor, string, object][] = [
			[VISITOR, 'not_signed_in', { refused: 4401 }],
			[await makeGuest(test.app), 'not_signed_in', { refused: 4403 }],
			[await makePerson(test.app, { role: 'host', dialogue }), 'forbidden', { refused: 4403 }],
			[await makePerson(test.app, { role: 'case_officer', dialogue }), 'forbidden', { refused: 4403 }],
			[await makeMeetingStaff(test.app, dialogue, meeting, 'technician'), 'forbidden', { refused: 4403 }],
			[(await makeGround()).secretary, 'forbidden', { refused: 4403 }]
		];
		for (const [actor, code, judgement] of refusedOnes) {
			await expect(test.app.notes.begin(as(actor), meeting.meetingId)).rejects.toEqual(refused(code));
			await expect(test.app.notes.show(as(actor), meeting.meetingId, true)).rejects.toEqual(refused(code));
			await expect(test.app.notes.work(actor, addressOf(ground))).rejects.toEqual(refused(code));
			expect(await judged(actor, documentId)).toMatchObject(judgement);
			await expect(test.app.documents.preview(actor, documentId)).rejects.toEqual(refused('not_found'));
		}
		const lead = await makePerson(test.app, { role: 'process_lead', dialogue });
		expect(await judged(lead, documentId)).toMatchObject({ access: 'write' });
		await show(ground);
		for (const [actor] of refusedOnes) expect(await judged(actor, documentId)).toMatchObject({ access: 'read' });
		await show(ground, false);
		for (const [actor, , judgement] of refusedOnes) expect(await judged(actor, documentId)).toMatchObject(judgement);
	});

	it('are not begun for a meeting that is not there', async () => {
		const ground = await makeGround();
		const begun = test.app.notes.begin(as(ground.secretary), 'no-id');
		await expect(begun).rejects.toEqual(refused('not_found'));
		await expect(close(ground)).rejects.toEqual(refused('not_found'));
	});
});

describe('what a meeting leaves behind', () => {
	it('counts those who joined by type of organisation, and the inputs that may be read', async () => {
		const ground = await makeGround();
		const { meetingId } = ground.meeting;
		await test.app.live.open(as(ground.secretary), meetingId);
		await test.app.live.join(as(await makeGuest(test.app)), meetingId);
		await test.app.live.join(as(await makeGuest(test.app)), meetingId);
		expect(await test.app.notes.after(VISITOR, addressOf(ground))).toEqual({
			present: [{ type: 'private_person', checkedIn: 0, onScreen: 2 }],
			inputs: 0,
			notes: null
		});
	});

	it('is not told of a draft', async () => {
		const dialogue = await makeDialogue(test.app);
		const meeting = await makeMeeting(test.app, dialogue, { state: 'draft' });
		const address = { dialogueSlug: dialogue.slug, meetingSlug: meeting.slug };
		await expect(test.app.notes.after(VISITOR, address)).rejects.toEqual(refused('not_found'));
	});
});
