import type { MeetingState } from '#lib/protocol/meetings.ts';
import { createChecks, said } from '#server/checks.ts';
import type { By } from '#server/database/transaction.ts';
import { refuse } from '#server/errors.ts';
import { about, changeMeeting, checkOpenable, isCancelled } from './commands.ts';
import { type MeetingsDeps, tellChanges } from './telling.ts';

type Settable = Extract<MeetingState, 'save_the_date' | 'open' | 'closed'>;

/** What people have been told does not become a draft again, and a date that has its hour is no longer only a date. */
const NEXT: Record<MeetingState, readonly Settable[]> = {
	draft: ['save_the_date', 'open'],
	save_the_date: ['open'],
	open: ['closed'],
	closed: ['open'],
	cancelled: []
};

export const setState = (deps: MeetingsDeps, by: By, meetingId: string, state: Settable): Promise<void> =>
	changeMeeting(deps, by, meetingId, async (change, before) => {
		if (before.state === state) return;
		if (before.state === 'cancelled') isCancelled();
		if (!NEXT[before.state as MeetingState].includes(state))
			refuse('rule_broken', 'Mötet kan inte byta till det läget.', 'The meeting cannot change to that state.');
		if (state === 'open') checkOpenable(before);
		await change.db.updateTable('meeting').set({ state }).where('id', '=', meetingId).execute();
		const { dialogue_id, state: was } = before;
		await change.audit({ ...about(`meeting.${state}`, meetingId, dialogue_id), before: was, after: state });
		if (state === 'open') await deps.seatsChanged(change, meetingId);
	});

/** It stays where people look for it, and says that it is cancelled and why. */
export const cancelMeeting = (deps: MeetingsDeps, by: By, meetingId: string, given: string): Promise<void> =>
	changeMeeting(deps, by, meetingId, async (change, before) => {
		const checks = createChecks();
		const required = { sv: 'Skriv varför mötet ställs in.', en: 'Write why the meeting is cancelled.' };
		const reason = checks.text('reason', said(given), { max: 500, required });
		checks.done();
		if (before.state === 'cancelled') return;
		if (before.state === 'draft')
			refuse(
				'rule_broken',
				'Mötet är ett utkast. Ta bort det i stället.',
				'The meeting is a draft. Remove it instead.'
			);
		await change.db
			.updateTable('meeting')
			.set({ state: 'cancelled', cancel_reason: reason, cancelled_at: deps.clock.now() })
			.where('id', '=', meetingId)
			.execute();
		await change.audit({
			...about('meeting.cancel', meetingId, before.dialogue_id),
			before: before.state,
			after: reason
		});
		await deps.endLive(change, by, before);
		await tellChanges(deps, change, before, 'cancelled');
	});

export const removeDraft = (deps: MeetingsDeps, by: By, meetingId: string): Promise<void> =>
	changeMeeting(deps, by, meetingId, async (change, before) => {
		if (before.state !== 'draft')
			refuse(
				'rule_broken',
				'Bara ett utkast kan tas bort. Ställ in mötet i stället.',
				'Only a draft can be removed. Cancel the meeting instead.'
			);
		const notes = change.db.selectFrom('meeting_notes').select('meeting_id').where('meeting_id', '=', meetingId);
		if (await notes.executeTakeFirst())
			refuse(
				'rule_broken',
				'Någon har börjat på mötets anteckningar. Då kan utkastet inte tas bort.',
				'Somebody has begun the notes of the meeting, so the draft cannot be removed.'
			);
		for (const table of ['agenda_item', 'meeting_role', 'reserved_seats', 'meeting_reminder'] as const)
			await change.db.deleteFrom(table).where('meeting_id', '=', meetingId).execute();
		await change.db.deleteFrom('meeting').where('id', '=', meetingId).execute();
		await change.audit({ ...about('meeting.remove_draft', meetingId, before.dialogue_id), before });
	});
