import { type Kysely, sql } from 'kysely';
import type { DB } from '#server/database/schema.ts';

type Reader = Kysely<DB>;

const attendances = (db: Reader, meetingId: string) =>
	db
		.selectFrom('attendance')
		.innerJoin('participant', 'participant.id', 'attendance.participant_id')
		.innerJoin('registration', 'registration.id', 'participant.registration_id')
		.where('attendance.meeting_id', '=', meetingId);

/** Everybody of the meeting. What they need lies elsewhere and is never read here. */
const attendees = (db: Reader, meetingId: string) =>
	attendances(db, meetingId).select([
		'attendance.participant_id',
		'participant.name',
		'participant.title',
		'registration.organisation_name',
		'registration.organisation_type',
		'registration.municipality_code',
		'attendance.mode',
		'attendance.state',
		'registration.source',
		'attendance.checked_in_at',
		'registration.contact_name',
		'registration.contact_email',
		'registration.contact_phone'
	]);

export type AttendeeRow = Awaited<ReturnType<typeof attendeesOf>>[number];

export const attendeesOf = (db: Reader, meetingId: string) =>
	attendees(db, meetingId).orderBy('attendance.participant_id').execute();

export const attendeeAt = (db: Reader, meetingId: string, participantId: string) =>
	attendees(db, meetingId).where('attendance.participant_id', '=', participantId).executeTakeFirst();

export type PresenceRow = Awaited<ReturnType<typeof presencesOf>>[number];

export const presencesOf = (db: Reader, meetingId: string) =>
	db
		.selectFrom('attendance')
		.select(['participant_id', 'state', 'checked_in_at', 'check_in_said_at'])
		.where('meeting_id', '=', meetingId)
		.orderBy('participant_id')
		.execute();

/** Of those who have a seat or are offered one: nobody needs to know more. */
export const needsRows = (db: Reader, meetingId: string) =>
	attendances(db, meetingId)
		.innerJoin('participant_needs', (join) =>
			join
				.onRef('participant_needs.participant_id', '=', 'attendance.participant_id')
				.onRef('participant_needs.meeting_id', '=', 'attendance.meeting_id')
		)
		.select([
			'participant.name',
			'registration.organisation_name',
			'attendance.mode',
			'participant_needs.dietary',
			'participant_needs.access'
		])
		.where('attendance.state', 'in', ['confirmed', 'offered'])
		.orderBy('attendance.participant_id')
		.execute();

export const participantsOf = async (db: Reader, registrationId: string): Promise<string[]> =>
	(
		await db
			.selectFrom('participant')
			.select('id')
			.where('registration_id', '=', registrationId)
			.orderBy('ordinal')
			.execute()
	).map(({ id }) => id);

type Said = { meetingId: string; participantId: string; at: Date };

export const sayAt = (db: Reader, { meetingId, participantId, at }: Said) =>
	db
		.updateTable('attendance')
		.set({ check_in_said_at: at })
		.where('meeting_id', '=', meetingId)
		.where('participant_id', '=', participantId)
		.execute();

type CheckedIn = Said & { came: Date; accountId: string | null; now: Date };

/** Whoever stood in line and is let in has a seat. */
export const checkIn = (db: Reader, { meetingId, participantId, at, came, accountId, now }: CheckedIn) =>
	db
		.updateTable('attendance')
		.set({
			checked_in_at: came,
			checked_in_by: accountId,
			check_in_said_at: at,
			state: 'confirmed',
			queued_at: null,
			offered_until: null,
			changed_at: sql<Date>`case when state = 'confirmed' then changed_at else ${now} end`
		})
		.where('meeting_id', '=', meetingId)
		.where('participant_id', '=', participantId)
		.execute();

export const undoCheckIn = (db: Reader, { meetingId, participantId, at }: Said) =>
	db
		.updateTable('attendance')
		.set({ checked_in_at: null, checked_in_by: null, check_in_said_at: at })
		.where('meeting_id', '=', meetingId)
		.where('participant_id', '=', participantId)
		.execute();
