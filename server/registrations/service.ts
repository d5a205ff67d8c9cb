import { knownId } from '#server/checks.ts';
import { round } from '#server/meetings/reading.ts';
import { load } from './bulk.ts';
import { changeRegistration } from './change.ts';
import { expected } from './expecting.ts';
import { accept, cancel, decline } from './leaving.ts';
import { offerFreeSeats, seatsChanged } from './line.ts';
import { removeNeeds } from './needs.ts';
import { createParts, type RegistrationDeps } from './parts.ts';
import { calendarFile, listed, mine, noted, ofMeeting, ofRound, overview, view } from './reading.ts';
import { admit, openRound, record, register } from './register.ts';
import { reserve } from './reserve.ts';
import { tellRegistered } from './sending.ts';
import { linkMove, moveToLink } from './to-link.ts';
import type { Registrations } from './types.ts';

export function createRegistrations(deps: RegistrationDeps): Registrations {
	const parts = createParts(deps);
	return {
		expect: async (by, slug, ordinal, input, byStaff = false) =>
			expected(await round(parts, by.actor, slug, ordinal), input, byStaff),
		register: (by, slug, ordinal, input) =>
			parts.gate.through(async () => register(parts, by, await openRound(parts, by, slug, ordinal), input)),
		record: async (by, slug, ordinal, input) => record(parts, by, await openRound(parts, by, slug, ordinal), input),
		admit: async (by, slug, ordinal, input) => admit(parts, by, await openRound(parts, by, slug, ordinal), input),
		view: (actor, key) => view(parts, actor, key),
		noted: (actor, key) => noted(parts, actor, key),
		change: async (by, key, input) => changeRegistration(parts, by, key, withKnownIds(input)),
		cancel: (by, key) => cancel(parts, by, key),
		accept: async (by, key, answer) => accept(parts, by, key, withKnownAnswer(answer)),
		decline: async (by, key, answer) => decline(parts, by, key, withKnownAnswer(answer)),
		listed: (actor, key, meetingId) => listed(parts, actor, key, meetingId),
		calendarFile: (actor, key) => calendarFile(parts, actor, key),
		mine: (actor) => mine(parts, actor),
		overview: (actor, slug) => overview(parts, actor, slug),
		ofRound: (actor, slug, ordinal) => ofRound(parts, actor, slug, ordinal),
		ofMeeting: (actor, slug, meetingSlug) => ofMeeting(parts, actor, slug, meetingSlug),
		reserve: async (by, meetingId, kept) => reserve(parts, by, knownId(meetingId), kept),
		tellRegistered: (change, meetingId, news) => tellRegistered(parts, change, meetingId, news),
		moveToLink: (change, meetingId) => moveToLink(parts, change, meetingId),
		linkMove: (actor, slug, meetingSlug) => linkMove(parts, actor, slug, meetingSlug),
		seatsChanged: (change, meetingId) => seatsChanged(parts, change, meetingId),
		offerSeats: (meetingId) => offerFreeSeats(parts, meetingId),
		removeNeeds: () => removeNeeds(parts),
		load: (by, rows) => load(parts, by, rows)
	};
}

const withKnownAnswer = <A extends { participantId: string; meetingId: string }>(answer: A): A => {
	knownId(answer.participantId);
	knownId(answer.meetingId);
	return answer;
};

function withKnownIds(input: Parameters<Registrations['change']>[2]): typeof input {
	for (const { participantId, choices } of input.people) {
		knownId(participantId);
		for (const { meetingId } of choices) knownId(meetingId);
	}
	return input;
}
