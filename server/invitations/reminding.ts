import type { ReminderLine } from '#lib/protocol/mailings.ts';
import { type By, bySystem, transact } from '#server/database/transaction.ts';
import { refuse } from '#server/errors.ts';
import { unreachableAmong } from '#server/mail/refusals.ts';
import { authorize } from '#server/permissions/can.ts';
import { sendLetters } from '#server/registrations/sending.ts';
import { noteTold } from './notices.ts';
import { found, type InvitationParts } from './parts.ts';
import { confirmedAt, dueReminders, meetingOf, meetingsToCome, noticesOf } from './queries.ts';

const MOST_DAYS = 14;

export async function setReminder(
	parts: InvitationParts,
	by: By,
	{ dialogueId, meetingId }: { dialogueId: string; meetingId: string },
	daysBefore: number | null
): Promise<void> {
	authorize(by.actor, 'invitation.manage', { dialogueId });
	if (daysBefore !== null && !(Number.isInteger(daysBefore) && daysBefore >= 1 && daysBefore <= MOST_DAYS))
		refuse('bad_input', 'Välj 1 till 14 dagar före mötet.', 'Choose 1 to 14 days before the meeting.', 'daysBefore');
	await transact(parts, by, async (change) => {
		found(await meetingOf(change.db, dialogueId, meetingId));
		if (daysBefore === null)
			await change.db.deleteFrom('meeting_reminder').where('meeting_id', '=', meetingId).execute();
		else
			await change.db
				.insertInto('meeting_reminder')
				.values({ meeting_id: meetingId, days_before: daysBefore })
				.onConflict((conflict) => conflict.column('meeting_id').doUpdateSet({ days_before: daysBefore }))
				.execute();
		await change.audit({
			action: 'meeting.remind',
			objectType: 'meeting',
			objectId: meetingId,
			dialogueId,
			after: daysBefore
		});
	});
}

/**
 * The job behind `remind_registered`: one letter to each registration of which somebody comes, with place and link; none
 * to an address that sent the last one back.
 */
export async function remind(parts: InvitationParts): Promise<void> {
	await transact(parts, bySystem(), async (change) => {
		const now = parts.clock.now();
		for (const { id: meetingId, starts_at } of await dueReminders(change.db, now)) {
			const { coming } = await reachable(parts, change.db, [meetingId]);
			const participantIds = coming.map(({ id }) => id);
			const registrationIds = [...new Set(coming.map(({ registration_id }) => registration_id))];
			const letters = await sendLetters(
				parts.registrations,
				change,
				registrationIds.map((registrationId) => ({
					...{ what: 'reminder' as const, registrationId, meetingIds: [meetingId], participantIds }
				}))
			);
			await change.db
				.updateTable('meeting_reminder')
				.set({ reminded_for: starts_at })
				.where('meeting_id', '=', meetingId)
				.execute();
			await noteTold(change, { meetingId, what: 'reminder', changed: [], letters, at: now });
		}
	});
}

type Coming = Awaited<ReturnType<typeof confirmedAt>>;

/** Those who come to the meetings, by whether letters reach them. */
async function reachable({ clock }: InvitationParts, db: InvitationParts['database'], meetingIds: readonly string[]) {
	const all = await confirmedAt(db, meetingIds);
	const emails = all.flatMap(({ contact_email }) => contact_email ?? []);
	const unreachable = await unreachableAmong(db, emails, clock.real());
	const missed = ({ contact_email }: Coming[number]) => unreachable.has(contact_email?.toLowerCase() ?? '');
	return { coming: all.filter((one) => !missed(one)), missed: all.filter(missed) };
}

const addressesAt = (meetingId: string, missed: Coming): string[] => [
	...new Set(missed.flatMap(({ meeting_id, contact_email }) => (meeting_id === meetingId ? (contact_email ?? []) : [])))
];

export async function reminders(
	parts: InvitationParts,
	actor: By['actor'],
	dialogueId: string
): Promise<ReminderLine[]> {
	authorize(actor, 'invitation.manage', { dialogueId });
	const rows = await meetingsToCome(parts.database, dialogueId, parts.clock.now());
	const ids = rows.map(({ id }) => id);
	const notices = await noticesOf(parts.database, ids);
	const { missed } = await reachable(parts, parts.database, ids);
	return rows.map((row) => ({
		meetingId: row.id,
		title: row.title || row.area_name || row.round_title,
		startsOn: row.starts_on,
		startsAt: row.starts_at?.toISOString() ?? null,
		endsAt: row.ends_at?.toISOString() ?? null,
		daysBefore: row.days_before,
		remindedFor: row.reminded_for?.toISOString() ?? null,
		confirmed: row.confirmed ?? 0,
		unreachable: addressesAt(row.id, missed),
		notices: notices
			.filter(({ meeting_id }) => meeting_id === row.id)
			.map(({ what, changed, letters, written_at }) => ({
				what: what as ReminderLine['notices'][number]['what'],
				changed,
				letters,
				writtenAt: written_at.toISOString()
			}))
	}));
}
