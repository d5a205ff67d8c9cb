import { afterAll, beforeAll, beforeEach } from 'vitest';
import { VISITOR } from '#server/permissions/actor.ts';
import { TEST_NOW, type TestApplication, testApplication } from './application.ts';
import { as, type MadeDialogue, makeDialogue, makeRegion } from './factories.ts';
import { lettersTo as writtenTo } from './letters.ts';
import { makeMeeting } from './meetings.ts';

export const visitor = () => as(VISITOR);

/** An application of the test file’s own with a dialogue to register for meetings of. The clock is set back before each test. */
export function registering() {
	let test: TestApplication;
	let dialogue: MadeDialogue;
	beforeAll(async () => {
		test = await testApplication();
		await makeRegion(test.app);
		dialogue = await makeDialogue(test.app);
	});
	beforeEach(() => test.clock.set(TEST_NOW));
	afterAll(() => test.close());

	const app = () => test.app;

	const meetingWith = (seats: number | null, more = {}) =>
		makeMeeting(app(), dialogue, { onSiteCapacity: seats, ...more });
	const rowsAt = (meetingId: string) =>
		app().database.selectFrom('attendance').selectAll().where('meeting_id', '=', meetingId).execute();
	const countOf = async (meetingId: string) => {
		const counts: Record<string, number> = {};
		for (const { mode, state } of await rowsAt(meetingId))
			counts[`${mode} ${state}`] = (counts[`${mode} ${state}`] ?? 0) + 1;
		return counts;
	};
	const lettersTo = (email: string) => writtenTo(app(), email);
	const subjectsTo = async (email: string) => (await lettersTo(email)).map(({ subject }) => subject);

	return { test: () => test, dialogue: () => dialogue, app, meetingWith, rowsAt, countOf, lettersTo, subjectsTo };
}
