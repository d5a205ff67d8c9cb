import { type Actor, isStaffOf } from './actor.ts';
import type { MeetingThing } from './meeting.ts';
import { registrationRules } from './registration.ts';

/** Whoever chairs a meeting may know who is there, but has nobody to reach. */
const chairs = (actor: Actor, { dialogueId, meetingRoles }: MeetingThing): boolean =>
	isStaffOf(actor, dialogueId) && meetingRoles.includes('chair');

/** Who comes to a meeting (domain §2.12, S2-34, S-01): names, organisations, seats and numbers, without contacts. */
export const hostingRules = {
	'attendance.read': (actor: Actor, thing: MeetingThing) =>
		registrationRules['registration.read_contact'](actor, thing) || chairs(actor, thing)
};
