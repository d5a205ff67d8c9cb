import { type Kysely, sql } from 'kysely';
import type { DB } from '#server/database/schema.ts';

type Reader = Kysely<DB>;

const LATEST = 10;
const SPEAKERS = 50;

/** What somebody has taken down at a meeting, latest first; without what others have hidden or masked since. */
export const takenDown = (db: Reader, meetingId: string, accountId: string) =>
	db
		.selectFrom('submission')
		.innerJoin('point', 'point.submission_id', 'submission.id')
		.innerJoin('point_revision', (join) =>
			join.onRef('point_revision.point_id', '=', 'point.id').onRef('point_revision.number', '=', 'point.revision')
		)
		.leftJoin('point_anchor', 'point_anchor.point_id', 'point.id')
		.where('submission.meeting_id', '=', meetingId)
		.where('submission.channel', '=', 'meeting')
		.where('submission.recorded_by', '=', accountId)
		.where('point.status', 'in', ['held', 'published'])
		.where('point.mask_id', 'is', null)
		.where('point.security_review', '=', false)
		.select([
			'point.id',
			'point.status',
			'point_revision.text',
			'point_anchor.section_label',
			'submission.sender_name',
			'submission.sender_organisation_name',
			'submission.received_at',
			sql<Date>`coalesce(submission.written_at, submission.received_at)`.as('said_at')
		])
		.orderBy('submission.received_at', 'desc')
		.orderBy('submission.id', 'desc')
		.limit(LATEST)
		.execute();

/** Everybody who has been taken down at a meeting, the latest first. */
export const speakersAt = (db: Reader, meetingId: string) =>
	db
		.selectFrom('submission')
		.where('meeting_id', '=', meetingId)
		.where('channel', '=', 'meeting')
		.where('withdrawn_at', 'is', null)
		.where('protected_identity', '=', false)
		.select(['sender_name', 'sender_organisation_name', 'sender_organisation_type'])
		.groupBy(['sender_name', 'sender_organisation_name', 'sender_organisation_type'])
		.orderBy(sql`max(received_at)`, 'desc')
		.limit(SPEAKERS)
		.execute();

/** The type that an organisation of this name was given last at the meeting, else the one in the directory. */
export async function typeOf(db: Reader, meetingId: string, organisationName: string): Promise<string | undefined> {
	const same = sql`lower(${organisationName})`;
	const said = await db
		.selectFrom('submission')
		.where('meeting_id', '=', meetingId)
		.where((eb) => eb(eb.fn('lower', ['sender_organisation_name']), '=', same))
		.select('sender_organisation_type as type')
		.orderBy('received_at', 'desc')
		.limit(1)
		.executeTakeFirst();
	if (said !== undefined) return said.type;
	const listed = await db
		.selectFrom('organisation')
		.where((eb) => eb(eb.fn('lower', ['name']), '=', same))
		.select('type')
		.limit(1)
		.executeTakeFirst();
	return listed?.type;
}

/** What the same person sent under the same key before; the key alone says nothing (invariant 5). */
export const earlierUnder = (db: Reader, accountId: string, key: string, text: string) =>
	db
		.selectFrom('submission')
		.innerJoin('point', 'point.submission_id', 'submission.id')
		.innerJoin('point_revision', 'point_revision.point_id', 'point.id')
		.where('submission.recorded_by', '=', accountId)
		.where('submission.idempotency_key', '=', key)
		.where('point_revision.number', '=', 1)
		.where('point_revision.text', '=', text)
		.select('point.id')
		.executeTakeFirst();

/** A point that was said at the meeting, locked. */
export const lockSpoken = (db: Reader, meetingId: string, pointId: string) =>
	db
		.selectFrom('point')
		.innerJoin('submission', 'submission.id', 'point.submission_id')
		.where('point.id', '=', pointId)
		.where('submission.meeting_id', '=', meetingId)
		.where('submission.channel', '=', 'meeting')
		.select([
			'point.id',
			'point.submission_id',
			'point.dialogue_id',
			'point.status',
			'submission.recorded_by',
			'submission.received_at'
		])
		.forUpdate('point')
		.executeTakeFirst();
