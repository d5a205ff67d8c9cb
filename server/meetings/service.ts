import { knownId } from '#server/checks.ts';
import { createMeeting, updateMeeting } from './commands.ts';
import { copyPreview, copyRound } from './copy.ts';
import { createVenue, setOnline, updateVenue } from './places.ts';
import { heldRoles, meeting, publicAddresses, round, rounds, shown } from './reading.ts';
import { removeRound, removeVenue } from './removing.ts';
import { createRound, setAgenda, updateRound } from './rounds.ts';
import { cancelMeeting, removeDraft, setState } from './states.ts';
import { appoint, dismiss } from './tasks.ts';
import type { MeetingsDeps } from './telling.ts';
import { goToLink } from './to-link.ts';
import type { Meetings } from './types.ts';
import { online, staff, venues, working, workingMeeting } from './working.ts';

export function createMeetings(deps: MeetingsDeps): Meetings {
	return {
		createRound: async (by, dialogueId, input) => createRound(deps, by, knownId(dialogueId), input),
		updateRound: async (by, roundId, input, seen) => updateRound(deps, by, knownId(roundId), input, seen),
		removeRound: async (by, roundId) => removeRound(deps, by, knownId(roundId)),
		copyRound: async (by, roundId, input) => copyRound(deps, by, knownId(roundId), input),
		copyPreview: async (actor, roundId, firstDay) => copyPreview(deps, actor, knownId(roundId), firstDay),
		setAgenda: async (by, of, items, seen) => {
			knownId('roundId' in of ? of.roundId : of.meetingId);
			return setAgenda(deps, by, of, items, seen);
		},
		createVenue: async (by, dialogueId, input) => createVenue(deps, by, knownId(dialogueId), input),
		updateVenue: async (by, venueId, input, seen) => updateVenue(deps, by, knownId(venueId), input, seen),
		removeVenue: async (by, venueId) => removeVenue(deps, by, knownId(venueId)),
		setOnline: async (by, dialogueId, input, seen) => setOnline(deps, by, knownId(dialogueId), input, seen),
		create: async (by, dialogueId, input) => createMeeting(deps, by, knownId(dialogueId), input),
		update: async (by, meetingId, input, seen) => updateMeeting(deps, by, knownId(meetingId), input, seen),
		setState: async (by, meetingId, state) => setState(deps, by, knownId(meetingId), state),
		cancel: async (by, meetingId, reason) => cancelMeeting(deps, by, knownId(meetingId), reason),
		goToLink: async (by, meetingId, input) => goToLink(deps, by, knownId(meetingId), input),
		removeDraft: async (by, meetingId) => removeDraft(deps, by, knownId(meetingId)),
		appoint: async (by, meetingId, accountId, role) => appoint(deps, by, knownId(meetingId), accountId, role),
		dismiss: async (by, meetingId, accountId, role) => dismiss(deps, by, knownId(meetingId), knownId(accountId), role),
		rounds: (actor, slug) => rounds(deps, actor, slug),
		round: (actor, slug, ordinal) => round(deps, actor, slug, ordinal),
		meeting: (actor, slug, meetingSlug) => meeting(deps, actor, slug, meetingSlug),
		shown: (meetingId) => shown(deps, meetingId),
		rolesHeld: (actor, meetingId) => heldRoles(deps, actor, meetingId),
		working: (actor, dialogueId) => working(deps, actor, dialogueId),
		workingMeeting: (actor, dialogueId, slug) => workingMeeting(deps, actor, dialogueId, slug),
		venues: (actor, dialogueId) => venues(deps, actor, dialogueId),
		online: (actor, dialogueId) => online(deps, actor, dialogueId),
		staff: (actor, meetingId) => staff(deps, actor, meetingId),
		publicAddresses: () => publicAddresses(deps)
	};
}
