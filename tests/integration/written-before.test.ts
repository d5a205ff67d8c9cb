import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { testApplication, type TestApplication } from '../support/application.ts';
import { as, makeDialogue, makeGuest } from '../support/factories.ts';
import { makeMeetingStaff } from '../support/meeting-factories.ts';
import { makeMeeting } from '../support/meetings.ts';

let test: TestApplication;
beforeAll(async () => {
	test = await testApplication();
});
afterAll(() => test.close());

const EARLIER = new Date('2026-09-23T06:50:00Z');

describe('what was written in a meeting without a connection', () => {
	it('is kept with when it was written, and what came at once without', async () => {
		const { app } = test;
		const dialogue = await makeDialogue(app);
		const { meetingId } = await makeMeeting(app, dialogue);
		const host = as(await makeMeetingStaff(app, dialogue, { meetingId }));
		const guest = as(await makeGuest(app));
		await app.live.open(host, meetingId);
		const asked = { kind: 'one', question: 'Är målet tydligt?', options: ['Ja', 'Nej'], lowLabel: '', highLabel: '' };
		const { questionId } = await app.live.addQuestion(host, meetingId, asked);
		await app.live.changeQuestion(host, meetingId, questionId, 'open');
		const answer = { choices: [1], text: '', words: [] };
		await app.live.answer(guest, meetingId, questionId, { ...answer, writtenAt: EARLIER });
		await app.live.ask(guest, meetingId, { text: 'Vem betalar?', idempotencyKey: null, writtenAt: EARLIER });
		const read = async (table: 'quick_answer' | 'organiser_question') =>
			(await app.database.selectFrom(table).select('written_at').execute()).map((row) => row.written_at);
		expect([...(await read('quick_answer')), ...(await read('organiser_question'))]).toEqual([EARLIER, EARLIER]);
		await app.live.answer(guest, meetingId, questionId, answer);
		expect(await read('quick_answer')).toEqual([null]);
	});
});
