import type { AgendaItem } from '#lib/protocol/meetings.ts';
import { dateCompact, time } from '#lib/ui/format/dates.ts';
import { newId } from '#server/database/ids.ts';
import { type By, type Change, type CommandDeps, orTaken, transact } from '#server/database/transaction.ts';
import { existing, touchDialogue } from '#server/dialogues/commands.ts';
import { MedskickError } from '#server/errors.ts';
import { authorize } from '#server/permissions/can.ts';
import { checkSeen } from '#server/seen.ts';
import { checkAgenda } from './agenda-input.ts';
import { checkRound } from './input.ts';
import { agendasOf, meetingById, type MeetingRow, roundById, type RoundRow } from './queries.ts';
import type { DayOrMeeting, RoundInput } from './types.ts';
import { agendaOf } from './view.ts';
import { writtenOfRound } from './written.ts';

export async function createRound(deps: CommandDeps, by: By, dialogueId: string, input: RoundInput) {
	authorize(by.actor, 'meeting.manage', { dialogueId });
	const row = checkRound(input);
	return ordinalTaken(() =>
		transact(deps, by, async (change) => {
			await existing(change, dialogueId);
			const roundId = await insertRound(deps, change, { ...row, dialogue_id: dialogueId });
			await touchDialogue(change.db, dialogueId, deps.clock.now());
			await change.audit({ ...aboutRound('round.create', roundId, dialogueId), after: row });
			return { roundId };
		})
	);
}

type NewRow = ReturnType<typeof checkRound> & { dialogue_id: string };

export async function insertRound(deps: CommandDeps, change: Change, row: NewRow): Promise<string> {
	const id = newId();
	await change.db
		.insertInto('round')
		.values({ ...row, id, created_at: deps.clock.now() })
		.execute();
	return id;
}

export const updateRound = (
	deps: CommandDeps,
	by: By,
	roundId: string,
	input: RoundInput,
	seen?: string
): Promise<void> =>
	changeRound(deps, by, roundId, async (change, before) => {
		const row = checkRound(input);
		checkSeen(seen, writtenOfRound(before));
		await change.db.updateTable('round').set(row).where('id', '=', roundId).execute();
		await change.audit({ ...aboutRound('round.update', roundId, before.dialogue_id), before, after: row });
	});

/** The whole list at once, of a day of the round or, where `meetingId` is set, of one meeting (domain S2-35). */
export async function setAgenda(
	deps: CommandDeps,
	by: By,
	of: DayOrMeeting,
	items: readonly AgendaItem[],
	seen?: string
): Promise<void> {
	const meeting = 'meetingId' in of ? await meetingById(deps.database, of.meetingId) : null;
	const rows = checkAgenda(items, meeting ? nightFrom(meeting) : null);
	if (meeting === undefined) throw new MedskickError('not_found');
	const roundId = 'roundId' in of ? of.roundId : (meeting?.round_id ?? '');
	await changeRound(deps, by, roundId, async (change, round) => {
		const which = { round_id: roundId, meeting_id: meeting?.id ?? null };
		checkSeen(seen, agendaOf(await agendasOf(change.db, [roundId]), roundId, which.meeting_id));
		await replaceAgenda(change, which, rows);
		const [action, objectId] = meeting === null ? ['round.set_agenda', roundId] : ['meeting.set_agenda', meeting.id];
		await change.audit({
			action,
			objectType: meeting === null ? 'round' : 'meeting',
			objectId,
			dialogueId: round.dialogue_id,
			after: rows
		});
	});
}

/** When a meeting begins that ends the day after, as `22:00`; null for all others. */
function nightFrom({ starts_at, ends_at }: Pick<MeetingRow, 'starts_at' | 'ends_at'>): string | null {
	if (starts_at === null || ends_at === null || dateCompact(starts_at) === dateCompact(ends_at)) return null;
	return time(starts_at, 'sv').replace('.', ':');
}

type AgendaColumns = ReturnType<typeof checkAgenda>[number];

export async function replaceAgenda(
	change: Change,
	which: { round_id: string; meeting_id: string | null },
	rows: readonly AgendaColumns[]
): Promise<void> {
	await change.db
		.deleteFrom('agenda_item')
		.where('round_id', '=', which.round_id)
		.where('meeting_id', 'is not distinct from', which.meeting_id)
		.execute();
	if (rows.length === 0) return;
	const added = rows.map((row) => ({ ...row, ...which, id: newId() }));
	await change.db.insertInto('agenda_item').values(added).execute();
}

/** Changes to the rounds of one dialogue come one after the other: its row is locked before the round is read. */
export async function changeRound(
	deps: CommandDeps,
	by: By,
	roundId: string,
	work: (change: Change, round: RoundRow) => Promise<void>
): Promise<void> {
	const found = await roundById(deps.database, roundId);
	if (!found) throw new MedskickError('not_found');
	authorize(by.actor, 'meeting.manage', { dialogueId: found.dialogue_id });
	await ordinalTaken(() =>
		transact(deps, by, async (change) => {
			await existing(change, found.dialogue_id);
			const round = await roundById(change.db, roundId);
			if (!round) throw new MedskickError('not_found');
			await work(change, round);
			await touchDialogue(change.db, found.dialogue_id, deps.clock.now());
		})
	);
}

/** Rounds are numbered by staff, since the first ones may have been held before (domain S2-21). */
export const ordinalTaken = <T>(work: () => Promise<T>): Promise<T> =>
	orTaken(
		work,
		{ sv: 'Det finns redan en omgång med det numret.', en: 'There is already a round with that number.' },
		'ordinal'
	);

export const aboutRound = (action: string, objectId: string, dialogueId: string) => ({
	action,
	objectType: 'round',
	objectId,
	dialogueId
});
