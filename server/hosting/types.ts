import type { Attendee, AttendanceStatistics, MeetingNeeds, Press, PressAnswer } from '#lib/protocol/hosting.ts';
import type { MeetingView } from '#lib/protocol/meetings.ts';
import type { By } from '#server/database/transaction.ts';
import type { Actor } from '#server/permissions/actor.ts';

/** A meeting as its address names it. */
export type MeetingAddress = { dialogueSlug: string; meetingSlug: string };

/** What the actor may do at this meeting besides reading who comes. */
export type HostingRights = { checkIn: boolean; needs: boolean; contacts: boolean };
export type Hosted = { meeting: MeetingView; may: HostingRights };
export type AttendeeList = Hosted & { people: Attendee[] };

/** Somebody who comes without having registered. `once` is the form's own number. */
export type WalkIn = { name: string; organisationName: string; organisationType: string; once: string | null };

/**
 * What the hosts of a meeting work with (domain §2.12, S2-34). Everything throws `not_found` for a meeting that the
 * actor may not know of, and `forbidden` or `not_signed_in` for whoever has nothing to do at it.
 */
export type Hosting = {
	/** The meeting and what the actor may do at it, for whoever may read who comes. */
	hosted(actor: Actor, at: MeetingAddress): Promise<Hosted>;
	/** Everybody of the meeting, also those who have cancelled, in the order of the alphabet. */
	list(actor: Actor, at: MeetingAddress): Promise<AttendeeList>;
	/** For whoever checks in: one person whose code was read. */
	attendee(actor: Actor, at: MeetingAddress, participantId: string): Promise<Hosted & { person: Attendee }>;
	/** The list to take away; the taking is audited. */
	take(by: By, at: MeetingAddress): Promise<AttendeeList>;
	statistics(actor: Actor, at: MeetingAddress): Promise<Hosted & { statistics: AttendanceStatistics }>;
	/** Food and access, for the host and the secretary of this very meeting; every reading is audited (domain C-04). */
	needs(by: By, at: MeetingAddress): Promise<Hosted & { needs: MeetingNeeds }>;
	/**
	 * Who is there and who is not after all, in the order in which it was said. The same twice is once, and what was
	 * said earlier never undoes what was said later, however late it arrives. Throws `not_open` before the meeting's day.
	 */
	press(by: By, at: MeetingAddress, presses: readonly Press[]): Promise<PressAnswer>;
	/** Registers somebody at the door and checks them in. Throws `bad_input`, `not_open`. */
	walkIn(by: By, at: MeetingAddress, input: WalkIn): Promise<void>;
};
