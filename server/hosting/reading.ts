import { knownId } from '#server/checks.ts';
import { type By, transact } from '#server/database/transaction.ts';
import { MedskickError } from '#server/errors.ts';
import { heldRoles, meeting as readMeeting } from '#server/meetings/reading.ts';
import type { Actor } from '#server/permissions/actor.ts';
import { type Action, authorize, can } from '#server/permissions/can.ts';
import type { HostingDeps } from './service.ts';
import { attendeeAt, attendeesOf, needsRows } from './queries.ts';
import { statisticsOf } from './statistics.ts';
import type { AttendeeList, Hosted, Hosting, MeetingAddress } from './types.ts';
import { attendeeView, byName, needsView } from './view.ts';

type Asks = Extract<Action, 'attendance.read' | 'meeting.host' | 'registration.read_needs'>;

/** The meeting of the address, for an actor who may do this at it. */
export async function hostedFor(
	deps: HostingDeps,
	actor: Actor,
	{ dialogueSlug, meetingSlug }: MeetingAddress,
	action: Asks
): Promise<Hosted> {
	const meeting = await readMeeting(deps, actor, dialogueSlug, meetingSlug);
	const thing = { dialogueId: meeting.dialogueId, meetingRoles: await heldRoles(deps, actor, meeting.id) };
	authorize(actor, action, thing);
	const may = {
		checkIn: can(actor, 'meeting.host', thing),
		needs: can(actor, 'registration.read_needs', thing),
		contacts: can(actor, 'registration.read_contact', thing)
	};
	return { meeting, may };
}

export async function list(deps: HostingDeps, actor: Actor, at: MeetingAddress): Promise<AttendeeList> {
	const hosted = await hostedFor(deps, actor, at, 'attendance.read');
	const rows = await attendeesOf(deps.database, hosted.meeting.id);
	const people = rows.map((row) => attendeeView(row, hosted.may.contacts)).sort(byName);
	return { ...hosted, people };
}

/** Whoever may not check in learns nothing, not even whether there is such a person. */
export async function attendee(
	deps: HostingDeps,
	actor: Actor,
	at: MeetingAddress,
	participantId: string
): ReturnType<Hosting['attendee']> {
	const hosted = await hostedFor(deps, actor, at, 'meeting.host');
	const row = await attendeeAt(deps.database, hosted.meeting.id, knownId(participantId));
	if (row === undefined) throw new MedskickError('not_found');
	return { ...hosted, person: attendeeView(row, false) };
}

export async function take(deps: HostingDeps, by: By, at: MeetingAddress): Promise<AttendeeList> {
	const taken = await list(deps, by.actor, at);
	await audit(deps, by, taken, 'attendance.export');
	return taken;
}

export async function statistics(
	deps: HostingDeps,
	actor: Actor,
	at: MeetingAddress
): ReturnType<Hosting['statistics']> {
	const { people, ...hosted } = await list(deps, actor, at);
	return { ...hosted, statistics: statisticsOf(people) };
}

/** That they were read is kept before they are shown (domain C-04). */
export async function needs(deps: HostingDeps, by: By, at: MeetingAddress): ReturnType<Hosting['needs']> {
	const hosted = await hostedFor(deps, by.actor, at, 'registration.read_needs');
	await audit(deps, by, hosted, 'registration.needs_read');
	return { ...hosted, needs: needsView(await needsRows(deps.database, hosted.meeting.id)) };
}

const audit = (deps: HostingDeps, by: By, { meeting }: Hosted, action: string): Promise<void> =>
	transact(deps, by, (change) =>
		change.audit({ action, objectType: 'meeting', objectId: meeting.id, dialogueId: meeting.dialogueId })
	);
