import { type Kysely, sql } from 'kysely';
import type { DB } from '#server/database/schema.ts';

type Reader = Kysely<DB>;

/** Those on stage first, then shortlisted ones, then by how many support them; what is done with comes last. */
const STANDING = sql`array_position(array['on_stage', 'shortlisted', 'asked', 'held', 'answered', 'hidden'], state)`;
const MOST = 200;

/** With how many support each. */
const asked = (db: Reader) =>
	db
		.selectFrom('organiser_question')
		.selectAll()
		.select(
			sql<number>`(select count(*) from organiser_support where question_id = organiser_question.id)`.as('supports')
		);

export type AskedRow = Awaited<ReturnType<typeof askedAt>>[number];

export const askedAt = (db: Reader, meetingId: string, states: readonly string[]) =>
	asked(db)
		.where('meeting_id', '=', meetingId)
		.where('state', '=', sql<string>`any(${states}::text[])`)
		.orderBy(STANDING)
		.orderBy('supports', 'desc')
		.orderBy('asked_at')
		.orderBy('id')
		.limit(MOST)
		.execute();

export const askedBy = (db: Reader, meetingId: string, accountId: string) =>
	db
		.selectFrom('organiser_question')
		.select(['id', 'text', 'state'])
		.where('meeting_id', '=', meetingId)
		.where('account_id', '=', accountId)
		.orderBy('asked_at')
		.execute();

export const askedById = (db: Reader, id: string) =>
	db.selectFrom('organiser_question').selectAll().where('id', '=', id).executeTakeFirst();

export async function supportedBy(db: Reader, meetingId: string, accountId: string): Promise<string[]> {
	const rows = await db
		.selectFrom('organiser_support')
		.innerJoin('organiser_question', 'organiser_question.id', 'organiser_support.question_id')
		.select('question_id')
		.where('meeting_id', '=', meetingId)
		.where('organiser_support.account_id', '=', accountId)
		.execute();
	return rows.map((row) => row.question_id);
}
