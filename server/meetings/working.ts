import type { MeetingRole, MeetingState, OnlineAccess, VenueView } from '#lib/protocol/meetings.ts';
import { knownId, knownSlug } from '#server/checks.ts';
import type { CommandDeps } from '#server/database/transaction.ts';
import { MedskickError } from '#server/errors.ts';
import type { Actor } from '#server/permissions/actor.ts';
import { authorize } from '#server/permissions/can.ts';
import { stampOf } from '#server/seen.ts';
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
import { agendaOf, isShown, meetingView, type Surroundings, titleOf, venueView } from './view.ts';
import { written, writtenOfOnline, writtenOfRound } from './written.ts';

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
	stamp: stampOf(writtenOfRound(row)),
	...writtenOfRound(row),
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
	stamp: stampOf(written(row)),
	...written(row)
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
	return writtenOfOnline(await onlineOf(deps.database, dialogueId));
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
