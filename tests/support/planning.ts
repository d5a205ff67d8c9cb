import { afterAll, beforeAll, beforeEach } from 'vitest';
import type { AgendaItem } from '#lib/protocol/meetings.ts';
import { type Person, VISITOR } from '#server/permissions/actor.ts';
import { TEST_NOW, type TestApplication, testApplication } from './application.ts';
import { type MadeDialogue, makeDialogue, makePerson } from './factories.ts';

/** An application of the test file’s own, with a dialogue whose meetings its process lead plans. The clock is set back before each test. */
export function planning() {
	let test: TestApplication;
	let dialogue: MadeDialogue;
	let lead: Person;
	beforeAll(async () => {
		test = await testApplication();
		dialogue = await makeDialogue(test.app);
		lead = await makePerson(test.app, { role: 'process_lead', dialogue });
	});
	beforeEach(() => test.clock.set(TEST_NOW));
	afterAll(() => test.close());

	const app = () => test.app;
	/** A meeting as a visitor sees it. */
	const seen = (slug: string) => app().meetings.meeting(VISITOR, dialogue.slug, slug);
	const statusAt = async (slug: string, time: string) => {
		test.clock.set(time);
		return (await seen(slug)).status;
	};
	const auditOf = (id: string) =>
		app().database.selectFrom('audit_event').select('action').where('object_id', '=', id).orderBy('id').execute();

	return { test: () => test, app, dialogue: () => dialogue, lead: () => lead, seen, statusAt, auditOf };
}

export const agendaItem = (startsAt: string, title: string, endsAt: string | null = null): AgendaItem => ({
	startsAt,
	endsAt,
	title,
	approximate: false,
	kind: 'session'
});
