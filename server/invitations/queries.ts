import { type Kysely, sql } from 'kysely';
import type { DB } from '#server/database/schema.ts';

type Reader = Kysely<DB>;
const anyOf = (values: readonly string[]) => sql<string>`any(${values}::citext[])`;

export const dialogueById = (db: Reader, id: string) =>
	db.selectFrom('dialogue').select(['id', 'slug', 'title', 'state']).where('id', '=', id).executeTakeFirst();

export const listsOf = (db: Reader, dialogueId: string) =>
	db
		.selectFrom('invitation_list')
		.leftJoin('invitation_contact', 'invitation_contact.list_id', 'invitation_list.id')
		.select(['invitation_list.id', 'invitation_list.name'])
		.select(({ fn }) => fn.count<number>('invitation_contact.id').as('contacts'))
		.where('dialogue_id', '=', dialogueId)
		.groupBy('invitation_list.id')
		.orderBy('invitation_list.name')
		.execute();

export const listById = (db: Reader, dialogueId: string, listId: string) =>
	db
		.selectFrom('invitation_list')
		.selectAll()
		.where('id', '=', listId)
		.where('dialogue_id', '=', dialogueId)
		.executeTakeFirst();

export const contactsIn = (db: Reader, listId: string) =>
	db
		.selectFrom('invitation_contact')
		.leftJoin('invitation_refusal', 'invitation_refusal.email', 'invitation_contact.email')
		.selectAll('invitation_contact')
		.select('invitation_refusal.refused_at')
		.where('list_id', '=', listId)
		.orderBy('organisation_name')
		.orderBy('invitation_contact.email')
		.execute();

export const contactsOf = (db: Reader, dialogueId: string) =>
	db
		.selectFrom('invitation_contact')
		.innerJoin('invitation_list', 'invitation_list.id', 'invitation_contact.list_id')
		.selectAll('invitation_contact')
		.where('dialogue_id', '=', dialogueId)
		.orderBy('invitation_contact.id')
		.execute();

const consenting = (db: Reader, since: Date) =>
	db
		.selectFrom('registration')
		.select(['contact_email', 'contact_name', 'language'])
		.select(['organisation_name', 'organisation_type', 'municipality_code'])
		.where('cancelled_at', 'is', null)
		.where('contact_email', 'is not', null)
		.where('created_at', '>', since)
		.orderBy('created_at', 'desc')
		.orderBy('id');

/** Those who took part in the dialogue and said that they may be invited to more of it, the latest first (domain G-02). */
export const willingParticipants = (db: Reader, dialogueId: string, since: Date) =>
	consenting(db, since).where('dialogue_id', '=', dialogueId).where('may_contact', '=', true).execute();

/** Those who took part in another dialogue of the region and said that they may be invited to others (domain G-02). */
export const willingElsewhere = (db: Reader, dialogueId: string, since: Date) =>
	consenting(db, since).where('dialogue_id', '<>', dialogueId).where('may_contact_later', '=', true).execute();

/** The consents given with an address, taken back. */
export const withdrawConsents = (db: Reader, email: string) =>
	db
		.updateTable('registration')
		.set({ may_contact: false, may_contact_later: false })
		.where('contact_email', '=', email)
		.where((eb) => eb.or([eb('may_contact', '=', true), eb('may_contact_later', '=', true)]))
		.execute();

export const refusedAmong = async (db: Reader, emails: readonly string[]): Promise<Set<string>> =>
	new Set(
		(await db.selectFrom('invitation_refusal').select('email').where('email', '=', anyOf(emails)).execute()).map(
			({ email }) => email.toLowerCase()
		)
	);

/** Addresses with which somebody is registered for the round, and has not left again. */
export const registeredWith = async (db: Reader, roundId: string): Promise<Set<string>> => {
	const rows = await db
		.selectFrom('registration')
		.leftJoin('participant', 'participant.registration_id', 'registration.id')
		.select(['registration.contact_email', 'participant.email'])
		.where('round_id', '=', roundId)
		.where('cancelled_at', 'is', null)
		.where(({ exists, selectFrom }) =>
			exists(
				selectFrom('attendance')
					.innerJoin('participant as person', 'person.id', 'attendance.participant_id')
					.whereRef('person.registration_id', '=', 'registration.id')
					.where('attendance.state', '<>', 'cancelled')
					.select('person.id')
			)
		)
		.execute();
	const emails = rows.flatMap(({ contact_email, email }) => [contact_email, email]);
	return new Set(emails.flatMap((email) => (email === null ? [] : [email.toLowerCase()])));
};

/** Whoever has an address and a place, or waits for one, at the meeting or at any of the round. */
export const registeredFor = (db: Reader, roundId: string, meetingId: string | null) =>
	db
		.selectFrom('registration')
		.innerJoin('participant', 'participant.registration_id', 'registration.id')
		.innerJoin('attendance', 'attendance.participant_id', 'participant.id')
		.select(['contact_email', 'contact_name', 'language'])
		.distinct()
		.where('registration.round_id', '=', roundId)
		.where('attendance.state', '<>', 'cancelled')
		.where('contact_email', 'is not', null)
		.$if(meetingId !== null, (query) => query.where('attendance.meeting_id', '=', meetingId))
		.orderBy('contact_email')
		.execute();

const mailings = (db: Reader) =>
	db
		.selectFrom('mailing')
		.innerJoin('round', 'round.id', 'mailing.round_id')
		.innerJoin('dialogue', 'dialogue.id', 'mailing.dialogue_id')
		.selectAll('mailing')
		.select(['round.ordinal as round_ordinal', 'round.title as round_title'])
		.select(['dialogue.slug as dialogue_slug', 'dialogue.title as dialogue_title']);

export type MailingRow = NonNullable<Awaited<ReturnType<typeof mailingById>>>;

export const mailingsOf = (db: Reader, dialogueId: string) =>
	mailings(db)
		.where('mailing.dialogue_id', '=', dialogueId)
		.orderBy('mailing.created_at', 'desc')
		.orderBy('mailing.id', 'desc')
		.execute();

export const mailingById = (db: Reader, mailingId: string) =>
	mailings(db).where('mailing.id', '=', mailingId).executeTakeFirst();

/** Held until the transaction ends, so that letters are written and states changed one after the other. */
export const lockMailing = (db: Reader, mailingId: string) =>
	mailings(db).where('mailing.id', '=', mailingId).forUpdate('mailing').executeTakeFirst();

export type RecipientRow = Awaited<ReturnType<typeof recipientsOf>>[number];

export const recipientsOf = (db: Reader, mailingIds: readonly string[]) =>
	db
		.selectFrom('mailing_recipient')
		.leftJoin('mail_message', 'mail_message.id', 'mailing_recipient.mail_id')
		.leftJoin('invitation_refusal', 'invitation_refusal.email', 'mailing_recipient.email')
		.select(['mailing_id', 'mailing_recipient.email', 'name', 'source', 'state', 'mail_id'])
		.select(['sent_at', 'last_error', 'mail_message.refused_at', 'invitation_refusal.refused_at as declined_at'])
		.where('mailing_id', '=', sql<string>`any(${mailingIds}::uuid[])`)
		.orderBy('mailing_recipient.email')
		.execute();

export const nextRecipients = (db: Reader, mailingId: string, most: number) =>
	db
		.selectFrom('mailing_recipient')
		.selectAll()
		.where('mailing_id', '=', mailingId)
		.where('state', '=', 'waiting')
		.orderBy('email')
		.limit(most)
		.execute();

export const byLeaveCode = (db: Reader, code: string) =>
	db
		.selectFrom('mailing_recipient')
		.innerJoin('mailing', 'mailing.id', 'mailing_recipient.mailing_id')
		.innerJoin('dialogue', 'dialogue.id', 'mailing.dialogue_id')
		.select(['email', 'mailing.id as mailing_id', 'mailing.dialogue_id', 'dialogue.title'])
		.where('leave_code', '=', code)
		.where('mailing.kind', '=', 'invitation')
		.executeTakeFirst();

export const meetingSlug = async (db: Reader, meetingId: string): Promise<string> =>
	(await db.selectFrom('meeting').select('slug').where('id', '=', meetingId).executeTakeFirstOrThrow()).slug;

/** Meetings with a time, not cancelled, that have not begun, and what is asked for of each. */
export const meetingsToCome = (db: Reader, dialogueId: string, now: Date) =>
	db
		.selectFrom('meeting')
		.innerJoin('round', 'round.id', 'meeting.round_id')
		.leftJoin('priority_area', 'priority_area.id', 'meeting.priority_area_id')
		.leftJoin('meeting_reminder', 'meeting_reminder.meeting_id', 'meeting.id')
		.select(['meeting.id', 'meeting.title', 'meeting.starts_on', 'meeting.starts_at', 'meeting.ends_at'])
		.select(['round.title as round_title', 'priority_area.name as area_name'])
		.select(['meeting_reminder.days_before', 'meeting_reminder.reminded_for'])
		.select(({ selectFrom }) =>
			selectFrom('attendance')
				.whereRef('attendance.meeting_id', '=', 'meeting.id')
				.where('attendance.state', '=', 'confirmed')
				.select(({ fn }) => fn.countAll<number>().as('count'))
				.as('confirmed')
		)
		.where('meeting.dialogue_id', '=', dialogueId)
		.where('meeting.state', 'in', ['save_the_date', 'open', 'closed', 'cancelled'])
		.where(sql<boolean>`coalesce(meeting.ends_at, meeting.starts_on + interval '1 day') > ${now}`)
		.orderBy('meeting.starts_on')
		.orderBy(sql`meeting.starts_at nulls last`)
		.orderBy('meeting.id')
		.execute();

export const noticesOf = (db: Reader, meetingIds: readonly string[]) =>
	db
		.selectFrom('meeting_notice')
		.selectAll()
		.where('meeting_id', '=', sql<string>`any(${meetingIds}::uuid[])`)
		.orderBy('written_at')
		.orderBy('id')
		.execute();

/**
 * Meetings whose reminder is due: from eight in the morning, Swedish time, so many days before, for the time that the
 * meeting has now. One that is moved is reminded of again.
 */
export const dueReminders = (db: Reader, now: Date) =>
	db
		.selectFrom('meeting_reminder')
		.innerJoin('meeting', 'meeting.id', 'meeting_reminder.meeting_id')
		.select(['meeting.id', 'meeting.starts_at', 'meeting.dialogue_id'])
		.where('meeting.state', 'in', ['open', 'closed'])
		.where('meeting.starts_at', '>', now)
		.where(sql<boolean>`meeting_reminder.reminded_for is distinct from meeting.starts_at`)
		.where(
			sql<boolean>`((meeting.starts_on - meeting_reminder.days_before) + time '08:00') at time zone 'Europe/Stockholm' <= ${now}`
		)
		.forUpdate('meeting_reminder')
		.skipLocked()
		.execute();

/** Who comes to the meetings, with the address that letters about them go to. */
export const confirmedAt = (db: Reader, meetingIds: readonly string[]) =>
	db
		.selectFrom('attendance')
		.innerJoin('participant', 'participant.id', 'attendance.participant_id')
		.innerJoin('registration', 'registration.id', 'participant.registration_id')
		.select(['participant.id', 'participant.registration_id', 'attendance.meeting_id', 'contact_email'])
		.where('attendance.meeting_id', '=', sql<string>`any(${meetingIds}::uuid[])`)
		.where('attendance.state', '=', 'confirmed')
		.orderBy('participant.registration_id')
		.execute();

export const meetingOf = (db: Reader, dialogueId: string, meetingId: string) =>
	db
		.selectFrom('meeting')
		.select(['id', 'state'])
		.where('id', '=', meetingId)
		.where('dialogue_id', '=', dialogueId)
		.executeTakeFirst();

/** What is kept of one address in lists, of all dialogues. */
export const listedWith = (db: Reader, email: string) =>
	db
		.selectFrom('invitation_contact')
		.innerJoin('invitation_list', 'invitation_list.id', 'invitation_contact.list_id')
		.innerJoin('dialogue', 'dialogue.id', 'invitation_list.dialogue_id')
		.select(['dialogue.title', 'email', 'invitation_contact.name', 'organisation_name', 'organisation_type'])
		.select(['municipality_code', 'added_at'])
		.where('email', '=', email)
		.orderBy('invitation_contact.id')
		.execute();

/** What was sent to one address, of all dialogues; without the codes that say no. */
export const mailedTo = (db: Reader, email: string) =>
	db
		.selectFrom('mailing_recipient')
		.innerJoin('mailing', 'mailing.id', 'mailing_recipient.mailing_id')
		.innerJoin('dialogue', 'dialogue.id', 'mailing.dialogue_id')
		.leftJoin('mail_message', 'mail_message.id', 'mailing_recipient.mail_id')
		.select(['dialogue.title', 'mailing.kind', 'mailing.subject', 'mailing.started_at', 'source'])
		.select('mail_message.refused_at as returned_at')
		.where('email', '=', email)
		.where('mailing_recipient.state', '=', 'written')
		.orderBy('mailing.id')
		.execute();

export const refusalOf = (db: Reader, email: string) =>
	db.selectFrom('invitation_refusal').select('refused_at').where('email', '=', email).executeTakeFirst();
