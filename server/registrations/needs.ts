import { sql, type Kysely } from 'kysely';
import type { DB } from '#server/database/schema.ts';
import { bySystem, transact } from '#server/database/transaction.ts';
import type { RegistrationParts } from './parts.ts';
import type { NeedsInput } from './types.ts';

const DAYS_KEPT = 14;

/** At a meeting in a room where something is served. */
export async function mealMeetings(db: Kysely<DB>, meetingIds: readonly string[]): Promise<Set<string>> {
	const rows = await db
		.selectFrom('meeting')
		.innerJoin('agenda_item', 'agenda_item.round_id', 'meeting.round_id')
		.select('meeting.id')
		.distinct()
		.where('meeting.id', '=', sql<string>`any(${meetingIds}::uuid[])`)
		.where('agenda_item.kind', '=', 'meal')
		.where((eb) =>
			eb.or([eb('agenda_item.meeting_id', 'is', null), eb('agenda_item.meeting_id', '=', eb.ref('meeting.id'))])
		)
		.execute();
	return new Set(rows.map(({ id }) => id));
}

/**
 * Keeps what one person needs, meeting by meeting, in place of what was kept before. Food is kept only for who comes to
 * a room where food is served: nothing that nobody needs to know (domain S2-36, G-03).
 */
export async function keepNeeds(
	db: Kysely<DB>,
	participantId: string,
	{ dietary, access }: NeedsInput,
	at: readonly { meetingId: string; onSite: boolean }[]
): Promise<void> {
	await db.deleteFrom('participant_needs').where('participant_id', '=', participantId).execute();
	const meals = await mealMeetings(
		db,
		at.filter(({ onSite }) => onSite).map(({ meetingId }) => meetingId)
	);
	const rows = at
		.map(({ meetingId }) => ({
			participant_id: participantId,
			meeting_id: meetingId,
			dietary: meals.has(meetingId) ? dietary : '',
			access
		}))
		.filter((row) => row.dietary !== '' || row.access !== '');
	if (rows.length > 0) await db.insertInto('participant_needs').values(rows).execute();
}

/**
 * What a person has told of for one meeting holds for those that they come to now as well. The database copies it, so
 * that nobody reads it on the way.
 */
export async function carryNeeds(
	db: Kysely<DB>,
	coming: readonly { participantId: string; meetingId: string }[]
): Promise<void> {
	const meals = await mealMeetings(
		db,
		coming.map(({ meetingId }) => meetingId)
	);
	for (const { participantId, meetingId } of coming) {
		const dietary = meals.has(meetingId) ? sql`max(dietary)` : sql`''`;
		await sql`insert into participant_needs (participant_id, meeting_id, dietary, access)
			select ${participantId}::uuid, ${meetingId}::uuid, ${dietary}, max(access) from participant_needs
			where participant_id = ${participantId} having ${dietary} <> '' or max(access) <> ''
			on conflict do nothing`.execute(db);
	}
}

/** What a person no longer comes to, the hosts no longer need to know; food not by link either. */
export async function dropNeeds(
	db: Kysely<DB>,
	gone: readonly { participantId: string; meetingId: string; stays: 'nothing' | 'access' }[]
): Promise<void> {
	for (const { participantId, meetingId, stays } of gone) {
		const keeps = stays === 'access';
		await db
			.deleteFrom('participant_needs')
			.where('participant_id', '=', participantId)
			.where('meeting_id', '=', meetingId)
			.$if(keeps, (query) => query.where('access', '=', ''))
			.execute();
		if (keeps)
			await db
				.updateTable('participant_needs')
				.set({ dietary: '' })
				.where('participant_id', '=', participantId)
				.where('meeting_id', '=', meetingId)
				.execute();
	}
}

/** Gone 14 days after the meeting, whatever became of it (domain §2.11). Returns how many lines went. */
export async function removeNeeds(parts: RegistrationParts): Promise<number> {
	const before = new Date(parts.clock.now().getTime() - DAYS_KEPT * 86_400_000);
	return transact(parts, bySystem(), async (change) => {
		const over = await change.db
			.selectFrom('meeting')
			.innerJoin('participant_needs', 'participant_needs.meeting_id', 'meeting.id')
			.select(['meeting.id', 'meeting.dialogue_id'])
			.distinct()
			.where(
				sql<boolean>`coalesce(meeting.ends_at, (meeting.starts_on + 1)::timestamp at time zone 'Europe/Stockholm') <= ${before}`
			)
			.execute();
		let removed = 0;
		for (const { id, dialogue_id } of over) {
			const gone = await change.db.deleteFrom('participant_needs').where('meeting_id', '=', id).executeTakeFirst();
			removed += Number(gone.numDeletedRows);
			await change.audit({
				action: 'registration.needs_removed',
				objectType: 'meeting',
				objectId: id,
				dialogueId: dialogue_id
			});
		}
		return removed;
	});
}
