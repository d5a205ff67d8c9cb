import { createHash } from 'node:crypto';
import { newId } from '#server/database/ids.ts';
import { type By, type Change, transact } from '#server/database/transaction.ts';
import { MedskickError } from '#server/errors.ts';
import { newReference } from '#server/submissions/reference.ts';
import { lockMeetings } from './locking.ts';
import type { RegistrationParts } from './parts.ts';
import type { LoadedRegistration } from './types.ts';

const AT_ONCE = 200;

/**
 * Many registrations as they stand, without letters: for the demo. By the system only, since what is loaded is not
 * asked whether there is a seat; that no meeting gets more people than seats is checked afterwards.
 */
export async function load(parts: RegistrationParts, by: By, loaded: readonly LoadedRegistration[]): Promise<void> {
	if (by.actor.kind !== 'system') throw new MedskickError('forbidden');
	await transact(parts, by, async (change) => {
		for (let from = 0; from < loaded.length; from += AT_ONCE) await insert(change, loaded.slice(from, from + AT_ONCE));
		await checkSeats(change, loaded, parts.clock.now());
		for (const dialogueId of new Set(loaded.map((one) => one.dialogueId)))
			await change.audit({
				action: 'registration.load',
				objectType: 'dialogue',
				objectId: dialogueId,
				dialogueId,
				after: loaded.length
			});
	});
}

async function insert(change: Change, loaded: readonly LoadedRegistration[]): Promise<void> {
	const registrations = loaded.map((one) => ({ one, id: newId() }));
	await change.db.insertInto('registration').values(registrations.map(registrationRow)).execute();
	const people = registrations.flatMap(({ one, id }) =>
		one.people.map((person, index) => ({ one, person, id: newId(), registrationId: id, ordinal: index + 1 }))
	);
	await change.db
		.insertInto('participant')
		.values(
			people.map(({ id, registrationId, ordinal, person }) => ({
				id,
				registration_id: registrationId,
				ordinal,
				name: person.name,
				title: person.title,
				show_in_list: person.showInList
			}))
		)
		.execute();
	const places = people.flatMap(({ id, one }) =>
		one.meetings.map(({ meetingId, mode, state }) => ({
			participant_id: id,
			meeting_id: meetingId,
			mode,
			state,
			queued_at: state === 'waiting' ? one.at : null,
			changed_at: one.at
		}))
	);
	await change.db.insertInto('attendance').values(places).execute();
}

const registrationRow = ({ one, id }: { one: LoadedRegistration; id: string }) => ({
	id,
	dialogue_id: one.dialogueId,
	round_id: one.roundId,
	reference: newReference(),
	source: 'web',
	contact_name: one.contact.name,
	contact_email: one.contact.email,
	organisation_name: one.organisation.name,
	organisation_type: one.organisation.type,
	municipality_code: one.organisation.municipalityCode,
	may_contact: one.mayContact,
	may_contact_later: one.mayContactLater,
	content_hash: createHash('sha256').update(id).digest('hex'),
	created_at: one.at,
	changed_at: one.at
});

async function checkSeats(change: Change, loaded: readonly LoadedRegistration[], now: Date): Promise<void> {
	const ids = [...new Set(loaded.flatMap((one) => one.meetings.map(({ meetingId }) => meetingId)))];
	for (const { slug, seats } of (await lockMeetings(change.db, ids, now)).values())
		for (const mode of ['on_site', 'online'] as const)
			if (seats.held[mode] > (seats.capacity[mode] ?? Infinity))
				throw new Error(`More people than seats were loaded for ${slug}`);
}
