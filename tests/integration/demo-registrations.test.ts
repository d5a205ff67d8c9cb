import { afterAll, beforeAll, expect, it } from 'vitest';
import { sql } from 'kysely';
import { bySystem } from '#server/database/transaction.ts';
import { loadDemo } from '#server/demo/load.ts';
import { readScenario, type Scenario } from '#server/demo/scenario.ts';
import type { Stage } from '#server/demo/stage.ts';
import { VISITOR } from '#server/permissions/actor.ts';
import { testApplication, type TestApplication } from '../support/application.ts';
import { as } from '../support/factories.ts';
import { form } from '../support/registrations.ts';

/** Who has registered in the demo (domain §5.3), and acceptance check 6 of §5.12. */
let test: TestApplication;
let scenario: Scenario;
let stage: Stage;
beforeAll(async () => {
	test = await testApplication();
	scenario = await readScenario();
	test.clock.set(scenario.meta.demoNow);
	stage = await loadDemo(test.app.demoServices, new Date(scenario.meta.demoNow));
}, 60_000);
afterAll(() => test.close());

it('as many people have registered for each of the twelve meetings as the scenario says, and each has its status', async () => {
	for (const told of scenario.meetings) {
		const { slug } = stage.meetings.get(told.id) ?? { slug: '' };
		const shown = await test.app.meetings.meeting(VISITOR, scenario.process.slug, slug);
		expect({ id: told.id, status: shown.status }).toEqual({ id: told.id, status: told.status });
		expect(shown.seats.onSite?.taken ?? 0).toBe(told.onSiteTaken);
		expect(shown.seats.online?.taken ?? 0).toBe(told.onlineRegistered);
	}
});

it('everybody is made up, and nobody is asked twice for one seat', async () => {
	const rows = await test.app.database.selectFrom('registration').select(['contact_email', 'contact_name']).execute();
	expect(rows.every(({ contact_email }) => contact_email?.endsWith('@example.org'))).toBe(true);
	const letters = await test.app.database
		.selectFrom('mail_message')
		.select('id')
		.where('kind', '=', 'registration')
		.execute();
	expect(letters).toEqual([]);
});

it('of two who register for the last seat of m12 at the same moment one gets it, the other link or line', async () => {
	const { meetingId } = stage.meetings.get('m12') ?? { meetingId: '' };
	const send = (choice: 'room_or_online' | 'room_or_line') =>
		test.app.registrations.register(as(VISITOR), scenario.process.slug, 3, form([[meetingId, choice]]));
	const answers = await Promise.all([send('room_or_online'), send('room_or_line')]);
	const places = await Promise.all(answers.map(({ code }) => test.app.registrations.view(VISITOR, code)));
	const states = places.flatMap(({ meetings }) =>
		meetings.flatMap(({ attendances }) => attendances.map(({ mode, state }) => `${mode} ${state}`))
	);
	expect(states.filter((state) => state === 'on_site confirmed')).toHaveLength(1);
	expect(states.filter((state) => state === 'online confirmed' || state === 'on_site waiting')).toHaveLength(1);
});

it('an invitation has gone out of which nothing was sent, and shows who answered, said no and has no such address', async () => {
	const [mailing] = await test.app.invitations.mailings(bySystem().actor, stage.dialogueId);
	expect(mailing).toMatchObject({ state: 'sent', kind: 'invitation', registered: 4 });
	const { recipients } = await test.app.invitations.mailing(bySystem().actor, stage.dialogueId, mailing?.id ?? '');
	expect(recipients.filter(({ declined }) => declined)).toHaveLength(1);
	expect(recipients.filter(({ delivery }) => delivery === 'refused')).toHaveLength(2);
	expect(recipients.filter(({ delivery }) => delivery === 'sent')).toHaveLength(recipients.length - 2);
	const { rows } = await sql<{
		count: string;
	}>`select count(*) from graphile_worker.jobs where task_identifier in ('send_mail', 'send_mailing')`.execute(
		test.app.database
	);
	expect(Number(rows[0]?.count)).toBe(0);
});
