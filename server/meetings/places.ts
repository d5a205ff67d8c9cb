import { newId } from '#server/database/ids.ts';
import { type By, type Change, transact } from '#server/database/transaction.ts';
import { existing, touchDialogue } from '#server/dialogues/commands.ts';
import { MedskickError } from '#server/errors.ts';
import { authorize } from '#server/permissions/can.ts';
import { checkSeen } from '#server/seen.ts';
import { checkOnline, checkVenue } from './input.ts';
import { type MeetingRow, meetingsOf, onlineOf, venueById, type VenueRow } from './queries.ts';
import { type MeetingsDeps, tellChanges } from './telling.ts';
import type { MeetingChange, OnlineInput, VenueInput } from './types.ts';
import { venueView } from './view.ts';
import { writtenOfOnline } from './written.ts';

export async function createVenue(deps: MeetingsDeps, by: By, dialogueId: string, input: VenueInput) {
	authorize(by.actor, 'meeting.manage', { dialogueId });
	const row = checkVenue(input);
	return transact(deps, by, async (change) => {
		await existing(change, dialogueId);
		const venueId = newId();
		await change.db
			.insertInto('venue')
			.values({ ...row, id: venueId, dialogue_id: dialogueId })
			.execute();
		await change.audit({ ...aboutVenue('venue.create', venueId, dialogueId), after: row });
		return { venueId };
	});
}

/** Calendars of the meetings there are revised with it: the database sees to that. */
export async function updateVenue(
	deps: MeetingsDeps,
	by: By,
	venueId: string,
	input: VenueInput,
	seen?: string
): Promise<void> {
	const found = await venueById(deps.database, venueId);
	if (!found) throw new MedskickError('not_found');
	const dialogueId = found.dialogue_id;
	authorize(by.actor, 'meeting.manage', { dialogueId });
	const row = checkVenue(input);
	await transact(deps, by, async (change) => {
		await existing(change, dialogueId);
		const before = await venueById(change.db, venueId);
		if (!before) throw new MedskickError('not_found');
		checkSeen(seen, venueView(before));
		await change.db.updateTable('venue').set(row).where('id', '=', venueId).execute();
		await touchDialogue(change.db, dialogueId, deps.clock.now());
		await change.audit({ ...aboutVenue('venue.update', venueId, dialogueId), before, after: row });
		if (isElsewhere(before, row))
			await tellThose(deps, change, dialogueId, 'place', (meeting) => meeting.venue_id === venueId);
	});
}

/** What holds for every meeting by link, unless a meeting says otherwise (domain S2-18). */
export async function setOnline(
	deps: MeetingsDeps,
	by: By,
	dialogueId: string,
	input: OnlineInput,
	seen?: string
): Promise<void> {
	authorize(by.actor, 'meeting.manage', { dialogueId });
	const row = checkOnline(input);
	await transact(deps, by, async (change) => {
		await existing(change, dialogueId);
		const before = await onlineOf(change.db, dialogueId);
		checkSeen(seen, writtenOfOnline(before));
		await change.db
			.insertInto('dialogue_online')
			.values({ ...row, dialogue_id: dialogueId })
			.onConflict((conflict) => conflict.column('dialogue_id').doUpdateSet(row))
			.execute();
		await touchDialogue(change.db, dialogueId, deps.clock.now());
		await change.audit({
			action: 'dialogue.set_online',
			objectType: 'dialogue',
			objectId: dialogueId,
			dialogueId,
			before,
			after: row
		});
		if ((before?.dial_in_number ?? '') !== row.dial_in_number)
			await tellThose(deps, change, dialogueId, 'link', usesCommonNumber);
	});
}

const ADDRESS = ['name', 'building', 'room', 'street', 'postal_code', 'city'] as const;

/** Another address, and not only other words about the way there. */
const isElsewhere = (before: VenueRow, after: Pick<VenueRow, (typeof ADDRESS)[number]>): boolean =>
	ADDRESS.some((part) => before[part] !== after[part]);

const usesCommonNumber = (meeting: MeetingRow): boolean => meeting.mode !== 'on_site' && meeting.dial_in_number === '';

async function tellThose(
	deps: MeetingsDeps,
	change: Change,
	dialogueId: string,
	news: MeetingChange,
	which: (meeting: MeetingRow) => boolean
): Promise<void> {
	for (const meeting of (await meetingsOf(change.db, dialogueId)).filter(which))
		await tellChanges(deps, change, meeting, [news]);
}

export const aboutVenue = (action: string, objectId: string, dialogueId: string) => ({
	action,
	objectType: 'venue',
	objectId,
	dialogueId
});
