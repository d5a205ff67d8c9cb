import { MEETING_CHOICES, type MeetingChoice } from '#lib/protocol/registrations.ts';
import { createChecks } from '#server/checks.ts';
import { type By, type Change, transact } from '#server/database/transaction.ts';
import { type Issue, MedskickError, refuse } from '#server/errors.ts';
import { auditOf, type InHand, isActive, leave, moveLines, pair, take } from './in-hand.ts';
import { checkPerson } from './input.ts';
import { countSeats, hasBegun, type LockedMeeting } from './locking.ts';
import { carryNeeds, dropNeeds, keepNeeds } from './needs.ts';
import type { RegistrationParts } from './parts.ts';
import { known, type Placed, refusalOf, takeSeat, wishOf, writePlaces } from './places.ts';
import { type AttendanceRow, attendancesOf, participantsOf } from './queries.ts';
import { type Letters, sendLetters } from './sending.ts';
import type { ChangeInput, NeedsInput } from './types.ts';
import { choiceOf } from './view.ts';

/** Other people's names, other meetings, room or link instead. What stays as it was keeps its seat and its place in line. */
export const changeRegistration = (parts: RegistrationParts, by: By, key: string, input: ChangeInput): Promise<void> =>
	parts.gate.through(() =>
		transact(parts, by, async (change) => {
			const asked = input.people.flatMap((person) => person.choices.map(({ meetingId }) => meetingId));
			const held = await take(parts, change, by, key, () => asked);
			if (held.row.cancelled_at !== null)
				refuse('rule_broken', 'Anmälan är avbokad.', 'The registration has been cancelled.');
			await renamePeople(parts, change, held, input);
			const steps = stepsOf(held, input);
			await carryNeeds(change.db, steps.coming);
			await leave(change, held, steps.leaving);
			const others = await moveLines(parts, change, held);
			const placed = steps.coming.map((coming) => place(held, coming));
			await writePlaces(change, placed, held.now);
			await moveToLink(change, placed);
			await changeNeeds(change, held, input);
			await auditOf(change, held, 'registration.change', {
				left: steps.leaving.map(pair),
				came: placed.map(({ participantId, meetingId, seat }) => [participantId, meetingId, seat.mode, seat.state])
			});
			const more = placed.length > 0 ? await settleAfter(parts, change, held) : [];
			await sendLetters(parts, change, [...others, ...more, await ownLetter(change, held, steps.leaving)]);
		})
	);

async function renamePeople(
	parts: RegistrationParts,
	change: Change,
	{ row, now }: InHand,
	{ people, mayContact, mayContactLater }: ChangeInput
): Promise<void> {
	const ids = new Set((await participantsOf(change.db, [row.id])).map(({ id }) => id));
	if (people.some(({ participantId }) => !ids.has(participantId))) throw new MedskickError('not_found');
	const checks = createChecks();
	const rows = people.map((person, index) => ({
		id: person.participantId,
		...checkPerson(checks, { ...person, ...(person.needs ?? { dietary: '', access: '' }) }, `person-${index + 1}-`)
	}));
	checks.done();
	for (const { id, name, title, showInList } of rows)
		await change.db
			.updateTable('participant')
			.set({ name, title, show_in_list: showInList })
			.where('id', '=', id)
			.execute();
	await change.db
		.updateTable('registration')
		.set({ may_contact: mayContact, may_contact_later: mayContactLater, changed_at: now })
		.where('id', '=', row.id)
		.execute();
}

type Coming = {
	row: AttendanceRow | null;
	choice: MeetingChoice;
	participantId: string;
	meetingId: string;
	meeting: LockedMeeting;
};

/** Who leaves which meeting, and who comes in another way than before. All that is wrong is told at once. */
function stepsOf(held: InHand, { people }: ChangeInput): { leaving: AttendanceRow[]; coming: Coming[] } {
	const leaving: AttendanceRow[] = [];
	const coming: Coming[] = [];
	const issues: Issue[] = [];
	for (const [index, { participantId, choices }] of people.entries())
		for (const { meetingId, choice } of choices) {
			const meeting = known(held.meetings, meetingId, held.row.round_id);
			const row = held.attendances.find(
				(one) => one.participant_id === participantId && one.meeting_id === meetingId && isActive(one)
			);
			if (choice === (row === undefined ? '' : choiceOf(row))) continue;
			// A seat on offer is answered by itself.
			if (row?.state === 'offered' && choice.startsWith('room')) continue;
			const wanted = MEETING_CHOICES.find((one) => one === choice);
			const issue = refusal(held, meeting, row, choice, wanted);
			if (issue !== null) issues.push({ ...issue, field: `person-${index + 1}-${issue.field ?? ''}` });
			else if (wanted === undefined && row !== undefined) leaving.push(row);
			else if (wanted !== undefined)
				coming.push({ row: row ?? null, choice: wanted, participantId, meetingId, meeting });
		}
	if (issues.length > 0) throw new MedskickError('bad_input', issues);
	return { leaving, coming };
}

/** Whoever comes already may go over to the link after registration has closed, and leave until the meeting begins. */
function refusal(
	{ now, as }: InHand,
	meeting: LockedMeeting,
	row: AttendanceRow | undefined,
	choice: string,
	wanted: MeetingChoice | undefined
): Issue | null {
	const field = `meeting-${meeting.slug}`;
	if (choice !== '' && wanted === undefined)
		return { field, sv: 'Välj hur du vill delta.', en: 'Choose how you want to take part.' };
	if (hasBegun(meeting, now) || meeting.state === 'cancelled')
		return { field, sv: 'Mötet går inte längre att ändra.', en: 'The meeting can no longer be changed.' };
	return wanted === undefined ? null : refusalOf(meeting, wanted, now, as === 'staff' || row !== undefined);
}

/**
 * A seat for who comes in another way. Who has a seat by link keeps it when there is none in the room and link was
 * chosen for that case; who has one in the room and only changes what to do if it were full, keeps it.
 */
function place(held: InHand, { row, choice, participantId, meeting }: Coming): Placed {
	const wish = wishOf(choice, held.row.organisation_type);
	const common = { participantId, meetingId: meeting.id, ifFull: wish.ifFull };
	if (row !== null && row.state === 'confirmed' && row.mode === wish.mode)
		return { ...common, seat: { mode: wish.mode, state: 'confirmed', fromReserve: row.from_reserve } };
	if (row !== null && row.state !== 'waiting') release(meeting, row, held.row.organisation_type);
	return { ...common, seat: takeSeat(meeting, wish), queuedAt: row?.mode === wish.mode ? row.queued_at : null };
}

/** The seat that is given up counts as free for whoever gives it up. */
function release(meeting: LockedMeeting, row: AttendanceRow, organisationType: string): void {
	const { held, reserved } = meeting.seats;
	const mode = row.mode === 'online' ? 'online' : 'on_site';
	const kept = reserved.get(organisationType);
	meeting.seats = {
		...meeting.seats,
		held: { ...held, [mode]: held[mode] - 1 },
		reserved: row.from_reserve && kept !== undefined ? new Map(reserved).set(organisationType, kept + 1) : reserved
	};
}

const moveToLink = (change: Change, placed: readonly Placed[]): Promise<void> =>
	dropNeeds(
		change.db,
		placed
			.filter(({ seat }) => seat.mode === 'online')
			.map(({ participantId, meetingId }) => ({ participantId, meetingId, stays: 'access' as const }))
	);

/** Seats that were given up for others may be offered now. */
async function settleAfter(parts: RegistrationParts, change: Change, held: InHand): Promise<Letters[]> {
	await countSeats(change.db, [...held.meetings.values()], held.now);
	return moveLines(parts, change, held);
}

/** Needs that are written anew hold for every meeting that the person still comes to. */
async function changeNeeds(change: Change, held: InHand, { people }: ChangeInput): Promise<void> {
	const given = people.filter((one): one is typeof one & { needs: NeedsInput } => one.needs !== null);
	if (given.length === 0) return;
	const now = await attendancesOf(change.db, [held.row.id]);
	for (const { participantId, needs } of given)
		await keepNeeds(
			change.db,
			participantId,
			needs,
			now
				.filter((one) => one.participant_id === participantId && isActive(one))
				.map((one) => ({ meetingId: one.meeting_id, onSite: one.mode === 'on_site' }))
		);
}

/** As it stands now, with the meetings that were left. */
async function ownLetter(change: Change, held: InHand, left: readonly AttendanceRow[]): Promise<Letters> {
	const now = await attendancesOf(change.db, [held.row.id]);
	const gone = new Set(left.map(({ meeting_id }) => meeting_id));
	const about = now.filter((one) => isActive(one) || gone.has(one.meeting_id));
	const stays = new Set(now.filter((one) => one.state === 'confirmed').map((one) => one.meeting_id));
	const was = held.attendances.filter((one) => one.state === 'confirmed').map((one) => one.meeting_id);
	return {
		what: 'changed',
		registrationId: held.row.id,
		meetingIds: [...new Set(about.map((one) => one.meeting_id))],
		leftIds: [...new Set(was.filter((id) => !stays.has(id)))]
	};
}
