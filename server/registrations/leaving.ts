import { type By, transact } from '#server/database/transaction.ts';
import { MedskickError, refuse } from '#server/errors.ts';
import { auditOf, begun, type InHand, isActive, leave, letterAbout, moveLines, pair, take } from './in-hand.ts';
import type { RegistrationParts } from './parts.ts';
import type { AttendanceRow } from './queries.ts';
import { sendLetters } from './sending.ts';
import type { OfferAnswer } from './types.ts';

/** Takes everybody from the meetings that have not begun; freed seats go to those in line. */
export const cancel = (parts: RegistrationParts, by: By, key: string): Promise<void> =>
	transact(parts, by, async (change) => {
		const held = await take(parts, change, by, key, (all) => all.filter(isActive).map((one) => one.meeting_id));
		if (held.row.cancelled_at !== null) return;
		const leaving = held.attendances.filter((one) => isActive(one) && !begun(held, one.meeting_id));
		await leave(change, held, leaving);
		await change.db
			.updateTable('registration')
			.set({ cancelled_at: held.now, changed_at: held.now, may_contact: false, may_contact_later: false })
			.where('id', '=', held.row.id)
			.execute();
		await auditOf(change, held, 'registration.cancel', { left: leaving.map(pair) });
		const own = letterAbout(held, 'cancelled', leaving, leaving);
		await sendLetters(parts, change, [...(await moveLines(parts, change, held)), own]);
	});

/** Takes the seat on offer. Twice is once; when the time has run out the seat is somebody else's. */
export const accept = (parts: RegistrationParts, by: By, key: string, answer: OfferAnswer): Promise<void> =>
	transact(parts, by, async (change) => {
		const held = await take(parts, change, by, key, () => [answer.meetingId]);
		const own = offerOf(held, answer);
		if (own.state === 'confirmed') return;
		if (held.meetings.get(answer.meetingId)?.state === 'cancelled')
			refuse('rule_broken', 'Mötet är inställt.', 'The meeting is cancelled.');
		if (!isOpenOffer(held, own)) offerIsOver();
		await change.db
			.updateTable('attendance')
			.set({ state: 'confirmed', queued_at: null, offered_until: null, changed_at: held.now })
			.where('participant_id', '=', answer.participantId)
			.where('meeting_id', '=', answer.meetingId)
			.execute();
		await auditOf(change, held, 'registration.accept', answer);
		const letter = letterAbout(held, 'taken', [own], []);
		await sendLetters(parts, change, [{ ...letter, participantIds: [answer.participantId] }]);
	});

/** Leaves the seat on offer to the next in line. */
export const decline = (parts: RegistrationParts, by: By, key: string, answer: OfferAnswer): Promise<void> =>
	transact(parts, by, async (change) => {
		const held = await take(parts, change, by, key, () => [answer.meetingId]);
		const own = offerOf(held, answer);
		if (own.state === 'cancelled') return;
		if (own.state !== 'offered') offerIsOver();
		await leave(change, held, [own]);
		await auditOf(change, held, 'registration.decline', answer);
		const letter = { ...letterAbout(held, 'cancelled', [own], []), participantIds: [answer.participantId] };
		await sendLetters(parts, change, [...(await moveLines(parts, change, held)), letter]);
	});

function offerOf({ attendances, meetings }: InHand, { participantId, meetingId }: OfferAnswer): AttendanceRow {
	const own = attendances.find((one) => one.participant_id === participantId && one.meeting_id === meetingId);
	if (own === undefined || !meetings.has(meetingId)) throw new MedskickError('not_found');
	return own;
}

/** An offer ends when its time has run out, and when the meeting begins: it may have been moved since. */
const isOpenOffer = (held: InHand, { state, offered_until, meeting_id }: AttendanceRow): boolean =>
	state === 'offered' && offered_until !== null && offered_until > held.now && !begun(held, meeting_id);

function offerIsOver(): never {
	refuse(
		'rule_broken',
		'Tiden att tacka ja har gått ut, och platsen har gått vidare. Du kan ställa dig på väntelistan igen.',
		'The time to accept has run out, and the seat has gone on. You can join the waiting list again.'
	);
}
