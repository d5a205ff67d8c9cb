import { afterAll, beforeAll, beforeEach } from 'vitest';
import type { Press } from '#lib/protocol/hosting.ts';
import type { MeetingAddress } from '#server/hosting/types.ts';
import type { Actor, Person } from '#server/permissions/actor.ts';
import { TEST_NOW, type TestApplication, testApplication } from './application.ts';
import { as, type MadeDialogue, makeDialogue, makePerson } from './factories.ts';
import { makeMeetingStaff } from './meeting-factories.ts';
import { type MadeMeeting, makeMeeting, makeRound } from './meetings.ts';
import { signUp } from './registrations.ts';

export const THE_DAY = '2026-10-15T09:10:00+02:00';

export const said = (participantId: string, present = true, moment = THE_DAY): Press => ({
	participantId,
	present,
	at: moment
});
export const codeOf = (work: Promise<unknown>) =>
	work.then(() => 'allowed').catch((error: { code: string }) => error.code);

/** A meeting and another of the same round for each test, with somebody in every role at it. */
export function hostedMeeting() {
	let test: TestApplication;
	let dialogue: MadeDialogue;
	let meeting: MadeMeeting;
	let other: MadeMeeting;
	let at: MeetingAddress;
	let host: Person;
	let hostOfAnother: Person;
	let secretary: Person;
	let chair: Person;
	let technician: Person;
	let lead: Person;
	let communicator: Person;

	beforeAll(async () => {
		test = await testApplication();
		dialogue = await makeDialogue(test.app);
		lead = await makePerson(test.app, { role: 'process_lead', dialogue });
		communicator = await makePerson(test.app, { role: 'communicator', dialogue });
	});
	beforeEach(async () => {
		test.clock.set(TEST_NOW);
		const round = await makeRound(app(), dialogue);
		await app().meetings.setAgenda(as(lead), { roundId: round.roundId }, [
			{ startsAt: '12:30', endsAt: '13:30', approximate: false, kind: 'meal', title: 'Lunch' }
		]);
		meeting = await makeMeeting(app(), dialogue, { round });
		other = await makeMeeting(app(), dialogue, { round, title: 'Ett annat möte' });
		at = { dialogueSlug: dialogue.slug, meetingSlug: meeting.slug };
		[host, secretary, chair, technician] = (await Promise.all(
			(['host', 'secretary', 'chair', 'technician'] as const).map((role) =>
				makeMeetingStaff(app(), dialogue, meeting, role)
			)
		)) as [Person, Person, Person, Person];
		hostOfAnother = await makeMeetingStaff(app(), dialogue, other);
	});
	afterAll(() => test.close());

	const app = () => test.app;
	const hosting = () => app().hosting;

	/** From here on in the test it is this meeting that people come to, with a host of its own. */
	async function moveTo(elsewhere: MadeMeeting): Promise<void> {
		at = { dialogueSlug: dialogue.slug, meetingSlug: elsewhere.slug };
		host = await makeMeetingStaff(app(), dialogue, elsewhere);
	}

	async function idOf(name: string): Promise<string> {
		const { people } = await hosting().list(host, at);
		const found = people.find((one) => one.name === name);
		if (found === undefined) throw new Error(`Nobody is called ${name}`);
		return found.participantId;
	}

	async function registered(name: string, more: Parameters<typeof signUp>[4] = {}): Promise<string> {
		await signUp(app(), dialogue, meeting, 'room_or_line', { name, ...more });
		return idOf(name);
	}
	const press = (actor: Actor, ...presses: Press[]) => hosting().press(as(actor), at, presses);
	const hereNow = async () =>
		(await hosting().list(host, at)).people.filter(({ checkedInAt }) => checkedInAt !== null).map(({ name }) => name);
	const auditOf = async (action: string, objectId: string) =>
		(
			await app()
				.database.selectFrom('audit_event')
				.select(['actor_id'])
				.where('action', '=', action)
				.where('object_id', '=', objectId)
				.execute()
		).map(({ actor_id }) => actor_id);

	return {
		test: () => test,
		dialogue: () => dialogue,
		meeting: () => meeting,
		other: () => other,
		at: () => at,
		host: () => host,
		hostOfAnother: () => hostOfAnother,
		secretary: () => secretary,
		chair: () => chair,
		technician: () => technician,
		lead: () => lead,
		communicator: () => communicator,
		app,
		hosting,
		moveTo,
		idOf,
		registered,
		press,
		hereNow,
		auditOf
	};
}
