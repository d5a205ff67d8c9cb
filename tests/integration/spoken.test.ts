import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Actor, type Person, VISITOR } from '#server/permissions/actor.ts';
import type { SpokenInput } from '#server/live/spoken-service.ts';
import { testApplication, type TestApplication } from '../support/application.ts';
import {
	as,
	makeDialogue,
	type MadeDialogue,
	type MadeDocument,
	makeDocument,
	makeGuest,
	makePerson,
	openConsultation
} from '../support/factories.ts';
import { makeMeetingStaff } from '../support/meeting-factories.ts';
import { type MadeMeeting, makeMeeting } from '../support/meetings.ts';

let test: TestApplication;
beforeAll(async () => {
	test = await testApplication();
});
afterAll(() => test.close());

type Ground = { dialogue: MadeDialogue; document: MadeDocument; meeting: MadeMeeting; secretary: Person };

/** A meeting in progress with a secretary, about a text that takes inputs. */
async function makeGround(mode: 'open' | 'hold_first' | 'hold_all' = 'open'): Promise<Ground> {
	const { app } = test;
	const dialogue = await makeDialogue(app);
	const document = await makeDocument(app, dialogue);
	await openConsultation(app, dialogue, [document.documentId], { mode });
	const meeting = await makeMeeting(app, dialogue);
	const secretary = await makeMeetingStaff(app, dialogue, meeting, 'secretary');
	await app.live.open(as(secretary), meeting.meetingId);
	return { dialogue, document, meeting, secretary };
}

const said = ({ document }: Pick<Ground, 'document'>, more: Partial<SpokenInput> = {}): SpokenInput => ({
	documentId: document.documentId,
	sectionId: document.blockIds[0] ?? null,
	words: '',
	saidAt: '00.01',
	kind: 'other',
	text: 'Bussen går för sällan.',
	name: 'Lars Exempel',
	organisationName: 'Byalaget i Exempelby',
	organisationType: 'civil_society',
	idempotencyKey: null,
	...more
});
const record = (ground: Ground, more: Partial<SpokenInput> = {}, actor: Actor = ground.secretary) =>
	test.app.spoken.record(as(actor), ground.meeting.meetingId, said(ground, more));
const addressOf = ({ dialogue, meeting }: Ground) => ({ dialogueSlug: dialogue.slug, meetingSlug: meeting.slug });
const refused = (code: string, field?: string) =>
	expect.objectContaining(field === undefined ? { code } : { code, issues: [expect.objectContaining({ field })] });

describe('what somebody says at a meeting', () => {
	it('enters the stream at once, marked as spoken, with the speaker as source and the secretary as author', async () => {
		const ground = await makeGround();
		const { pointId } = await record(ground);
		expect(await test.app.submissions.point(VISITOR, pointId)).toMatchObject({
			spoken: true,
			status: 'published',
			text: 'Bussen går för sällan.',
			sender: { kind: 'organisation', name: 'Byalaget i Exempelby' },
			place: { scope: 'section', blockId: ground.document.blockIds[0] }
		});
		const row = await test.app.database
			.selectFrom('submission')
			.innerJoin('point', 'point.submission_id', 'submission.id')
			.selectAll('submission')
			.where('point.id', '=', pointId)
			.executeTakeFirstOrThrow();
		expect(row).toMatchObject({
			channel: 'meeting',
			account_id: null,
			recorded_by: ground.secretary.accountId,
			sender_name: 'Lars Exempel',
			meeting_id: ground.meeting.meetingId,
			publication: 'named_organisation'
		});
		expect(row.written_at?.getTime()).toBeLessThan(row.received_at.getTime());
	});

	it.each(['hold_first', 'hold_all'] as const)('waits for moderation where inputs do (%s)', async (mode) => {
		const ground = await makeGround(mode);
		const { pointId } = await record(ground);
		await expect(test.app.submissions.point(VISITOR, pointId)).rejects.toEqual(refused('not_found'));
		const { lines } = await test.app.spoken.view(ground.secretary, addressOf(ground));
		expect(lines).toMatchObject([{ pointId, held: true, name: 'Lars Exempel' }]);
	});

	it('waits when it holds an identity number, whatever the consultation says', async () => {
		const ground = await makeGround();
		const { pointId } = await record(ground, { text: 'Ring mig, 121212-1212.' });
		await expect(test.app.submissions.point(VISITOR, pointId)).rejects.toEqual(refused('not_found'));
	});

	it('does not name a private person to others', async () => {
		const ground = await makeGround();
		const { pointId } = await record(ground, { organisationName: '', organisationType: '' });
		const point = await test.app.submissions.point(VISITOR, pointId);
		expect(point.sender).toMatchObject({ kind: 'private_person', name: '' });
		expect(JSON.stringify(point)).not.toContain('Lars');
	});

	it('stands at the words that were named, and nowhere when they stand there twice or not at all', async () => {
		const ground = await makeGround();
		const { version } = await test.app.documents.versionFor(VISITOR, {
			dialogueSlug: ground.dialogue.slug,
			documentSlug: ground.document.slug
		});
		const words =
			version.plainText
				.split('\n')
				.find((line) => line.length > 30)
				?.slice(0, 25) ?? '';
		const { pointId } = await record(ground, { sectionId: null, words });
		const { place } = await test.app.submissions.point(VISITOR, pointId);
		expect(place).toMatchObject({ scope: 'words', start: 0, end: 25 });
		await expect(record(ground, { words: 'står inte här' })).rejects.toEqual(refused('bad_input', 'words'));
		await expect(record(ground, { words: 'en', sectionId: null })).rejects.toEqual(refused('bad_input', 'words'));
	});

	it('remembers what kind of organisation it was, and asks the first time', async () => {
		const ground = await makeGround();
		const unknown = record(ground, { organisationType: '' });
		await expect(unknown).rejects.toEqual(refused('bad_input', 'organisationType'));
		await record(ground);
		await record(ground, { organisationType: '', organisationName: 'BYALAGET i Exempelby', text: 'Mer.' });
		const { speakers } = await test.app.spoken.view(ground.secretary, addressOf(ground));
		expect(speakers.map((speaker) => speaker.organisationType)).toEqual(['civil_society', 'civil_society']);
	});

	it('is taken once when the form comes twice, and twice when other words come under the same key', async () => {
		const ground = await makeGround();
		const idempotencyKey = 'en-nyckel';
		const both = await Promise.all([record(ground, { idempotencyKey }), record(ground, { idempotencyKey })]);
		expect(new Set(both.map(({ pointId }) => pointId)).size).toBe(1);
		const other = await record(ground, { idempotencyKey, text: 'Något annat.' });
		expect(other.repeated).toBe(false);
	});

	it.each([
		['a time that is none', { saidAt: 'snart' }, 'saidAt'],
		['a time that has not been', { saidAt: '23.59' }, 'saidAt'],
		['no words', { text: ' ' }, 'text'],
		['a kind that there is not', { kind: '__proto__' }, 'kind'],
		['a type that there is not', { organisationType: '__proto__' }, 'organisationType'],
		['a section that is not there', { sectionId: 'nowhere' }, 'place']
	])('is refused with %s', async (_what, more, field) => {
		await expect(record(await makeGround(), more)).rejects.toEqual(refused('bad_input', field));
	});

	it('is about a text of the same dialogue', async () => {
		const [ground, other] = [await makeGround(), await makeGround()];
		await expect(record(ground, said(other))).rejects.toEqual(refused('not_found'));
	});

	it('is taken down by the host, the secretary and the process lead, and nobody else', async () => {
		const ground = await makeGround();
		const { dialogue, meeting } = ground;
		const refusedOnes: [Actor, string][] = [
			[VISITOR, 'not_signed_in'],
			[await makeGuest(test.app), 'not_signed_in'],
			[await makePerson(test.app), 'forbidden'],
			[await makePerson(test.app, { role: 'host', dialogue }), 'forbidden'],
			[await makePerson(test.app, { role: 'case_officer', dialogue }), 'forbidden'],
			[await makeMeetingStaff(test.app, dialogue, meeting, 'technician'), 'forbidden'],
			[(await makeGround()).secretary, 'forbidden']
		];
		for (const [actor, code] of refusedOnes) {
			await expect(record(ground, {}, actor)).rejects.toEqual(refused(code));
			await expect(test.app.spoken.view(actor, addressOf(ground))).rejects.toEqual(refused(code));
		}
		await record(ground, {}, await makeMeetingStaff(test.app, dialogue, meeting, 'host'));
		await record(ground, {}, await makePerson(test.app, { role: 'process_lead', dialogue }));
	});
});

describe('taking back what was taken down', () => {
	const undo = (ground: Ground, pointId: string, actor: Actor = ground.secretary) =>
		test.app.spoken.undo(as(actor), ground.meeting.meetingId, pointId);

	it('withdraws it for everybody, and does nothing the second time', async () => {
		const ground = await makeGround();
		const { pointId } = await record(ground);
		await undo(ground, pointId);
		await undo(ground, pointId);
		await expect(test.app.submissions.point(VISITOR, pointId)).rejects.toEqual(refused('not_found'));
		expect((await test.app.spoken.view(ground.secretary, addressOf(ground))).lines).toEqual([]);
	});

	it('is for whoever took it down, at that meeting, and for what was said', async () => {
		const ground = await makeGround();
		const { dialogue, meeting } = ground;
		const { pointId } = await record(ground);
		const host = await makeMeetingStaff(test.app, dialogue, meeting, 'host');
		await expect(undo(ground, pointId, host)).rejects.toEqual(refused('forbidden'));
		const elsewhere = await makeGround();
		await expect(undo(elsewhere, pointId)).rejects.toEqual(refused('not_found'));
		await expect(undo(ground, pointId, VISITOR)).rejects.toEqual(refused('not_signed_in'));
		await expect(undo(ground, 'no-id')).rejects.toEqual(refused('not_found'));
	});

	it('is over after half a minute', async () => {
		const ground = await makeGround();
		const { pointId } = await record(ground);
		test.clock.advance(29_000);
		expect((await test.app.spoken.view(ground.secretary, addressOf(ground))).lines[0]?.undoUntil).not.toBeNull();
		test.clock.advance(2_000);
		await expect(undo(ground, pointId)).rejects.toEqual(refused('rule_broken'));
		expect((await test.app.spoken.view(ground.secretary, addressOf(ground))).lines[0]?.undoUntil).toBeNull();
	});
});
