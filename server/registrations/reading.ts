import type { MeetingView } from '#lib/protocol/meetings.ts';
import type { ListedParticipant, RegistrationView, ReservedSeatsView } from '#lib/protocol/registrations.ts';
import { knownId, knownSlug } from '#server/checks.ts';
import { MedskickError } from '#server/errors.ts';
import { loadSender } from '#server/mail/sender.ts';
import { round, rounds } from '#server/meetings/reading.ts';
import { type Actor, hasRole } from '#server/permissions/actor.ts';
import { authorize, can } from '#server/permissions/can.ts';
import { reach, rolesAt } from './access.ts';
import { calendarOf } from './calendar-files.ts';
import type { RegistrationParts } from './parts.ts';
import {
	attendancesOf,
	listedAt,
	meetingBySlug,
	notedOf,
	participantsOf,
	type RegistrationRow,
	registrationsOfRound,
	registrationsOwnedBy,
	reservedAt,
	waitingAt
} from './queries.ts';
import { reservesLeft, seatsTaken } from './seats.ts';
import { meetingViews } from './sending.ts';
import type { MeetingPeople, RegistrationsOverview, RoundRegistrations } from './types.ts';
import { byTime, languageOf, registrationLine, registrationView } from './view.ts';

async function views(parts: RegistrationParts, rows: readonly RegistrationRow[]): Promise<RegistrationView[]> {
	const ids = rows.map(({ id }) => id);
	const [participants, attendances] = await Promise.all([
		participantsOf(parts.database, ids),
		attendancesOf(parts.database, ids)
	]);
	const meetings = await meetingViews(
		parts,
		parts.database,
		attendances.map((one) => one.meeting_id)
	);
	return rows.map((row) => registrationView(row, { participants, attendances, meetings }));
}

async function oneView(parts: RegistrationParts, row: RegistrationRow): Promise<RegistrationView> {
	const [view] = await views(parts, [row]);
	if (view === undefined) throw new MedskickError('not_found');
	return view;
}

/** Whoever receives people at one of its meetings has no business with the others. */
export async function view(parts: RegistrationParts, actor: Actor, key: string): Promise<RegistrationView> {
	const { row, as } = await reach(parts.database, actor, key);
	const seen = await oneView(parts, row);
	if (as === 'sender') return seen;
	const allowed = await readable(
		parts,
		actor,
		seen.meetings.map(({ meeting }) => meeting)
	);
	const meetings = seen.meetings.filter(({ meeting }) => allowed.has(meeting.id));
	return { ...seen, meetings, whole: meetings.length === seen.meetings.length };
}

/** That somebody needs something is told to the sender alone; what it is, to nobody but the hosts. */
export async function noted(parts: RegistrationParts, actor: Actor, key: string): Promise<string[]> {
	const { row, as } = await reach(parts.database, actor, key);
	return as === 'sender' ? notedOf(parts.database, row.id) : [];
}

export async function mine(parts: RegistrationParts, actor: Actor): Promise<RegistrationView[]> {
	if (actor.kind !== 'person' || !actor.verified) return [];
	return views(parts, await registrationsOwnedBy(parts.database, actor.accountId, actor.email));
}

/** Names that their owners have ticked, for those who come themselves (domain G-14). In the order of the alphabet. */
export async function listed(
	parts: RegistrationParts,
	actor: Actor,
	key: string,
	meetingId: string
): Promise<ListedParticipant[]> {
	const { row } = await reach(parts.database, actor, key);
	const own = await attendancesOf(parts.database, [row.id]);
	if (!own.some((one) => one.meeting_id === knownId(meetingId) && one.state !== 'cancelled'))
		throw new MedskickError('not_found');
	const names = await listedAt(parts.database, meetingId);
	return names.sort((one, other) => one.name.localeCompare(other.name, 'sv'));
}

export async function calendarFile(parts: RegistrationParts, actor: Actor, key: string): Promise<string> {
	const { row } = await reach(parts.database, actor, key);
	const { meetings } = await oneView(parts, row);
	const file = calendarOf(meetings, {
		origin: parts.origin(),
		language: languageOf(row),
		sender: await loadSender(parts.database),
		at: parts.clock.real()
	});
	if (file === null) throw new MedskickError('not_found');
	return file;
}

/** Meetings of these whose registrations the actor may read, with whom to reach. */
async function readable(
	parts: RegistrationParts,
	actor: Actor,
	meetings: readonly MeetingView[]
): Promise<Set<string>> {
	const ids = meetings.map(({ id }) => id);
	const roles = await rolesAt(parts.database, actor, ids);
	return new Set(
		meetings
			.filter(({ id, dialogueId }) => can(actor, 'registration.read_contact', { dialogueId, meetingRoles: roles(id) }))
			.map(({ id }) => id)
	);
}

/** Rounds with those of their meetings; throws `forbidden` for whoever has nothing to do with any. */
export async function overview(parts: RegistrationParts, actor: Actor, slug: string): Promise<RegistrationsOverview> {
	const dialogueId = (await dialogueOf(parts, actor, slug)).id;
	const all = await rounds(parts, actor, slug);
	const meetings = all.flatMap((one) => one.meetings);
	const allowed = await readable(parts, actor, meetings);
	// A host who has no meeting yet has nothing to see, but is in the right place.
	if (allowed.size === 0 && !hasRole(actor, dialogueId, 'host'))
		authorize(actor, 'registration.read_contact', { dialogueId, meetingRoles: [] });
	const seats = await seatsTaken(parts.database, [...allowed], parts.clock.now());
	return all
		.map(({ ordinal, title, ...one }) => ({
			round: { ordinal, title },
			meetings: one.meetings
				.filter(({ id }) => allowed.has(id))
				.map((meeting) => ({ meeting, waiting: seats.get(meeting.id)?.waiting ?? 0 }))
		}))
		.filter((one) => one.meetings.length > 0);
}

/** Those registered for the meetings of a round that the actor arranges or receives people at. */
export async function ofRound(
	parts: RegistrationParts,
	actor: Actor,
	slug: string,
	ordinal: number
): Promise<RoundRegistrations> {
	const { id, title, meetings } = await round(parts, actor, slug, ordinal);
	const allowed = await readable(parts, actor, meetings);
	if (allowed.size === 0) throw new MedskickError('forbidden');
	const rows = await registrationsOfRound(parts.database, id);
	const attendances = await attendancesOf(
		parts.database,
		rows.map((row) => row.id)
	);
	const registrations = rows
		.map((row) => registrationLine(row, attendances, allowed))
		.filter(({ people }) => people.length > 0);
	return {
		round: { ordinal, title },
		meetings: meetings.filter((one) => allowed.has(one.id)).sort(byTime),
		registrations
	};
}

/** The line and the reserved seats of one meeting. What people need is read elsewhere, where each reading is noted. */
export async function ofMeeting(
	parts: RegistrationParts,
	actor: Actor,
	slug: string,
	meetingSlug: string
): Promise<MeetingPeople> {
	const meeting = await meetingOf(parts, actor, slug, meetingSlug);
	const roles = await rolesAt(parts.database, actor, [meeting.id]);
	const thing = { dialogueId: meeting.dialogueId, meetingRoles: roles(meeting.id) };
	authorize(actor, 'registration.read_contact', thing);
	const waiting = await waitingAt(parts.database, meeting.id);
	return {
		meeting,
		waiting: waiting.map((row) => ({
			registrationId: row.registration_id,
			name: row.name,
			organisationName: row.organisation_name,
			organisationType: row.organisation_type,
			mode: row.mode === 'online' ? 'online' : 'on_site',
			queuedAt: row.queued_at.toISOString(),
			offeredUntil: row.offered_until?.toISOString() ?? null
		})),
		reserved: await reservedView(parts, meeting.id),
		mayReadNeeds: can(actor, 'registration.read_needs', thing),
		mayReserve: can(actor, 'meeting.manage', thing)
	};
}

async function dialogueOf(parts: RegistrationParts, actor: Actor, slug: string) {
	const dialogue = await parts.database
		.selectFrom('dialogue')
		.select(['id', 'state'])
		.where('slug', '=', knownSlug(slug))
		.executeTakeFirst();
	if (!dialogue || !can(actor, 'dialogue.read', { dialogueId: dialogue.id, state: dialogue.state }))
		throw new MedskickError('not_found');
	return dialogue;
}

async function meetingOf(
	parts: RegistrationParts,
	actor: Actor,
	slug: string,
	meetingSlug: string
): Promise<MeetingView> {
	const dialogue = await dialogueOf(parts, actor, slug);
	const row = await meetingBySlug(parts.database, dialogue.id, knownSlug(meetingSlug));
	const meeting = row && (await meetingViews(parts, parts.database, [row.id])).get(row.id);
	if (meeting === undefined) throw new MedskickError('not_found');
	return meeting;
}

async function reservedView(parts: RegistrationParts, meetingId: string): Promise<ReservedSeatsView[]> {
	const left = await reservesLeft(parts.database, [meetingId], parts.clock.now());
	return (await reservedAt(parts.database, meetingId)).map((row) => ({
		organisationType: row.organisation_type,
		seats: row.seats,
		left: left.find((one) => one.organisationType === row.organisation_type)?.left ?? 0,
		releasedAt: row.released_at?.toISOString() ?? null
	}));
}
