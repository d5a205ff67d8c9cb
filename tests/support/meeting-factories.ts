import type { Application } from '#server/application.ts';
import { bySystem } from '#server/database/transaction.ts';
import type { MeetingRole } from '#lib/protocol/meetings.ts';
import type { Person } from '#server/permissions/actor.ts';
import { makePerson, type MadeDialogue } from './factories.ts';
import type { MadeMeeting } from './meetings.ts';

/** One of the dialogue's staff with a role at this meeting; of the dialogue's roles the one that leads nothing by itself. */
export async function makeMeetingStaff(
	app: Application,
	dialogue: MadeDialogue,
	meeting: Pick<MadeMeeting, 'meetingId'>,
	role: MeetingRole = 'host'
): Promise<Person> {
	const person = await makePerson(app, { role: 'host', dialogue });
	await app.meetings.appoint(bySystem(), meeting.meetingId, person.accountId, role);
	return person;
}
