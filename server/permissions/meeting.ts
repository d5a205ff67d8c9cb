import type { MeetingRole } from '#lib/protocol/meetings.ts';
import { type Actor, hasRole, isStaffOf } from './actor.ts';

/** `meetingRoles` are those that the actor holds at that very meeting. */
export type MeetingThing = { dialogueId: string; meetingRoles: readonly MeetingRole[] };

/** Whoever has left the dialogue's staff leads none of its meetings, whatever they were appointed to. */
const leadsMeeting = (actor: Actor, { dialogueId, meetingRoles }: MeetingThing): boolean =>
	isStaffOf(actor, dialogueId) && (meetingRoles.includes('host') || meetingRoles.includes('secretary'));

/** Meetings (domain §2.12). To manage them is to plan them; a host leads one on the day. */
export const meetingRules = {
	'meeting.manage': (actor: Actor, thing: { dialogueId: string }) =>
		hasRole(actor, thing.dialogueId, 'process_lead', 'communicator'),
	'meeting.host': (actor: Actor, thing: MeetingThing) =>
		hasRole(actor, thing.dialogueId, 'process_lead') || leadsMeeting(actor, thing)
};
