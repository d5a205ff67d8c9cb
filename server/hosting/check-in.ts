import { dateCompact } from '#lib/ui/format/dates.ts';
import type { Press, PressAnswer } from '#lib/protocol/hosting.ts';
import type { MeetingView } from '#lib/protocol/meetings.ts';
import { type By, type Change, transact } from '#server/database/transaction.ts';
import { isId } from '#server/database/ids.ts';
import { refuse } from '#server/errors.ts';
import { accountIdOf } from '#server/permissions/actor.ts';
import { lockMeetings } from '#server/registrations/locking.ts';
import { checkIn, presencesOf, type PresenceRow, sayAt, undoCheckIn } from './queries.ts';
import { hostedFor } from './reading.ts';
import type { HostingDeps } from './service.ts';
import type { MeetingAddress } from './types.ts';
import { presenceView } from './view.ts';

const MOST_AT_ONCE = 500;
/** So much ahead of ours may a phone's clock be and still tell in which order its buttons were pressed. */
const AHEAD_MS = 60_000;

type Said = { participantId: string; present: boolean; at: Date };

export async function press(
	deps: HostingDeps,
	by: By,
	at: MeetingAddress,
	presses: readonly Press[]
): Promise<PressAnswer> {
	const { meeting } = await hostedFor(deps, by.actor, at, 'meeting.host');
	const said = checkPresses(presses, deps.clock.now());
	if (said.length > 0) checkDay(meeting, deps.clock.now());
	return transact(deps, by, async (change) => {
		// The line moves under the same lock, so nobody is offered a seat whom the door has just let in.
		await lockMeetings(change.db, [meeting.id], deps.clock.now());
		const expected = await expectedAt(change, meeting.id);
		const refused: string[] = [];
		for (const one of said) {
			const row = expected.get(one.participantId);
			if (row === undefined) refused.push(one.participantId);
			else expected.set(one.participantId, await apply(deps, change, by, { meeting, row, said: one }));
		}
		return { presences: [...expected.values()].map(presenceView), refused };
	});
}

async function expectedAt(change: Change, meetingId: string): Promise<Map<string, PresenceRow>> {
	const rows = await presencesOf(change.db, meetingId);
	return new Map(rows.filter(({ state }) => state !== 'cancelled').map((row) => [row.participant_id, row]));
}

/** Oldest first. A clock that runs far ahead says now, or nothing that is said after it would count. */
function checkPresses(presses: readonly Press[], now: Date): Said[] {
	if (presses.length > MOST_AT_ONCE)
		refuse('bad_input', 'Skicka färre incheckningar åt gången.', 'Send fewer check-ins at a time.');
	return presses
		.map(({ participantId, present, at }) => {
			const moment = new Date(at);
			if (!isId(participantId) || Number.isNaN(moment.getTime()))
				refuse('bad_input', 'Incheckningen går inte att läsa.', 'The check-in cannot be read.');
			return { participantId, present, at: moment.getTime() > now.getTime() + AHEAD_MS ? now : moment };
		})
		.sort((one, other) => one.at.getTime() - other.at.getTime());
}

/** Attendance is recorded from the meeting's day on; afterwards it can be put right. */
export function checkDay({ status, startsOn }: MeetingView, now: Date): void {
	if (status === 'cancelled') refuse('not_open', 'Mötet är inställt.', 'The meeting is cancelled.');
	if (dateCompact(now) < startsOn)
		refuse('not_open', 'Incheckningen öppnar den dag mötet hålls.', 'Check-in opens on the day of the meeting.');
}

type Applying = { meeting: MeetingView; row: PresenceRow; said: Said };

/** Returns the person's row as it is afterwards. */
async function apply(
	deps: HostingDeps,
	change: Change,
	by: By,
	{ meeting, row, said: { participantId, present, at } }: Applying
): Promise<PresenceRow> {
	if (row.check_in_said_at !== null && row.check_in_said_at >= at) return row;
	const said = { meetingId: meeting.id, participantId, at };
	if (present === (row.checked_in_at !== null)) {
		await sayAt(change.db, said);
		return { ...row, check_in_said_at: at };
	}
	const now = deps.clock.now();
	const came = at > now ? now : at;
	if (present) await checkIn(change.db, { ...said, came, accountId: accountIdOf(by.actor), now });
	else await undoCheckIn(change.db, said);
	await change.audit({
		action: present ? 'attendance.check_in' : 'attendance.undo',
		objectType: 'participant',
		objectId: participantId,
		dialogueId: meeting.dialogueId,
		after: { meetingId: meeting.id, at: at.toISOString() }
	});
	return { ...row, checked_in_at: present ? came : null, check_in_said_at: at };
}
