import { type Kysely, type Selectable, sql } from 'kysely';
import type { DB } from '#server/database/schema.ts';

type Reader = Kysely<DB>;
export type RoundRow = Selectable<DB['round']>;
export type VenueRow = Selectable<DB['venue']>;
export type OnlineRow = Selectable<DB['dialogue_online']>;
export type AgendaRow = Selectable<DB['agenda_item']>;

export const dialogueBySlug = (db: Reader, slug: string) =>
	db.selectFrom('dialogue').select(['id', 'slug', 'title', 'state']).where('slug', '=', slug).executeTakeFirst();

export const roundsOf = (db: Reader, dialogueId: string): Promise<RoundRow[]> =>
	db.selectFrom('round').selectAll().where('dialogue_id', '=', dialogueId).orderBy('ordinal').execute();

export const roundById = (db: Reader, id: string) =>
	db.selectFrom('round').selectAll().where('id', '=', id).executeTakeFirst();

export const venuesOf = (db: Reader, dialogueId: string): Promise<VenueRow[]> =>
	db.selectFrom('venue').selectAll().where('dialogue_id', '=', dialogueId).orderBy('name').orderBy('id').execute();

export const venueById = (db: Reader, id: string) =>
	db.selectFrom('venue').selectAll().where('id', '=', id).executeTakeFirst();

export const onlineOf = (db: Reader, dialogueId: string): Promise<OnlineRow | undefined> =>
	db.selectFrom('dialogue_online').selectAll().where('dialogue_id', '=', dialogueId).executeTakeFirst();

/** Meetings with their round and area, those of one day in the order of their time. */
const meetings = (db: Reader) =>
	db
		.selectFrom('meeting')
		.innerJoin('round', 'round.id', 'meeting.round_id')
		.innerJoin('dialogue', 'dialogue.id', 'meeting.dialogue_id')
		.leftJoin('priority_area', 'priority_area.id', 'meeting.priority_area_id')
		.selectAll('meeting')
		.select([
			'dialogue.slug as dialogue_slug',
			'dialogue.state as dialogue_state',
			'round.ordinal as round_ordinal',
			'round.title as round_title',
			'priority_area.code as area_code',
			'priority_area.name as area_name'
		])
		.orderBy('meeting.starts_on')
		.orderBy(sql`meeting.starts_at nulls last`)
		.orderBy('meeting.id');

export type MeetingRow = Awaited<ReturnType<typeof meetingsOf>>[number];

export const meetingsOf = (db: Reader, dialogueId: string) =>
	meetings(db).where('meeting.dialogue_id', '=', dialogueId).execute();

export const meetingsOfRound = (db: Reader, roundId: string) =>
	meetings(db).where('meeting.round_id', '=', roundId).execute();

/** Of whatever state, with the title that staff know them by. */
export const meetingsAtVenue = (db: Reader, venueId: string) =>
	meetings(db)
		.where('meeting.venue_id', '=', venueId)
		.clearSelect()
		.select(sql<string>`coalesce(nullif(meeting.title, ''), priority_area.name, round.title)`.as('title'))
		.execute();

export const meetingById = (db: Reader, id: string) => meetings(db).where('meeting.id', '=', id).executeTakeFirst();

export const meetingBySlug = (db: Reader, dialogueId: string, slug: string) =>
	meetings(db).where('meeting.dialogue_id', '=', dialogueId).where('meeting.slug', '=', slug).executeTakeFirst();

/** Of the rounds and of their meetings. */
export const agendasOf = (db: Reader, roundIds: readonly string[]): Promise<AgendaRow[]> =>
	db
		.selectFrom('agenda_item')
		.selectAll()
		.where('round_id', '=', sql<string>`any(${roundIds}::uuid[])`)
		.orderBy('ordinal')
		.execute();

export const meetingRolesOf = (db: Reader, meetingId: string) =>
	db
		.selectFrom('meeting_role')
		.innerJoin('account', 'account.id', 'meeting_role.account_id')
		.select(['meeting_role.account_id', 'meeting_role.role', 'account.name', 'account.email'])
		.where('meeting_id', '=', meetingId)
		.orderBy('account.name')
		.orderBy('meeting_role.role')
		.execute();

export const rolesHeld = (db: Reader, meetingId: string, accountId: string) =>
	db
		.selectFrom('meeting_role')
		.select('role')
		.where('meeting_id', '=', meetingId)
		.where('account_id', '=', accountId)
		.execute();

/** Those who work with the dialogue, and so may be given a task at a meeting; it counts once they have signed in. */
export const staffOf = (db: Reader, dialogueId: string) =>
	db
		.selectFrom('account')
		.select(['account.id', 'account.name', 'account.email'])
		.where(({ exists, selectFrom }) =>
			exists(
				selectFrom('dialogue_role')
					.whereRef('dialogue_role.account_id', '=', 'account.id')
					.where('dialogue_role.dialogue_id', '=', dialogueId)
					.where('dialogue_role.role', '<>', 'reviewer')
					.select('dialogue_role.role')
			)
		)
		.orderBy('account.name')
		.orderBy('account.id')
		.execute();

/** Meetings that anybody may read about. */
export const publicMeetings = (db: Reader) =>
	db
		.selectFrom('meeting')
		.innerJoin('dialogue', 'dialogue.id', 'meeting.dialogue_id')
		.select(['dialogue.slug as dialogue', 'meeting.slug as meeting', 'meeting.sequence_at as updated_at'])
		.where('dialogue.state', '<>', 'planning')
		.where('meeting.state', '<>', 'draft')
		.orderBy('dialogue')
		.orderBy('meeting')
		.execute();
