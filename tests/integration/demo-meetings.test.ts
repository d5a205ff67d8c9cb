import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { MeetingView, RoundView } from '#lib/protocol/meetings.ts';
import { loadDemo } from '#server/demo/load.ts';
import { readScenario, type Scenario } from '#server/demo/scenario.ts';
import type { Stage } from '#server/demo/stage.ts';
import { VISITOR } from '#server/permissions/actor.ts';
import { testApplication, type TestApplication } from '../support/application.ts';

/** The demo's twelve meetings (domain §5.3), with the demo's own *now* and with a *now* in winter time. */
let test: TestApplication;
let scenario: Scenario;
let stage: Stage;
let rounds: RoundView[];

beforeAll(async () => {
	test = await testApplication();
	scenario = await readScenario();
	stage = await loadDemo(test.app.demoServices, new Date(scenario.meta.demoNow));
	rounds = await test.app.meetings.rounds(VISITOR, scenario.process.slug);
}, 120_000);
afterAll(() => test.close());

const meetingOf = (id: string): MeetingView => {
	const meeting = rounds.flatMap((round) => round.meetings).find((one) => one.id === stage.meetings.get(id)?.meetingId);
	if (meeting === undefined) throw new Error(`No meeting ${id}`);
	return meeting;
};

describe('the demo’s meetings', () => {
	it('are twelve in three rounds, at their hours, each with its conference id and one number for all', () => {
		expect(rounds.map(({ meetings }) => meetings.length)).toEqual([4, 4, 4]);
		for (const told of scenario.meetings)
			expect(meetingOf(told.id), told.id).toMatchObject({
				startsAt: new Date(told.startsAt).toISOString(),
				endsAt: new Date(told.endsAt).toISOString(),
				area: { code: told.area },
				online: { conferenceId: told.online.conferenceId.replaceAll(' ', ''), dialIn: { number: '+46846500402' } }
			});
	});

	it('have no room in the first round and forty seats in the others', () => {
		const capacity = (id: string) => meetingOf(id).seats.onSite?.capacity ?? null;
		expect(scenario.meetings.map(({ id }) => capacity(id))).toEqual(
			scenario.meetings.map((told) => told.onSiteCapacity)
		);
		expect(meetingOf('m01')).toMatchObject({ mode: 'online', venue: null });
		expect(meetingOf('m09').venue).toMatchObject({ name: 'Hus U, campus', city: 'Östersund' });
	});

	it('of the second round stand with the times of the day, coffee about a quarter to three', () => {
		expect(rounds[1]?.agenda.map(({ startsAt, approximate }) => [startsAt, approximate])).toEqual([
			['09:00', false],
			['09:30', false],
			['12:00', false],
			['13:15', false],
			['14:45', true]
		]);
	});
});
