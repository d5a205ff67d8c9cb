import { type Kysely, sql } from 'kysely';
import type { DB } from '#server/database/schema.ts';

type Reader = Kysely<DB>;
const anyOf = (ids: readonly string[]) => sql<string>`any(${ids}::uuid[])`;

const registrations = (db: Reader) =>
	db
		.selectFrom('registration')
		.innerJoin('dialogue', 'dialogue.id', 'registration.dialogue_id')
		.innerJoin('round', 'round.id', 'registration.round_id')
		.selectAll('registration')
		.select([
			'dialogue.slug as dialogue_slug',
			'dialogue.title as dialogue_title',
			'round.ordinal as round_ordinal',
			'round.title as round_title'
		]);

export type RegistrationRow = Awaited<ReturnType<typeof registrationsByIds>>[number];

export const registrationsByIds = (db: Reader, ids: readonly string[]) =>
	registrations(db).where('registration.id', '=', anyOf(ids)).execute();

export const registrationById = (db: Reader, id: string) =>
	registrations(db).where('registration.id', '=', id).executeTakeFirst();

export const registrationsOfRound = (db: Reader, roundId: string) =>
	registrations(db)
		.where('registration.round_id', '=', roundId)
		.orderBy('registration.created_at')
		.orderBy('registration.id')
		.execute();

/** Whoever reads letters to an address has the links in them anyway. */
export const registrationsOwnedBy = (db: Reader, accountId: string, email: string | null) =>
	registrations(db)
		.where((eb) =>
			eb.or([
				eb('registration.account_id', '=', accountId),
				...(email === null ? [] : [eb('registration.contact_email', '=', email)])
			])
		)
		.orderBy('registration.created_at', 'desc')
		.orderBy('registration.id', 'desc')
		.execute();

export type ParticipantRow = Awaited<ReturnType<typeof participantsOf>>[number];

export const participantsOf = (db: Reader, registrationIds: readonly string[]) =>
	db
		.selectFrom('participant')
		.selectAll()
		.where('registration_id', '=', anyOf(registrationIds))
		.orderBy('registration_id')
		.orderBy('ordinal')
		.execute();

export type AttendanceRow = Awaited<ReturnType<typeof attendancesOf>>[number];

/** Everybody of these registrations at every meeting, with their place in line where they wait. */
export const attendancesOf = (db: Reader, registrationIds: readonly string[]) =>
	db
		.selectFrom('attendance')
		.innerJoin('participant', 'participant.id', 'attendance.participant_id')
		.selectAll('attendance')
		.select(['participant.registration_id', 'participant.name', 'participant.ordinal'])
		.select(
			sql<number | null>`case when attendance.state = 'waiting' then (
				select count(*)::int from attendance ahead join participant person on person.id = ahead.participant_id
				where ahead.meeting_id = attendance.meeting_id and ahead.mode = attendance.mode and ahead.state = 'waiting'
					and (ahead.queued_at, person.registration_id, person.ordinal)
						<= (attendance.queued_at, participant.registration_id, participant.ordinal)) end`.as('place')
		)
		.where('participant.registration_id', '=', anyOf(registrationIds))
		.orderBy('participant.registration_id')
		.orderBy('participant.ordinal')
		.execute();

/** Registrations of whom somebody comes, waits or has been offered a seat. */
export const registrationIdsAt = async (db: Reader, meetingId: string): Promise<string[]> =>
	(
		await db
			.selectFrom('attendance')
			.innerJoin('participant', 'participant.id', 'attendance.participant_id')
			.select('participant.registration_id')
			.distinct()
			.where('attendance.meeting_id', '=', meetingId)
			.where('attendance.state', '<>', 'cancelled')
			.orderBy('participant.registration_id')
			.execute()
	).map((row) => row.registration_id);

export const waitingAt = (db: Reader, meetingId: string) =>
	db
		.selectFrom('attendance')
		.innerJoin('participant', 'participant.id', 'attendance.participant_id')
		.innerJoin('registration', 'registration.id', 'participant.registration_id')
		.select([
			'registration.id as registration_id',
			'participant.name',
			'registration.organisation_name',
			'registration.organisation_type',
			'attendance.mode',
			sql<Date>`attendance.queued_at`.as('queued_at'),
			'attendance.offered_until'
		])
		.where('attendance.meeting_id', '=', meetingId)
		.where('attendance.state', 'in', ['waiting', 'offered'])
		.orderBy('attendance.queued_at')
		.orderBy('registration.id')
		.orderBy('participant.ordinal')
		.execute();

export const reservedAt = (db: Reader, meetingId: string) =>
	db
		.selectFrom('reserved_seats')
		.selectAll()
		.where('meeting_id', '=', meetingId)
		.orderBy('organisation_type')
		.execute();

/** Only those who ticked it, and only those who come. */
export const listedAt = (db: Reader, meetingId: string) =>
	db
		.selectFrom('attendance')
		.innerJoin('participant', 'participant.id', 'attendance.participant_id')
		.innerJoin('registration', 'registration.id', 'participant.registration_id')
		.select(['participant.name', 'registration.organisation_name as organisation'])
		.where('attendance.meeting_id', '=', meetingId)
		.where('attendance.state', '=', 'confirmed')
		.where('participant.show_in_list', '=', true)
		.execute();

export const rolesAtMeetings = (db: Reader, accountId: string, meetingIds: readonly string[]) =>
	db
		.selectFrom('meeting_role')
		.select(['meeting_id', 'role'])
		.where('account_id', '=', accountId)
		.where('meeting_id', '=', anyOf(meetingIds))
		.execute();

/** Participants of whom something is noted. What is noted is not read. */
export const notedOf = async (db: Reader, registrationId: string): Promise<string[]> =>
	(
		await db
			.selectFrom('participant_needs')
			.innerJoin('participant', 'participant.id', 'participant_needs.participant_id')
			.select('participant.id')
			.distinct()
			.where('participant.registration_id', '=', registrationId)
			.execute()
	).map(({ id }) => id);

export const sentBefore = (db: Reader, key: string, contentHash: string) =>
	db
		.selectFrom('registration')
		.select(['id', 'reference'])
		.where('idempotency_key', '=', key)
		.where('content_hash', '=', contentHash)
		.executeTakeFirst();

export const meetingBySlug = (db: Reader, dialogueId: string, slug: string) =>
	db
		.selectFrom('meeting')
		.select(['id', 'dialogue_id'])
		.where('dialogue_id', '=', dialogueId)
		.where('slug', '=', slug)
		.executeTakeFirst();

export const organisationByName = (db: Reader, name: string) =>
	db.selectFrom('organisation').select('id').where('name', '=', name).executeTakeFirst();

export const roundOf = (db: Reader, slug: string, ordinal: number) =>
	db
		.selectFrom('round')
		.innerJoin('dialogue', 'dialogue.id', 'round.dialogue_id')
		.select(['round.id', 'dialogue.id as dialogueId', 'dialogue.state'])
		.where('dialogue.slug', '=', slug)
		.where('round.ordinal', '=', ordinal)
		.executeTakeFirst();
