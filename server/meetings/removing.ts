import { type By, transact } from '#server/database/transaction.ts';
import { existing, touchDialogue } from '#server/dialogues/commands.ts';
import { MedskickError, refuse } from '#server/errors.ts';
import { authorize } from '#server/permissions/can.ts';
import { aboutVenue } from './places.ts';
import { meetingsAtVenue, meetingsOfRound, venueById } from './queries.ts';
import { aboutRound, changeRound } from './rounds.ts';
import type { MeetingsDeps } from './telling.ts';

/**
 * Takes away a round that was made by mistake, with the agenda of its day. Throws `rule_broken` when it has meetings;
 * registrations and mailings stand on meetings that are published, and those are not removed.
 */
export const removeRound = (deps: MeetingsDeps, by: By, roundId: string): Promise<void> =>
	changeRound(deps, by, roundId, async (change, before) => {
		const meetings = await meetingsOfRound(change.db, roundId);
		if (meetings.length > 0)
			refuse(
				'rule_broken',
				`Omgången kan inte tas bort, för den har möten: ${meetings.length}. Ta bort utkasten först. Möten som är publicerade finns kvar, och då omgången också.`,
				`The round cannot be removed, since it has meetings: ${meetings.length}. Remove drafts first. Meetings that are published stay, and so does their round.`
			);
		await change.db.deleteFrom('round').where('id', '=', roundId).execute();
		await change.audit({ ...aboutRound('round.remove', roundId, before.dialogue_id), before });
	});

/** Takes away a venue that no meeting is in, of whatever state. Throws `rule_broken`. */
export async function removeVenue(deps: MeetingsDeps, by: By, venueId: string): Promise<void> {
	const found = await venueById(deps.database, venueId);
	if (!found) throw new MedskickError('not_found');
	const dialogueId = found.dialogue_id;
	authorize(by.actor, 'meeting.manage', { dialogueId });
	await transact(deps, by, async (change) => {
		await existing(change, dialogueId);
		const before = await venueById(change.db, venueId);
		if (!before) throw new MedskickError('not_found');
		const meetings = await meetingsAtVenue(change.db, venueId);
		if (meetings.length > 0) isInUse(meetings.map(({ title }) => title));
		await change.db.deleteFrom('venue').where('id', '=', venueId).execute();
		await touchDialogue(change.db, dialogueId, deps.clock.now());
		await change.audit({ ...aboutVenue('venue.remove', venueId, dialogueId), before });
	});
}

const NAMED = 3;

function isInUse(titles: readonly string[]): never {
	const named = titles.slice(0, NAMED).join(', ') + (titles.length > NAMED ? ' …' : '');
	return refuse(
		'rule_broken',
		`Lokalen kan inte tas bort, för den är vald för möten (${titles.length}): ${named}.`,
		`The venue cannot be removed, since it is chosen for meetings (${titles.length}): ${named}.`
	);
}
