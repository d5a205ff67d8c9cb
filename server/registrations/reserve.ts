import { ORGANISATION_TYPES } from '#lib/protocol/organisation-types.ts';
import { createChecks } from '#server/checks.ts';
import { type By, transact } from '#server/database/transaction.ts';
import { MedskickError, refuse } from '#server/errors.ts';
import { authorize } from '#server/permissions/can.ts';
import { lookAgain, moveLine } from './line.ts';
import { lockMeetings } from './locking.ts';
import type { RegistrationParts } from './parts.ts';
import { reservedAt } from './queries.ts';
import { sendLetters } from './sending.ts';
import type { Registrations } from './types.ts';

type Kept = Parameters<Registrations['reserve']>[2];
const MOST = 100_000;

/**
 * Keeps seats in the room for kinds of organisations, in place of what was kept before. Nobody who has a seat loses it.
 * What is no longer kept is offered to those in line, now or when its time comes.
 */
export async function reserve(parts: RegistrationParts, by: By, meetingId: string, kept: Kept): Promise<void> {
	checkKept(kept);
	await transact(parts, by, async (change) => {
		const now = parts.clock.now();
		const meeting = (await lockMeetings(change.db, [meetingId], now)).get(meetingId);
		if (meeting === undefined) throw new MedskickError('not_found');
		authorize(by.actor, 'meeting.manage', { dialogueId: meeting.dialogueId });
		checkRoom(kept, meeting.seats.capacity.on_site, now);
		const before = await reservedAt(change.db, meetingId);
		await change.db.deleteFrom('reserved_seats').where('meeting_id', '=', meetingId).execute();
		const rows = kept.map(({ organisationType, seats, releasedAt }) => ({
			meeting_id: meetingId,
			organisation_type: organisationType,
			seats,
			released_at: releasedAt
		}));
		if (rows.length > 0) await change.db.insertInto('reserved_seats').values(rows).execute();
		await change.audit({
			action: 'meeting.reserve',
			objectType: 'meeting',
			objectId: meetingId,
			dialogueId: meeting.dialogueId,
			before,
			after: rows
		});
		for (const { releasedAt } of kept)
			if (releasedAt !== null && releasedAt > now) await lookAgain(parts, change, meetingId, releasedAt);
		const counted = (await lockMeetings(change.db, [meetingId], now)).get(meetingId) ?? meeting;
		await sendLetters(parts, change, await moveLine(parts, change, counted));
	});
}

/** More than the room has cannot be kept. Told of the line where it becomes too much; `capacity` null is no limit. */
function checkRoom(kept: Kept, capacity: number | null, now: Date): void {
	if (capacity === null) return;
	let sum = 0;
	for (const [index, { seats, releasedAt }] of kept.entries()) {
		if (releasedAt === null || releasedAt > now) sum += seats;
		if (sum > capacity)
			refuse(
				'bad_input',
				`Lokalen har ${capacity} platser. Håll färre.`,
				`The room has ${capacity} seats. Keep fewer.`,
				`reserved-${index + 1}-seats`
			);
	}
}

function checkKept(kept: Kept): void {
	const checks = createChecks();
	const types = kept.map(({ organisationType }) => organisationType);
	for (const [index, { organisationType, seats }] of kept.entries()) {
		const choose = { sv: 'Välj typ av organisation.', en: 'Choose a type of organisation.' };
		checks.oneOf(`reserved-${index + 1}-type`, organisationType, ORGANISATION_TYPES, choose);
		if (types.indexOf(organisationType) !== index)
			checks.wrong(`reserved-${index + 1}-type`, {
				sv: 'Typen finns redan i listan.',
				en: 'The type is in the list already.'
			});
		if (!Number.isInteger(seats) || seats < 1 || seats > MOST)
			checks.wrong(`reserved-${index + 1}-seats`, {
				sv: 'Skriv antalet platser med siffror, minst 1.',
				en: 'Write the number of seats in figures, at least 1.'
			});
	}
	checks.done();
}
