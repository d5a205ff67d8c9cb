import type { AttendanceMode } from './meetings.ts';
import type { AttendanceState, RegistrationSource } from './registrations.ts';

/** Whom to reach about a registration; one for all its people. */
export type AttendeeContact = { name: string; email: string; phone: string };

/** One person at one meeting as its hosts see them. Never what anybody needs to eat or to take part. */
export type Attendee = {
	participantId: string;
	name: string;
	title: string;
	organisationName: string;
	organisationType: string;
	/** A code of the list of municipalities, '' where none was given. */
	municipalityCode: string;
	mode: AttendanceMode;
	state: AttendanceState;
	source: RegistrationSource;
	/** ISO 8601 in UTC; null for who has not been checked in. */
	checkedInAt: string | null;
	/** Null for those who may not read contacts. */
	contact: AttendeeContact | null;
};

/** Whether somebody is there, and nothing else of them: what goes between the door's screens. */
export type Presence = { participantId: string; checkedInAt: string | null };

/** Somebody at the door says that a person is there, or that it was a mistake. `at` is ISO 8601. */
export type Press = { participantId: string; present: boolean; at: string };

export type PressAnswer = {
	/** Everybody who may come, as it is now. */
	presences: Presence[];
	/** Those who are not expected any more, by `participantId`. */
	refused: string[];
};

/** People of one kind. `registered` have a seat or are offered one; `waiting` stand in line. */
export type AttendanceCount = {
	code: string;
	registered: number;
	onSite: number;
	online: number;
	waiting: number;
	checkedIn: number;
};

/** Numbers of one meeting by kind of organisation and by municipality (domain S-01). Without names. */
export type AttendanceStatistics = {
	total: AttendanceCount;
	/** How many organisations those with a seat come from. */
	organisations: number;
	walkIns: number;
	byType: AttendanceCount[];
	byMunicipality: AttendanceCount[];
};

/** What people have written of food, counted for whoever cooks; in the words of the first who wrote it. */
export type FoodCount = { text: string; count: number };
export type AttendeeNeeds = {
	name: string;
	organisationName: string;
	mode: AttendanceMode;
	dietary: string;
	access: string;
};
export type MeetingNeeds = { food: FoodCount[]; people: AttendeeNeeds[] };
