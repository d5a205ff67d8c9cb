import type { MeetingRole, MeetingView, RoundView } from '#lib/protocol/meetings.ts';
import { knownId, knownSlug } from '#server/checks.ts';
import type { CommandDeps } from '#server/database/transaction.ts';
import { MedskickError } from '#server/errors.ts';
import { accountIdOf, type Actor } from '#server/permissions/actor.ts';
import { can } from '#server/permissions/can.ts';
import { seatsTaken } from '#server/registrations/seats.ts';
import {
	agendasOf,
	dialogueBySlug,
	meetingById,
	meetingBySlug,
	type MeetingRow,
	meetingsOf,
	onlineOf,
	publicMeetings,
	rolesHeld,
	roundsOf,
	venuesOf
} from './queries.ts';
import { isShown, meetingView, roundView, type Surroundings } from './view.ts';

/** Whoever may not read the dialogue does not learn that it exists. */
async function readable({ database }: CommandDeps, actor: Actor, slug: string) {
	const dialogue = await dialogueBySlug(database, knownSlug(slug));
	if (!dialogue || !can(actor, 'dialogue.read', { dialogueId: dialogue.id, state: dialogue.state }))
		throw new MedskickError('not_found');
	return dialogue;
}

/** What these meetings of one dialogue are shown by. */
export async function surroundings(
	{ database, clock }: CommandDeps,
	dialogueId: string,
	roundIds: readonly string[],
	meetings: readonly MeetingRow[]
): Promise<Surroundings> {
	const [venues, online, agenda, seats] = await Promise.all([
		venuesOf(database, dialogueId),
		onlineOf(database, dialogueId),
		agendasOf(database, roundIds),
		seatsTaken(
			database,
			meetings.map(({ id }) => id),
			clock.now()
		)
	]);
	return { venues: new Map(venues.map((venue) => [venue.id, venue])), online, agenda, seats, now: clock.now() };
}

export async function rounds(deps: CommandDeps, actor: Actor, slug: string): Promise<RoundView[]> {
	const dialogue = await readable(deps, actor, slug);
	const [rows, meetings] = await Promise.all([
		roundsOf(deps.database, dialogue.id),
		meetingsOf(deps.database, dialogue.id)
	]);
	const roundIds = rows.map(({ id }) => id);
	const around = await surroundings(deps, dialogue.id, roundIds, meetings);
	return rows.map((row) => roundView(row, meetings, around)).filter((view) => view !== null);
}

export async function round(deps: CommandDeps, actor: Actor, slug: string, ordinal: number): Promise<RoundView> {
	const found = (await rounds(deps, actor, slug)).find((view) => view.ordinal === ordinal);
	if (!found) throw new MedskickError('not_found');
	return found;
}

export async function meeting(
	deps: CommandDeps,
	actor: Actor,
	dialogueSlug: string,
	meetingSlug: string
): Promise<MeetingView> {
	const dialogue = await readable(deps, actor, dialogueSlug);
	const view = await shownView(deps, await meetingBySlug(deps.database, dialogue.id, knownSlug(meetingSlug)));
	if (view === null) throw new MedskickError('not_found');
	return view;
}

export const shown = async (deps: CommandDeps, meetingId: string): Promise<MeetingView | null> =>
	shownView(deps, await meetingById(deps.database, knownId(meetingId)));

async function shownView(deps: CommandDeps, row: MeetingRow | undefined): Promise<MeetingView | null> {
	if (row === undefined || !isShown(row)) return null;
	return meetingView(row, await surroundings(deps, row.dialogue_id, [row.round_id], [row]));
}

export async function heldRoles(deps: CommandDeps, actor: Actor, meetingId: string): Promise<MeetingRole[]> {
	const accountId = accountIdOf(actor);
	if (accountId === null) return [];
	return (await rolesHeld(deps.database, knownId(meetingId), accountId)).map(({ role }) => role as MeetingRole);
}

export async function publicAddresses({ database }: CommandDeps) {
	const rows = await publicMeetings(database);
	return rows.map((row) => ({ path: `/dialoger/${row.dialogue}/moten/${row.meeting}`, updatedAt: row.updated_at }));
}
