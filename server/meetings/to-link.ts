import { type By } from '#server/database/transaction.ts';
import { refuse } from '#server/errors.ts';
import { about, changeMeeting, isCancelled } from './commands.ts';
import { checkLink } from './input.ts';
import { isOver } from './status.ts';
import type { MeetingsDeps } from './telling.ts';
import type { LinkInput } from './types.ts';

/**
 * The room is gone: the meeting is held by link only, and everybody who had the room or waited for it goes over to the
 * link (domain S2-38). One change and one letter for each registration. Twice is once.
 */
export const goToLink = (deps: MeetingsDeps, by: By, meetingId: string, input: LinkInput) =>
	changeMeeting(deps, by, meetingId, async (change, before) => {
		const columns = { ...checkLink(input), mode: 'online', venue_id: null, on_site_capacity: null };
		if (before.mode === 'online') return { moved: 0, waiting: 0 };
		if (before.state === 'cancelled') isCancelled();
		const begun = before.starts_at !== null && before.starts_at <= deps.clock.now();
		if (begun || isOver({ endsAt: before.ends_at, startsOn: before.starts_on, now: deps.clock.now() }))
			refuse('rule_broken', 'Mötet har börjat.', 'The meeting has begun.');
		await change.db.updateTable('meeting').set(columns).where('id', '=', meetingId).execute();
		const gone = await deps.moveToLink(change, meetingId);
		await change.audit({
			...about('meeting.to_link', meetingId, before.dialogue_id),
			before,
			after: { ...columns, ...gone }
		});
		return gone;
	});
