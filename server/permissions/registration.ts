import { type Actor, hasRole, isStaffOf } from './actor.ts';
import type { MeetingThing } from './meeting.ts';

/** Whoever has left the dialogue's staff receives nobody at its meetings, whatever they were appointed to. */
const receives = (actor: Actor, { dialogueId, meetingRoles }: MeetingThing): boolean =>
	isStaffOf(actor, dialogueId) && (meetingRoles.includes('host') || meetingRoles.includes('secretary'));

const arranges = (actor: Actor, thing: MeetingThing): boolean =>
	hasRole(actor, thing.dialogueId, 'process_lead', 'communicator');

/** Registrations for one meeting (domain §2.12, S2-36). What people need is for its hosts alone, whoever else leads the dialogue. */
export const registrationRules = {
	'registration.read_contact': (actor: Actor, thing: MeetingThing) => arranges(actor, thing) || receives(actor, thing),
	'registration.record': (actor: Actor, thing: MeetingThing) => arranges(actor, thing) || receives(actor, thing),
	'registration.read_needs': receives
};
