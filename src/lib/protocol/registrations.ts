import type { AttendanceMode, MeetingView } from './meetings.ts';

/** The closed word lists of registrations; the database's constraints say the same. */
export const ATTENDANCE_STATES = ['confirmed', 'waiting', 'offered', 'cancelled'] as const;
export type AttendanceState = (typeof ATTENDANCE_STATES)[number];

/** What somebody who asks for a seat in the room wants when there is none. */
export const IF_FULL = ['online', 'waiting_list'] as const;
export type IfFull = (typeof IF_FULL)[number];

/** How a registration came in; all but `web` are entered by staff (domain S2-27). */
export const REGISTRATION_SOURCES = ['web', 'email', 'phone', 'letter'] as const;
/** `door`: entered by a host when somebody came without having registered. */
export type RegistrationSource = (typeof REGISTRATION_SOURCES)[number] | 'door';

/** What is chosen for one meeting: by link, or in the room and, when that is full, by link or in line. */
export const MEETING_CHOICES = ['online', 'room_or_online', 'room_or_line'] as const;
export type MeetingChoice = (typeof MEETING_CHOICES)[number];

/** One person at one meeting. Moments are ISO 8601 in UTC. */
export type AttendanceView = {
	participantId: string;
	name: string;
	mode: AttendanceMode;
	state: AttendanceState;
	choice: MeetingChoice;
	/** Only of an offered seat: until when it can be taken. */
	offeredUntil: string | null;
	/** Place in line, from 1; null for who does not wait. */
	place: number | null;
};

export type ParticipantView = { id: string; name: string; title: string; showInList: boolean };

/** A registration as its sender and those who may read contacts see it. Never what anybody needs to eat or to take part. */
export type RegistrationView = {
	id: string;
	reference: string;
	dialogue: { id: string; slug: string; title: string };
	round: { id: string; ordinal: number; title: string };
	contact: { name: string; email: string; phone: string };
	organisation: { name: string; type: string; municipalityCode: string };
	mayContact: boolean;
	mayContactLater: boolean;
	language: 'sv' | 'en';
	source: RegistrationSource;
	createdAt: string;
	cancelledAt: string | null;
	participants: ParticipantView[];
	/** The meetings that anybody of the registration has been registered for, in order of time. */
	meetings: { meeting: MeetingView; attendances: AttendanceView[] }[];
	/** False where some of its meetings are left out, being for other hosts to see. */
	whole: boolean;
};

/** Who has the room of a meeting or waits for it; `unreachable` left no address to write to. */
export type LinkMove = {
	inRoom: number;
	waiting: number;
	letters: number;
	unreachable: { registrationId: string; name: string; phone: string }[];
};

/** Name and organisation of somebody who ticked that others may see them (domain G-14). */
export type ListedParticipant = { name: string; organisation: string };

/** One registration in the list that staff work with. */
export type RegistrationLine = {
	id: string;
	reference: string;
	contactName: string;
	contactEmail: string;
	contactPhone: string;
	organisationName: string;
	organisationType: string;
	source: RegistrationSource;
	createdAt: string;
	cancelledAt: string | null;
	people: { name: string; meetingId: string; mode: AttendanceMode; state: AttendanceState }[];
};

/** Somebody in line for a seat, or with a seat on offer. */
export type WaitingLine = {
	registrationId: string;
	name: string;
	organisationName: string;
	organisationType: string;
	mode: AttendanceMode;
	queuedAt: string;
	offeredUntil: string | null;
};

export type ReservedSeatsView = {
	organisationType: string;
	seats: number;
	/** How many of them are still kept. */
	left: number;
	/** When what is left becomes anybody's; null where it never does by itself. */
	releasedAt: string | null;
};
