import type {
	DialInToll,
	MeetingMode,
	MeetingRole,
	MeetingState,
	OnlineAccess,
	RoundKind,
	VenueView
} from '#lib/protocol/meetings.ts';
import { knownId, knownSlug } from '#server/checks.ts';
import type { CommandDeps } from '#server/database/transaction.ts';
import type { InfluenceLevel } from '#server/dialogues/vocabulary.ts';
import { MedskickError } from '#server/errors.ts';
import type { Actor } from '#server/permissions/actor.ts';
import { authorize } from '#server/permissions/can.ts';
import {
	meetingById,
	meetingBySlug,
	meetingRolesOf,
	type MeetingRow,
	meetingsOf,
	onlineOf,
	type RoundRow,
	roundsOf,
	staffOf,
	venuesOf
} from './queries.ts';
import { surroundings } from './reading.ts';
import type { Meetings, WorkingMeeting, WorkingRound } from './types.ts';
import { agendaOf, dialInOf, isShown, meetingView, type Surroundings, titleOf, venueView } from './view.ts';

export async function working(deps: CommandDeps, actor: Actor, dialogueId: string): Promise<WorkingRound[]> {
	authorize(actor, 'meeting.manage', { dialogueId: knownId(dialogueId) });
	const [rounds, meetings] = await Promise.all([
		roundsOf(deps.database, dialogueId),
		meetingsOf(deps.database, dialogueId)
	]);
	const roundIds = rounds.map(({ id }) => id);
	const around = await surroundings(deps, dialogueId, roundIds, meetings);
	return rounds.map((round) => workingRound(round, meetings, around));
}

export async function workingMeeting(
	deps: CommandDeps,
	actor: Actor,
	dialogueId: string,
	slug: string
): Promise<WorkingMeeting> {
	authorize(actor, 'meeting.manage', { dialogueId: knownId(dialogueId) });
	const row = await meetingBySlug(deps.database, dialogueId, knownSlug(slug));
	if (!row) throw new MedskickError('not_found');
	return workingView(row, await surroundings(deps, dialogueId, [row.round_id], [row]));
}

const workingRound = (row: RoundRow, meetings: readonly MeetingRow[], around: Surroundings): WorkingRound => ({
	id: row.id,
	ordinal: row.ordinal,
	kind: row.kind as RoundKind,
	title: row.title,
	purpose: row.purpose,
	influenceLevel: row.influence_level as InfluenceLevel | null,
	startsOn: row.starts_on,
	endsOn: row.ends_on,
	external: row.external,
	agenda: agendaOf(around.agenda, row.id, null),
	meetings: meetings.filter((meeting) => meeting.round_id === row.id).map((meeting) => workingView(meeting, around))
});

const workingView = (row: MeetingRow, around: Surroundings): WorkingMeeting => ({
	id: row.id,
	dialogueId: row.dialogue_id,
	roundId: row.round_id,
	slug: row.slug,
	state: row.state as MeetingState,
	shownTitle: titleOf(row),
	areaName: row.area_name ?? '',
	cancelReason: row.cancel_reason,
	shown: isShown(row) ? meetingView(row, around) : null,
	agenda: agendaOf(around.agenda, row.round_id, row.id),
	...written(row)
});

/** Exactly what was written of it, for the form. */
const written = (row: MeetingRow) => ({
	areaId: row.priority_area_id,
	title: row.title,
	text: row.text,
	mode: row.mode as MeetingMode,
	startsOn: row.starts_on,
	startsAt: row.starts_at,
	endsAt: row.ends_at,
	registrationClosesAt: row.registration_closes_at,
	venueId: row.venue_id,
	onSiteCapacity: row.on_site_capacity,
	onlineCapacity: row.online_capacity,
	offerMinutes: row.offer_minutes,
	joinUrl: row.join_url,
	onlinePlatform: row.online_platform,
	conferenceId: row.conference_id,
	dialInNumber: row.dial_in_number,
	dialInLabel: row.dial_in_label,
	dialInToll: row.dial_in_toll as DialInToll | null,
	accessibility: row.accessibility,
	needsUntil: row.needs_until,
	needsContact: row.needs_contact
});

export async function venues(deps: CommandDeps, actor: Actor, dialogueId: string): Promise<VenueView[]> {
	authorize(actor, 'meeting.manage', { dialogueId: knownId(dialogueId) });
	return (await venuesOf(deps.database, dialogueId)).map(venueView);
}

export async function online(
	deps: CommandDeps,
	actor: Actor,
	dialogueId: string
): Promise<Pick<OnlineAccess, 'platform' | 'dialIn'>> {
	authorize(actor, 'meeting.manage', { dialogueId: knownId(dialogueId) });
	const row = await onlineOf(deps.database, dialogueId);
	return { platform: row?.platform ?? '', dialIn: row === undefined ? null : dialInOf(row) };
}

export async function staff(deps: CommandDeps, actor: Actor, meetingId: string): ReturnType<Meetings['staff']> {
	const meeting = await meetingById(deps.database, knownId(meetingId));
	if (!meeting) throw new MedskickError('not_found');
	authorize(actor, 'meeting.manage', { dialogueId: meeting.dialogue_id });
	const [roles, people] = await Promise.all([
		meetingRolesOf(deps.database, meeting.id),
		staffOf(deps.database, meeting.dialogue_id)
	]);
	return {
		appointed: roles.map(({ account_id, name, email, role }) => ({
			accountId: account_id,
			name,
			email: email ?? '',
			role: role as MeetingRole
		})),
		available: people.map(({ id, name, email }) => ({ accountId: id, name, email: email ?? '' }))
	};
}
