import { newId } from '#server/database/ids.ts';
import { type By, bySystem, type Change, type CommandDeps, transact } from '#server/database/transaction.ts';
import { refuse } from '#server/errors.ts';
import { accountIdOf } from '#server/permissions/actor.ts';
import { newCode } from './code.ts';
import { about, lead, led } from './guard.ts';
import type { LiveParts } from './parts.ts';
import { headById, lockSession, openCodes, openedBefore, type SessionRow } from './queries.ts';

/** Opens the meeting, with a code of its own. One that is open already stays as it is. */
export async function openMeeting(parts: LiveParts, by: By, meetingId: string): Promise<void> {
	const head = await led(parts.database, by.actor, await headById(parts.database, meetingId));
	await transact(parts, by, async (change) => {
		// Two hosts who press at once open it once, and it is not opened while it is cancelled: they wait for its row.
		const { state } = await change.db
			.selectFrom('meeting')
			.select('state')
			.where('id', '=', meetingId)
			.forUpdate()
			.executeTakeFirstOrThrow();
		if (state === 'draft' || state === 'cancelled') notToBeOpened();
		if ((await lockSession(change.db, meetingId)) !== undefined) return;
		const taken = new Set((await openCodes(change.db)).map(({ code }) => code));
		const id = newId();
		await change.db
			.insertInto('live_session')
			.values({
				id,
				meeting_id: meetingId,
				code: freeCode(taken),
				opened_at: parts.clock.now(),
				opened_by: accountIdOf(by.actor)
			})
			.execute();
		await change.audit({ ...about('open', 'live_session', id, head.dialogue_id), after: { meetingId } });
	});
	parts.told(meetingId, 'now');
}

function notToBeOpened(): never {
	refuse(
		'rule_broken',
		'Mötet är inte publicerat eller är inställt, och kan inte öppnas.',
		'The meeting is not published or is cancelled, and cannot be opened.'
	);
}

function freeCode(taken: ReadonlySet<string>): string {
	for (;;) {
		const code = newCode();
		if (!taken.has(code)) return code;
	}
}

/** Closes the meeting: its code opens nothing any more, and questions that are open are closed. */
export const closeMeeting = (parts: LiveParts, by: By, meetingId: string): Promise<void> =>
	lead(parts, by, meetingId, (change, session, head) => endSession(parts, change, by, session, head.dialogue_id));

const LONGEST_MS = 24 * 3_600_000;

/** Closes what nobody has closed a day after it was opened: its code expires, and sections it held closed open again. */
export async function closeForgotten(parts: LiveParts): Promise<void> {
	const before = new Date(parts.clock.now().getTime() - LONGEST_MS);
	for (const row of await openedBefore(parts.database, before)) await closeMeeting(parts, bySystem(), row.meeting_id);
}

/** Ends a meeting that goes on because it is cancelled, in the transaction that cancels it. */
export async function endCancelled(
	deps: Pick<CommandDeps, 'clock'>,
	change: Change,
	by: By,
	meeting: { id: string; dialogue_id: string }
): Promise<void> {
	const session = await lockSession(change.db, meeting.id);
	if (session !== undefined) await endSession(deps, change, by, session, meeting.dialogue_id);
}

async function endSession(
	{ clock }: Pick<CommandDeps, 'clock'>,
	change: Change,
	by: By,
	session: SessionRow,
	dialogueId: string
): Promise<void> {
	const now = clock.now();
	await change.db
		.updateTable('live_session')
		.set({ closed_at: now, closed_by: accountIdOf(by.actor), countdown_from: null, countdown_to: null })
		.where('id', '=', session.id)
		.execute();
	await change.db
		.updateTable('quick_question')
		.set({ state: 'closed', closed_at: now })
		.where('meeting_id', '=', session.meeting_id)
		.where('state', '=', 'open')
		.execute();
	await change.audit({ ...about('close', 'live_session', session.id, dialogueId), before: 'open' });
}

/** Whether questions to the organisers wait for a host before others see them. */
export const holdQuestions = (parts: LiveParts, by: By, meetingId: string, holds: boolean): Promise<void> =>
	lead(parts, by, meetingId, async (change, session, head) => {
		if (session.holds_questions === holds) return;
		await change.db.updateTable('live_session').set({ holds_questions: holds }).where('id', '=', session.id).execute();
		await change.audit({ ...about('hold_questions', 'live_session', session.id, head.dialogue_id), after: holds });
	});
