import type { By, Change, CommandDeps } from '#server/database/transaction.ts';
import type { MeetingRow } from './queries.ts';
import { isOver } from './status.ts';
import type { MeetingChange } from './types.ts';

/**
 * What becomes of those who have registered is for registrations to say, and of a meeting in progress for its live
 * part; all run in the meeting's own transaction.
 */
export type MeetingsDeps = CommandDeps & {
	/** Letters to everybody registered for the meeting. */
	tellRegistered(change: Change, meetingId: string, news: readonly MeetingChange[] | 'cancelled'): Promise<void>;
	/** The meeting has lost its room: everybody goes over to the link, and is told. */
	moveToLink(change: Change, meetingId: string): Promise<{ moved: number; waiting: number }>;
	/** The meeting goes on no more, if it did. */
	endLive(change: Change, by: By, meeting: Pick<MeetingRow, 'id' | 'dialogue_id'>): Promise<void>;
	/** There may be more seats than before. */
	seatsChanged(change: Change, meetingId: string): Promise<void>;
};

type Told = Pick<MeetingRow, 'id' | 'state' | 'starts_on' | 'ends_at'>;

/** Nobody has registered for a draft, and nobody needs to hear how a meeting that has been was to be reached. */
const isAhead = (deps: CommandDeps, { state, starts_on, ends_at }: Told): boolean =>
	state !== 'draft' &&
	state !== 'cancelled' &&
	!isOver({ endsAt: ends_at, startsOn: starts_on, now: deps.clock.now() });

/** Tells those registered, if the meeting as it was lay ahead. */
export async function tellChanges(
	deps: MeetingsDeps,
	change: Change,
	before: Told,
	news: readonly MeetingChange[] | 'cancelled'
): Promise<void> {
	if (news.length > 0 && isAhead(deps, before)) await deps.tellRegistered(change, before.id, news);
}
