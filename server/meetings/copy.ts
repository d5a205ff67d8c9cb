import { isDate, slugOf } from '#server/checks.ts';
import { newId } from '#server/database/ids.ts';
import { type By, type Change, type CommandDeps, transact } from '#server/database/transaction.ts';
import { existing, touchDialogue } from '#server/dialogues/commands.ts';
import { MedskickError, refuse } from '#server/errors.ts';
import type { Actor } from '#server/permissions/actor.ts';
import { authorize } from '#server/permissions/can.ts';
import { checkCopy } from './input.ts';
import { weekShift, type WeekShift } from './new-dates.ts';
import {
	agendasOf,
	type AgendaRow,
	type MeetingRow,
	meetingRolesOf,
	meetingsOfRound,
	roundById,
	type RoundRow
} from './queries.ts';
import { insertRound, ordinalTaken } from './rounds.ts';
import { freeSlug } from './slug.ts';
import type { CopiedDate, CopyInput } from './types.ts';
import { titleOf } from './view.ts';

/** What was cancelled is not held again, unless somebody says so. */
const isCopied = (row: MeetingRow): boolean => row.state !== 'cancelled';

/** The round and its meetings in another week, as drafts: without links and conference ids, which are of one occasion. */
export async function copyRound(deps: CommandDeps, by: By, roundId: string, input: CopyInput) {
	const { dialogue_id: dialogueId } = await managed(deps, by.actor, roundId);
	const { ordinal, title, firstDay } = checkCopy(input);
	return ordinalTaken(() =>
		transact(deps, by, async (change) => {
			await existing(change, dialogueId);
			// Read anew: somebody may have changed it while the dialogue's row was waited for.
			const source = await roundById(change.db, roundId);
			if (!source) throw new MedskickError('not_found');
			const meetings = (await meetingsOfRound(change.db, roundId)).filter(isCopied);
			const shift = shiftOf(source, meetings, firstDay);
			const copyId = await insertRound(deps, change, { ...roundColumns(source, shift), ordinal, title });
			const agenda = await agendasOf(change.db, [roundId]);
			await copyAgenda(change, agenda, null, { round_id: copyId, meeting_id: null });
			for (const meeting of meetings)
				await copyMeeting(deps, change, meeting, { shift, agenda, round: { id: copyId, ordinal } });
			await touchDialogue(change.db, dialogueId, deps.clock.now());
			await change.audit({
				action: 'round.copy',
				objectType: 'round',
				objectId: copyId,
				dialogueId,
				before: { roundId },
				after: { ordinal, title, firstDay }
			});
			return { roundId: copyId };
		})
	);
}

export async function copyPreview(
	deps: CommandDeps,
	actor: Actor,
	roundId: string,
	firstDay: string
): Promise<CopiedDate[]> {
	const source = await managed(deps, actor, roundId);
	if (!isDate(firstDay))
		refuse('bad_input', 'Skriv datumet som 2026-10-09.', 'Write the date as 2026-10-09.', 'firstDay');
	const meetings = (await meetingsOfRound(deps.database, roundId)).filter(isCopied);
	const shift = shiftOf(source, meetings, firstDay);
	return meetings.map((row) => ({
		title: titleOf(row),
		from: shownTimes(row.starts_on, row.starts_at, row.ends_at),
		to: shownTimes(shift.day(row.starts_on), moved(shift, row.starts_at), moved(shift, row.ends_at))
	}));
}

async function managed({ database }: CommandDeps, actor: Actor, roundId: string): Promise<RoundRow> {
	const round = await roundById(database, roundId);
	if (!round) throw new MedskickError('not_found');
	authorize(actor, 'meeting.manage', { dialogueId: round.dialogue_id });
	return round;
}

/** From the week of the first meeting; of a round without meetings from the week when it begins. */
function shiftOf(round: RoundRow, meetings: readonly MeetingRow[], firstDay: string): WeekShift {
	const first = meetings[0]?.starts_on ?? round.starts_on ?? firstDay;
	return weekShift(first, firstDay);
}

const moved = (shift: WeekShift, at: Date | null): Date | null => (at === null ? null : shift.moment(at));
const movedDay = (shift: WeekShift, day: string | null): string | null => (day === null ? null : shift.day(day));

const shownTimes = (startsOn: string, startsAt: Date | null, endsAt: Date | null) => ({
	startsOn,
	startsAt: startsAt?.toISOString() ?? null,
	endsAt: endsAt?.toISOString() ?? null
});

const roundColumns = (row: RoundRow, shift: WeekShift) => ({
	dialogue_id: row.dialogue_id,
	kind: row.kind as 'dialogue' | 'vision' | 'mobilisation' | 'other',
	purpose: row.purpose,
	influence_level: row.influence_level as 'information' | 'konsultation' | 'delaktighet' | 'medbestammande' | null,
	starts_on: movedDay(shift, row.starts_on),
	ends_on: movedDay(shift, row.ends_on),
	external: false
});

type Copying = { shift: WeekShift; agenda: readonly AgendaRow[]; round: { id: string; ordinal: number } };

async function copyMeeting(deps: CommandDeps, change: Change, row: MeetingRow, { shift, agenda, round }: Copying) {
	const id = newId();
	const slug = await freeSlug(
		change.db,
		row.dialogue_id,
		slugOf(`omgång ${round.ordinal} ${row.title || row.area_name || round.ordinal}`)
	);
	await change.db
		.insertInto('meeting')
		.values({
			...keptColumns(row),
			...movedColumns(row, shift),
			id,
			slug,
			round_id: round.id,
			created_at: deps.clock.now()
		})
		.execute();
	await copyAgenda(change, agenda, row.id, { round_id: round.id, meeting_id: id });
	await copyReserves(change, row.id, id, shift);
	const roles = await meetingRolesOf(change.db, row.id);
	if (roles.length === 0) return;
	const granted_at = deps.clock.now();
	await change.db
		.insertInto('meeting_role')
		.values(roles.map(({ account_id, role }) => ({ account_id, role, meeting_id: id, granted_at })))
		.execute();
}

async function copyReserves(change: Change, from: string, to: string, shift: WeekShift): Promise<void> {
	const rows = await change.db.selectFrom('reserved_seats').selectAll().where('meeting_id', '=', from).execute();
	const copied = rows.map((row) => ({ ...row, meeting_id: to, released_at: moved(shift, row.released_at) }));
	if (copied.length > 0) await change.db.insertInto('reserved_seats').values(copied).execute();
}

const keptColumns = (row: MeetingRow) => ({
	dialogue_id: row.dialogue_id,
	priority_area_id: row.priority_area_id,
	title: row.title,
	text: row.text,
	mode: row.mode,
	venue_id: row.venue_id,
	on_site_capacity: row.on_site_capacity,
	online_capacity: row.online_capacity,
	offer_minutes: row.offer_minutes,
	online_platform: row.online_platform,
	dial_in_number: row.dial_in_number,
	dial_in_label: row.dial_in_label,
	dial_in_toll: row.dial_in_toll,
	accessibility: row.accessibility,
	needs_contact: row.needs_contact
});

const movedColumns = (row: MeetingRow, shift: WeekShift) => ({
	starts_on: shift.day(row.starts_on),
	starts_at: moved(shift, row.starts_at),
	ends_at: moved(shift, row.ends_at),
	registration_closes_at: moved(shift, row.registration_closes_at),
	needs_until: movedDay(shift, row.needs_until)
});

async function copyAgenda(
	change: Change,
	agenda: readonly AgendaRow[],
	from: string | null,
	to: { round_id: string; meeting_id: string | null }
): Promise<void> {
	const rows = agenda.filter((row) => row.meeting_id === from).map((row) => ({ ...row, ...to, id: newId() }));
	if (rows.length > 0) await change.db.insertInto('agenda_item').values(rows).execute();
}
