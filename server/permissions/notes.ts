import type { Actor } from './actor.ts';
import { meetingRules, type MeetingThing } from './meeting.ts';

/** The notes of a meeting: written by those who lead it (domain §2.12), until they are closed. */
export const notesRules = {
	'notes.write': (actor: Actor, { closed, ...meeting }: MeetingThing & { closed: boolean }) =>
		!closed && meetingRules['meeting.host'](actor, meeting)
};
