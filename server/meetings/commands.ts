import type { MeetingMode } from '#lib/protocol/meetings.ts';
import { createChecks, slugOf } from '#server/checks.ts';
import { isId, newId } from '#server/database/ids.ts';
import { type By, type Change, transact } from '#server/database/transaction.ts';
import { existing, touchDialogue } from '#server/dialogues/commands.ts';
import { MedskickError, refuse } from '#server/errors.ts';
import { authorize } from '#server/permissions/can.ts';
import { peopleAt } from '#server/registrations/seats.ts';
import { checkSeen } from '#server/seen.ts';
import { checkMeeting, type MeetingColumns } from './input.ts';
import { meetingById, type MeetingRow, roundById, venueById } from './queries.ts';
import { freeSlug, givenSlug } from './slug.ts';
import { type MeetingsDeps, tellChanges } from './telling.ts';
import type { MeetingChange, MeetingInput, NewMeeting } from './types.ts';
import { written } from './written.ts';

/** A new meeting is a draft: staff alone see it. */
export async function createMeeting(deps: MeetingsDeps, by: By, dialogueId: string, input: NewMeeting) {
	authorize(by.actor, 'meeting.manage', { dialogueId });
	const checked = checkMeeting(input);
	const wanted = givenSlug(input.slug);
	return transact(deps, by, async (change) => {
		await existing(change, dialogueId);
		const round = isId(input.roundId) ? await roundById(change.db, input.roundId) : undefined;
		if (round?.dialogue_id !== dialogueId) throw new MedskickError('not_found');
		const columns = await withRoom(change, dialogueId, checked);
		const words = columns.title || (await areaName(change, columns.priority_area_id)) || round.title;
		const slug = await freeSlug(change.db, dialogueId, wanted ?? slugOf(`omgång ${round.ordinal} ${words}`));
		const meetingId = newId();
		await insertMeeting(deps, change, { ...columns, id: meetingId, dialogue_id: dialogueId, round_id: round.id, slug });
		await change.audit({ ...about('meeting.create', meetingId, dialogueId), after: { ...columns, slug } });
		return { meetingId, slug };
	});
}

type NewRow = MeetingColumns & { id: string; dialogue_id: string; round_id: string; slug: string };

export async function insertMeeting(deps: MeetingsDeps, change: Change, row: NewRow): Promise<void> {
	await change.db
		.insertInto('meeting')
		.values({ ...row, state: 'draft', created_at: deps.clock.now() })
		.execute();
}

const areaName = async (change: Change, areaId: string | null): Promise<string> => {
	if (areaId === null) return '';
	const area = await change.db.selectFrom('priority_area').select('name').where('id', '=', areaId).executeTakeFirst();
	return area?.name ?? '';
};

/**
 * Area and venue are the dialogue's own. A room takes no more people than there is room for: as many as it has seats,
 * where nothing else is said.
 */
async function withRoom(change: Change, dialogueId: string, columns: MeetingColumns): Promise<MeetingColumns> {
	const checks = createChecks();
	if (columns.priority_area_id !== null && !(await isAreaOf(change, dialogueId, columns.priority_area_id)))
		checks.wrong('areaId', { sv: 'Välj bland dialogens områden.', en: 'Choose among the areas of the dialogue.' });
	const venue = isId(columns.venue_id ?? '') ? await venueById(change.db, columns.venue_id ?? '') : undefined;
	if (columns.venue_id !== null && venue?.dialogue_id !== dialogueId)
		checks.wrong('venueId', { sv: 'Välj bland dialogens lokaler.', en: 'Choose among the venues of the dialogue.' });
	else if (venue && venue.capacity !== null && (columns.on_site_capacity ?? 0) > venue.capacity)
		checks.wrong('onSiteCapacity', {
			sv: `Lokalen har ${venue.capacity} platser.`,
			en: `The venue has ${venue.capacity} seats.`
		});
	checks.done();
	return { ...columns, on_site_capacity: columns.on_site_capacity ?? venue?.capacity ?? null };
}

async function isAreaOf(change: Change, dialogueId: string, areaId: string): Promise<boolean> {
	if (!isId(areaId)) return false;
	const area = await change.db
		.selectFrom('priority_area')
		.select('id')
		.where('id', '=', areaId)
		.where('dialogue_id', '=', dialogueId)
		.executeTakeFirst();
	return area !== undefined;
}

/** Answers with what those who have registered must hear of. */
export const updateMeeting = (deps: MeetingsDeps, by: By, meetingId: string, input: MeetingInput, seen?: string) =>
	changeMeeting(deps, by, meetingId, async (change, before) => {
		const checked = checkMeeting(input);
		checkSeen(seen, written(before));
		if (before.state === 'cancelled') isCancelled();
		const columns = await withRoom(change, before.dialogue_id, checked);
		if (before.state === 'open' || before.state === 'closed') checkOpenable(columns);
		await checkModeKept(change, before, columns.mode);
		await change.db.updateTable('meeting').set(columns).where('id', '=', meetingId).execute();
		await change.audit({ ...about('meeting.update', meetingId, before.dialogue_id), before, after: columns });
		const changed = before.state === 'draft' ? [] : whatChanged(before, columns);
		await tellChanges(deps, change, before, changed);
		await deps.seatsChanged(change, meetingId);
		return { changed };
	});

/** Nobody's seat is taken away by turning a meeting into one of another kind. */
async function checkModeKept(change: Change, before: MeetingRow, mode: MeetingMode): Promise<void> {
	if (mode === before.mode) return;
	const inRoom = mode === 'online' ? await peopleAt(change.db, before.id, 'on_site') : 0;
	if (inRoom > 0)
		refuse(
			'rule_broken',
			`${inRoom} är anmälda eller köar till lokalen. Välj Flytta mötet till länk på mötets sida, så flyttas de med.`,
			`${inRoom} have registered or wait for the room. Choose Move the meeting to the link on its page, and they are moved along.`,
			'mode'
		);
	const byLink = mode === 'on_site' ? await peopleAt(change.db, before.id, 'online') : 0;
	if (byLink > 0)
		refuse(
			'rule_broken',
			`${byLink} är anmälda eller köar till länken. De måste först byta till lokalen eller avboka.`,
			`${byLink} have registered or wait for the link. They must first change to the room or cancel.`,
			'mode'
		);
}

const SAME_MOMENT = (one: Date | null, other: Date | null): boolean => one?.getTime() === other?.getTime();

/** A platform's name or a room's seats move nobody; another hour, room or link does. */
export function whatChanged(before: MeetingRow, after: MeetingColumns): MeetingChange[] {
	const time =
		before.starts_on !== after.starts_on ||
		!SAME_MOMENT(before.starts_at, after.starts_at) ||
		!SAME_MOMENT(before.ends_at, after.ends_at);
	const place = before.venue_id !== after.venue_id || before.mode !== after.mode;
	const link =
		before.join_url !== after.join_url ||
		before.conference_id !== after.conference_id ||
		before.dial_in_number !== after.dial_in_number;
	return [...(time ? ['time' as const] : []), ...(place ? ['place' as const] : []), ...(link ? ['link' as const] : [])];
}

/** Whoever registers must know when it is and how they get along there (domain A-11). */
export function checkOpenable(row: Pick<MeetingColumns, 'starts_at' | 'accessibility'>): void {
	const checks = createChecks();
	if (row.starts_at === null)
		checks.wrong('startsAt', {
			sv: 'Skriv när mötet börjar och slutar innan du öppnar anmälan.',
			en: 'Write when the meeting begins and ends before you open registration.'
		});
	if (row.accessibility === '')
		checks.wrong('accessibility', {
			sv: 'Skriv hur tillgängligt mötet är innan du öppnar anmälan.',
			en: 'Write how accessible the meeting is before you open registration.'
		});
	checks.done();
}

/** Changes to the meetings of one dialogue come one after the other: its row is locked before the meeting is read. */
export async function changeMeeting<T>(
	deps: MeetingsDeps,
	by: By,
	meetingId: string,
	work: (change: Change, before: MeetingRow) => Promise<T>
): Promise<T> {
	const found = await meetingById(deps.database, meetingId);
	if (!found) throw new MedskickError('not_found');
	authorize(by.actor, 'meeting.manage', { dialogueId: found.dialogue_id });
	return transact(deps, by, async (change) => {
		await existing(change, found.dialogue_id);
		const before = await meetingById(change.db, meetingId);
		if (!before) throw new MedskickError('not_found');
		const result = await work(change, before);
		if (before.state !== 'draft') await touchDialogue(change.db, found.dialogue_id, deps.clock.now());
		return result;
	});
}

export function isCancelled(): never {
	refuse('rule_broken', 'Mötet är inställt.', 'The meeting is cancelled.');
}

export const about = (action: string, objectId: string, dialogueId: string) => ({
	action,
	objectType: 'meeting',
	objectId,
	dialogueId
});
