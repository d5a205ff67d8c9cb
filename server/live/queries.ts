import { type Kysely, type Selectable, sql } from 'kysely';
import type { MeetingRole, MeetingState } from '#lib/protocol/meetings.ts';
import type { DB } from '#server/database/schema.ts';

type Reader = Kysely<DB>;
export type SessionRow = Selectable<DB['live_session']>;
export type QuestionRow = Selectable<DB['quick_question']>;

/** A meeting with what its live pages need of it and of its dialogue. */
export type MeetingHead = {
	id: string;
	slug: string;
	title: string;
	state: MeetingState;
	/** '' unless it is cancelled. */
	cancel_reason: string;
	priority_area_id: string | null;
	dialogue_id: string;
	dialogue_slug: string;
	dialogue_title: string;
	dialogue_state: string;
};

/** Its own title, else its area's name, else that of its round. */
const heads = (db: Reader) =>
	db
		.selectFrom('meeting')
		.innerJoin('dialogue', 'dialogue.id', 'meeting.dialogue_id')
		.innerJoin('round', 'round.id', 'meeting.round_id')
		.leftJoin('priority_area', 'priority_area.id', 'meeting.priority_area_id')
		.select([
			'meeting.id',
			'meeting.slug',
			'meeting.dialogue_id',
			'meeting.cancel_reason',
			'meeting.priority_area_id',
			'dialogue.slug as dialogue_slug',
			'dialogue.title as dialogue_title',
			'dialogue.state as dialogue_state'
		])
		.select(sql<MeetingState>`meeting.state`.as('state'))
		.select(sql<string>`coalesce(nullif(meeting.title, ''), priority_area.name, round.title)`.as('title'));

export const headById = (db: Reader, id: string): Promise<MeetingHead | undefined> =>
	heads(db).where('meeting.id', '=', id).executeTakeFirst();

export const headBySlug = (db: Reader, dialogue: string, meeting: string): Promise<MeetingHead | undefined> =>
	heads(db).where('dialogue.slug', '=', dialogue).where('meeting.slug', '=', meeting).executeTakeFirst();

export const headBySession = (db: Reader, sessionId: string): Promise<MeetingHead | undefined> =>
	heads(db)
		.innerJoin('live_session', 'live_session.meeting_id', 'meeting.id')
		.where('live_session.id', '=', sessionId)
		.executeTakeFirst();

export async function rolesAt(db: Reader, meetingId: string, accountId: string): Promise<MeetingRole[]> {
	const rows = await db
		.selectFrom('meeting_role')
		.select(sql<MeetingRole>`role`.as('role'))
		.where('meeting_id', '=', meetingId)
		.where('account_id', '=', accountId)
		.execute();
	return rows.map(({ role }) => role);
}

/** The session that is open, else the one that was last. */
export const latestSession = (db: Reader, meetingId: string): Promise<SessionRow | undefined> =>
	db
		.selectFrom('live_session')
		.selectAll()
		.where('meeting_id', '=', meetingId)
		.orderBy(sql`closed_at desc nulls first`)
		.limit(1)
		.executeTakeFirst();

/** Meetings that were opened before this moment and are open still. */
export const openedBefore = (db: Reader, before: Date) =>
	db
		.selectFrom('live_session')
		.select('meeting_id')
		.where('closed_at', 'is', null)
		.where('opened_at', '<', before)
		.execute();

/** A few at most: every one of them is compared with a code that somebody has written. */
export const openCodes = (db: Reader) =>
	db.selectFrom('live_session').select(['id', 'code']).where('closed_at', 'is', null).execute();

/** The open session, locked, so that what hosts do comes one after the other. */
export const lockSession = (db: Reader, meetingId: string): Promise<SessionRow | undefined> =>
	db
		.selectFrom('live_session')
		.selectAll()
		.where('meeting_id', '=', meetingId)
		.where('closed_at', 'is', null)
		.forUpdate()
		.executeTakeFirst();

export const documentOf = (db: Reader, documentId: string) =>
	db
		.selectFrom('document')
		.innerJoin('living_text', 'living_text.id', 'document.id')
		.select(['document.id', 'document.slug', 'document.dialogue_id', 'living_text.shared_since'])
		.where('document.id', '=', documentId)
		.executeTakeFirst();

export const sectionsOf = (db: Reader, sessionId: string) =>
	db.selectFrom('live_section').selectAll().where('session_id', '=', sessionId).execute();

/** Sections of a text that a host has closed for inputs by now, in meetings that go on. */
export const closedSections = (db: Reader, documentId: string, at: Date) =>
	db
		.selectFrom('live_section')
		.innerJoin('live_session', 'live_session.id', 'live_section.session_id')
		.select(['section_id', 'closes_at'])
		.where('document_id', '=', documentId)
		.where('closes_at', '<=', at)
		.where('closed_at', 'is', null)
		.execute();

export async function stagePointIds(db: Reader, sessionId: string): Promise<string[]> {
	const rows = await db
		.selectFrom('stage_point')
		.select('point_id')
		.where('session_id', '=', sessionId)
		.orderBy('chosen_at')
		.orderBy('point_id')
		.execute();
	return rows.map((row) => row.point_id);
}

/** Meetings that go on and show this point on their stage. */
export const meetingsShowing = (db: Reader, pointId: string) =>
	db
		.selectFrom('stage_point')
		.innerJoin('live_session', 'live_session.id', 'stage_point.session_id')
		.select('live_session.meeting_id')
		.where('point_id', '=', pointId)
		.where('closed_at', 'is', null)
		.execute();

/** Meetings that go on and discuss this text. */
export const meetingsDiscussing = (db: Reader, documentId: string) =>
	db
		.selectFrom('live_session')
		.select('meeting_id')
		.where('focus_document_id', '=', documentId)
		.where('closed_at', 'is', null)
		.execute();

export const meetingsDiscussingVersion = (db: Reader, versionId: string) =>
	db
		.selectFrom('live_session')
		.innerJoin('document_version', 'document_version.document_id', 'live_session.focus_document_id')
		.select('live_session.meeting_id')
		.where('document_version.id', '=', versionId)
		.where('closed_at', 'is', null)
		.execute();

export async function joinedCount(db: Reader, sessionId: string): Promise<number> {
	const { count } = await db
		.selectFrom('live_participant')
		.where('session_id', '=', sessionId)
		.select((eb) => eb.fn.countAll<number>().as('count'))
		.executeTakeFirstOrThrow();
	return count;
}

export const hasJoined = async (db: Reader, sessionId: string, accountId: string): Promise<boolean> =>
	(await db
		.selectFrom('live_participant')
		.select('account_id')
		.where('session_id', '=', sessionId)
		.where('account_id', '=', accountId)
		.executeTakeFirst()) !== undefined;
