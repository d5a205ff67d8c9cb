import type { Kysely } from 'kysely';
import type { MeetingRole } from '#lib/protocol/meetings.ts';
import { isId } from '#server/database/ids.ts';
import type { DB } from '#server/database/schema.ts';
import { MedskickError } from '#server/errors.ts';
import { accountIdOf, type Actor } from '#server/permissions/actor.ts';
import { can } from '#server/permissions/can.ts';
import { registrationOf } from './links.ts';
import { attendancesOf, type RegistrationRow, registrationById, rolesAtMeetings } from './queries.ts';

/** The actor's tasks at each of these meetings. */
export async function rolesAt(
	db: Kysely<DB>,
	actor: Actor,
	meetingIds: readonly string[]
): Promise<(meetingId: string) => MeetingRole[]> {
	const accountId = accountIdOf(actor);
	const rows = accountId === null ? [] : await rolesAtMeetings(db, accountId, meetingIds);
	return (meetingId) => rows.flatMap((row) => (row.meeting_id === meetingId ? [row.role as MeetingRole] : []));
}

/** How somebody comes to a registration: as its sender, or as one of the staff who arrange or receive. */
export type Reached = { row: RegistrationRow; as: 'sender' | 'staff' };

/**
 * The registration that a key opens: by the code of a personal link for whoever has it; by its id for the sender who is
 * signed in, and for staff of one of its meetings. For everybody else it does not exist.
 */
export async function reach(db: Kysely<DB>, actor: Actor, key: string): Promise<Reached> {
	const registrationId = isId(key) ? key : await registrationOf(db, key);
	const row = registrationId === null ? undefined : await registrationById(db, registrationId);
	if (row === undefined) throw new MedskickError('not_found');
	if (!isId(key) || isSender(actor, row)) return { row, as: 'sender' };
	if (await receivesSomebody(db, actor, row)) return { row, as: 'staff' };
	throw new MedskickError('not_found');
}

/** Whoever reads letters to the address has the personal link anyway. */
const isSender = (actor: Actor, row: RegistrationRow): boolean =>
	actor.kind === 'person' &&
	actor.verified &&
	(row.account_id === actor.accountId || (actor.email !== null && row.contact_email === actor.email.toLowerCase()));

async function receivesSomebody(db: Kysely<DB>, actor: Actor, row: RegistrationRow): Promise<boolean> {
	const meetingIds = [...new Set((await attendancesOf(db, [row.id])).map((one) => one.meeting_id))];
	const roles = await rolesAt(db, actor, meetingIds);
	return meetingIds.some((id) =>
		can(actor, 'registration.read_contact', { dialogueId: row.dialogue_id, meetingRoles: roles(id) })
	);
}
