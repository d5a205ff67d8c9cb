import { type Kysely, sql } from 'kysely';
import type { LinkMove } from '#lib/protocol/registrations.ts';
import { knownSlug } from '#server/checks.ts';
import type { DB } from '#server/database/schema.ts';
import type { Change } from '#server/database/transaction.ts';
import { noteTold } from '#server/invitations/notices.ts';
import { MedskickError } from '#server/errors.ts';
import type { Actor } from '#server/permissions/actor.ts';
import { authorize } from '#server/permissions/can.ts';
import { lockMeetings } from './locking.ts';
import { dropNeeds } from './needs.ts';
import type { RegistrationParts } from './parts.ts';
import { type Placed, takeSeat, writePlaces } from './places.ts';
import { attendancesOf, registrationIdsAt, registrationsByIds } from './queries.ts';
import { type Letters, sendLetters } from './sending.ts';

/** Everybody with a seat in the room, offered one or in line for it: in that order, and by how long they have had it. */
const forTheRoom = (db: Kysely<DB>, meetingId: string) =>
	db
		.selectFrom('attendance')
		.innerJoin('participant', 'participant.id', 'attendance.participant_id')
		.innerJoin('registration', 'registration.id', 'participant.registration_id')
		.select(['attendance.participant_id', 'attendance.state', 'attendance.queued_at'])
		.select(['participant.name', 'participant.registration_id'])
		.select(['registration.created_at', 'registration.organisation_type'])
		.select(['registration.contact_email', 'registration.contact_phone'])
		.where('attendance.meeting_id', '=', meetingId)
		.where('attendance.mode', '=', 'on_site')
		.where('attendance.state', '<>', 'cancelled')
		.orderBy(sql`case attendance.state when 'confirmed' then 0 when 'offered' then 1 else 2 end`)
		.orderBy(sql`coalesce(attendance.queued_at, registration.created_at)`)
		.orderBy('registration.id')
		.orderBy('participant.ordinal')
		.execute();

/** Whom it concerns if the meeting goes over to the link, for staff to read before they decide. Changes nothing. */
export async function linkMove(
	{ database }: RegistrationParts,
	actor: Actor,
	slug: string,
	meetingSlug: string
): Promise<LinkMove> {
	const meeting = await database
		.selectFrom('meeting')
		.innerJoin('dialogue', 'dialogue.id', 'meeting.dialogue_id')
		.select(['meeting.id', 'meeting.dialogue_id'])
		.where('dialogue.slug', '=', knownSlug(slug))
		.where('meeting.slug', '=', knownSlug(meetingSlug))
		.executeTakeFirst();
	if (!meeting) throw new MedskickError('not_found');
	authorize(actor, 'meeting.manage', { dialogueId: meeting.dialogue_id });
	const rows = await forTheRoom(database, meeting.id);
	const unreachable = rows.filter(({ contact_email }) => contact_email === null);
	const told = await registrationsByIds(database, await registrationIdsAt(database, meeting.id));
	return {
		inRoom: rows.filter(({ state }) => state === 'confirmed').length,
		waiting: rows.filter(({ state }) => state !== 'confirmed').length,
		letters: told.filter(({ contact_email }) => contact_email !== null).length,
		unreachable: unreachable.map((one) => ({
			registrationId: one.registration_id,
			name: one.name,
			phone: one.contact_phone
		}))
	};
}

/**
 * Gives everybody who had the room, or waited for it, a seat by link, in the transaction in which the meeting loses its
 * room. Whom the link has no seat for stands first in its line. Every registration gets one letter. Returns how many
 * were moved, and how many of them wait.
 */
export async function moveToLink(
	parts: RegistrationParts,
	change: Change,
	meetingId: string
): Promise<{ moved: number; waiting: number }> {
	const now = parts.clock.now();
	const meeting = (await lockMeetings(change.db, [meetingId], now)).get(meetingId);
	if (meeting === undefined) throw new MedskickError('not_found');
	const rows = await forTheRoom(change.db, meetingId);
	const placed = rows.map((row): Placed => {
		const wish = { mode: 'online', ifFull: 'waiting_list', organisationType: row.organisation_type } as const;
		const place = { participantId: row.participant_id, meetingId, ifFull: wish.ifFull };
		return { ...place, seat: takeSeat(meeting, wish), queuedAt: row.queued_at ?? row.created_at };
	});
	await writePlaces(change, placed, now);
	// Nobody is served anything over a link.
	const stays = 'access' as const;
	await dropNeeds(
		change.db,
		placed.map(({ participantId }) => ({ participantId, meetingId, stays }))
	);
	await tell(parts, change, meetingId, new Set(rows.map((row) => row.registration_id)));
	return { moved: rows.length, waiting: placed.filter(({ seat }) => seat.state === 'waiting').length };
}

/** Those who had the link all along hear that the place is another; their calendars hold the room too. */
async function tell(
	parts: RegistrationParts,
	change: Change,
	meetingId: string,
	moved: ReadonlySet<string>
): Promise<void> {
	const ids = await registrationIdsAt(change.db, meetingId);
	const confirmed = new Set(
		(await attendancesOf(change.db, ids))
			.filter((one) => one.meeting_id === meetingId && one.state === 'confirmed')
			.map((one) => one.registration_id)
	);
	const letters = ids.map((registrationId): Letters => {
		const about = { registrationId, meetingIds: [meetingId] };
		if (!moved.has(registrationId)) return { ...about, what: 'meeting_changed', changed: ['place'] };
		return { ...about, what: 'to_link', leftIds: confirmed.has(registrationId) ? [] : [meetingId] };
	});
	const sent = await sendLetters(parts, change, letters);
	await noteTold(change, { meetingId, what: 'changed', changed: ['place'], letters: sent, at: parts.clock.now() });
}
