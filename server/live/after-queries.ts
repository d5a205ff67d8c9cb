import { type Kysely, sql } from 'kysely';
import type { DB } from '#server/database/schema.ts';
import { wherePublic } from '#server/submissions/visibility.ts';

type Reader = Kysely<DB>;
export type Present = { type: string; checkedIn: number; onScreen: number };

/**
 * Who was there, by type of organisation: those who were checked in, and those who joined on a screen of their own.
 * Somebody may be both, so the two are never added up.
 */
export async function presentAt(db: Reader, meetingId: string): Promise<Present[]> {
	const { rows } = await sql<Present>`
		select type, count(*) filter (where not on_screen) as "checkedIn", count(*) filter (where on_screen) as "onScreen"
		from (
			select registration.organisation_type as type, false as on_screen
			from attendance
			join participant on participant.id = attendance.participant_id
			join registration on registration.id = participant.registration_id
			where attendance.meeting_id = ${meetingId} and attendance.checked_in_at is not null
			union all
			select account.organisation_type, true
			from (select distinct account_id from live_participant
				join live_session on live_session.id = live_participant.session_id
				where live_session.meeting_id = ${meetingId}) joined
			join account on account.id = joined.account_id
		) present group by type order by count(*) desc, type`.execute(db);
	return rows;
}

/** Inputs that everybody may read: those said at the meeting, and those sent about what was discussed while it went on. */
export async function inputsAt(db: Reader, meetingId: string): Promise<number> {
	const row = await db
		.selectFrom('point')
		.innerJoin('submission', 'submission.id', 'point.submission_id')
		.innerJoin('dialogue', 'dialogue.id', 'point.dialogue_id')
		.innerJoin('meeting', 'meeting.dialogue_id', 'point.dialogue_id')
		.where('meeting.id', '=', meetingId)
		.where(wherePublic())
		.where((eb) =>
			eb.or([
				eb('submission.meeting_id', '=', meetingId),
				eb.exists(
					eb
						.selectFrom('live_session')
						.innerJoin('document', 'document.id', 'point.document_id')
						.select('live_session.id')
						.where('live_session.meeting_id', '=', meetingId)
						.whereRef('submission.received_at', '>=', 'live_session.opened_at')
						.where((inner) =>
							inner.or([
								inner('live_session.closed_at', 'is', null),
								inner('submission.received_at', '<=', inner.ref('live_session.closed_at'))
							])
						)
						.where((inner) =>
							inner.or([
								inner('document.priority_area_id', '=', inner.ref('meeting.priority_area_id')),
								inner('live_session.focus_document_id', '=', inner.ref('document.id'))
							])
						)
				)
			])
		)
		.select((eb) => eb.fn.countAll<number>().as('count'))
		.executeTakeFirstOrThrow();
	return row.count;
}
