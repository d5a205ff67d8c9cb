import { sql } from 'kysely';
import { createChecks, knownSlug } from '#server/checks.ts';
import { newId } from '#server/database/ids.ts';
import { type By, type Change, transact } from '#server/database/transaction.ts';
import { MedskickError } from '#server/errors.ts';
import { accountIdOf } from '#server/permissions/actor.ts';
import { authorize, can } from '#server/permissions/can.ts';
import { newReference } from '#server/submissions/reference.ts';
import { rolesAt } from './access.ts';
import { type Checked, checkRegistration, checkSource } from './input.ts';
import { moveLine } from './line.ts';
import { keepLink, type Sent, sentOnce } from './links.ts';
import { lockMeetings } from './locking.ts';
import { keepNeeds } from './needs.ts';
import type { RegistrationParts } from './parts.ts';
import { known, placeAtDoor, type Placed, refusalOf, takeSeat, wishOf, writePlaces } from './places.ts';
import { organisationByName, roundOf, sentBefore } from './queries.ts';
import { type Letters, sendLetters } from './sending.ts';
import type { AdmitInput, RecordInput, Registered, WebInput } from './types.ts';

/** The round that somebody registers for, of a dialogue that the actor may read. */
export type OpenRound = { id: string; dialogueId: string };

export async function openRound(parts: RegistrationParts, by: By, slug: string, ordinal: number): Promise<OpenRound> {
	const found = await roundOf(parts.database, knownSlug(slug), ordinal);
	if (!found || !can(by.actor, 'dialogue.read', { dialogueId: found.dialogueId, state: found.state }))
		throw new MedskickError('not_found');
	return { id: found.id, dialogueId: found.dialogueId };
}

/** Somebody registers, with or without an account (domain S2-27). Throws `bad_input`, `not_open`, `too_many`. */
export async function register(
	parts: RegistrationParts,
	by: By,
	round: OpenRound,
	input: WebInput
): Promise<Registered> {
	const { ip, once, ...given } = input;
	const checked = checkRegistration(given, false);
	const at = parts.clock.real();
	if (!parts.limits.perIp.allow(ip, at) || !parts.limits.perAddress.allow(checked.contact.email ?? '', at))
		throw new MedskickError('too_many');
	return keep(parts, by, { round, checked, sent: sentOnce(once, { round: round.id, ...checked }), source: 'web' });
}

/** Staff enter those who phone or write, for meetings that they receive people for. */
export async function record(
	parts: RegistrationParts,
	by: By,
	round: OpenRound,
	input: RecordInput
): Promise<Registered> {
	// Who entered it is part of the registration, so the system enters none.
	if (accountIdOf(by.actor) === null) throw new MedskickError('not_signed_in');
	const { once, source: given, ...rest } = input;
	const checks = createChecks();
	const source = checkSource(checks, given);
	checks.done();
	const checked = checkRegistration(rest, true);
	await authorizeRecording(parts, by, round, checked);
	return keep(parts, by, { round, checked, sent: sentOnce(once, { round: round.id, source, ...checked }), source });
}

/** Hosts enter those who come to a meeting without having registered; whether it is on is for the caller to say. */
export async function admit(
	parts: RegistrationParts,
	by: By,
	round: OpenRound,
	input: AdmitInput
): Promise<Registered> {
	const { meetingId, once, ...given } = input;
	const self = { title: '', showInList: false, dietary: '', access: '' };
	const choices = [{ meetingId, choice: 'room_or_line' }];
	const checked = checkRegistration(
		{ ...given, mayContact: false, mayContactLater: false, self, others: [], choices },
		true
	);
	await authorizeRecording(parts, by, round, checked);
	const source = 'door';
	return keep(parts, by, { round, checked, sent: sentOnce(once, { round: round.id, source, ...checked }), source });
}

async function authorizeRecording(
	parts: RegistrationParts,
	by: By,
	{ dialogueId }: OpenRound,
	{ choices }: Checked
): Promise<void> {
	const ids = choices.map(({ meetingId }) => meetingId);
	const roles = await rolesAt(parts.database, by.actor, ids);
	for (const id of ids) authorize(by.actor, 'registration.record', { dialogueId, meetingRoles: roles(id) });
}

type Kept = { round: OpenRound; checked: Checked; sent: Sent; source: string };

const keep = (parts: RegistrationParts, by: By, kept: Kept): Promise<Registered> =>
	transact(parts, by, async (change) => {
		const earlier = await earlierOf(change, kept.sent);
		if (earlier !== null) return earlier;
		const row = await insertRegistration(parts, change, by, kept);
		const people = await insertPeople(change, row.id, kept.checked);
		const letters = await placePeople(parts, change, { ...kept, registrationId: row.id, people });
		await keepLink(change.db, row.id, parts.clock.real(), kept.sent.code);
		await change.audit({
			action: kept.source === 'web' ? 'registration.create' : 'registration.record',
			objectType: 'registration',
			objectId: row.id,
			dialogueId: kept.round.dialogueId,
			after: { people, meetingIds: kept.checked.choices.map(({ meetingId }) => meetingId), source: kept.source }
		});
		await sendLetters(parts, change, letters);
		return { registrationId: row.id, reference: row.reference, code: kept.sent.code, repeated: false };
	});

/** The same form twice at the same moment: the second waits here until the first is kept, and then finds it. */
async function earlierOf(change: Change, { key, contentHash, code }: Sent): Promise<Registered | null> {
	if (key === null) return null;
	await sql`select pg_advisory_xact_lock(hashtextextended(${key}, 0))`.execute(change.db);
	const found = await sentBefore(change.db, key, contentHash);
	return found === undefined ? null : { registrationId: found.id, reference: found.reference, code, repeated: true };
}

/** Before the meetings are locked: the row refers to the dialogue, which staff who change meetings lock first. */
async function insertRegistration(
	parts: RegistrationParts,
	change: Change,
	by: By,
	{ round, checked, sent, source }: Kept
) {
	const now = parts.clock.now();
	const { contact, organisation } = checked;
	const row = { id: newId(), reference: newReference() };
	const known = organisation.name === '' ? undefined : await organisationByName(change.db, organisation.name);
	const staff = source !== 'web';
	const isVerified = by.actor.kind === 'person' && by.actor.verified;
	await change.db
		.insertInto('registration')
		.values({
			...row,
			dialogue_id: round.dialogueId,
			round_id: round.id,
			source,
			recorded_by: staff ? accountIdOf(by.actor) : null,
			account_id: !staff && isVerified ? accountIdOf(by.actor) : null,
			contact_name: contact.name,
			contact_email: contact.email,
			contact_phone: contact.phone,
			organisation_id: known?.id ?? null,
			organisation_name: organisation.name,
			organisation_type: organisation.type,
			municipality_code: organisation.municipalityCode,
			may_contact: checked.mayContact,
			may_contact_later: checked.mayContactLater,
			language: checked.language,
			idempotency_key: sent.key,
			content_hash: sent.contentHash,
			created_at: now,
			changed_at: now
		})
		.execute();
	return row;
}

async function insertPeople(change: Change, registrationId: string, { people }: Checked): Promise<string[]> {
	const rows = people.map(({ name, title, showInList }, index) => ({
		id: newId(),
		registration_id: registrationId,
		ordinal: index + 1,
		name,
		title,
		show_in_list: showInList
	}));
	await change.db.insertInto('participant').values(rows).execute();
	return rows.map(({ id }) => id);
}

type Placing = Kept & { registrationId: string; people: readonly string[] };

/** Gives everybody a seat or a place in line at each meeting chosen. What is wrong is told of all meetings at once. */
async function placePeople(parts: RegistrationParts, change: Change, placing: Placing): Promise<Letters[]> {
	const now = parts.clock.now();
	const { choices, organisation } = placing.checked;
	const ids = choices.map(({ meetingId }) => meetingId);
	const meetings = await lockMeetings(change.db, ids, now);
	const chosen = choices.map((one) => ({ ...one, meeting: known(meetings, one.meetingId, placing.round.id) }));
	const byStaff = placing.source !== 'web';
	const atDoor = placing.source === 'door';
	const issues = (atDoor ? [] : chosen)
		.map(({ meeting, choice }) => refusalOf(meeting, choice, now, byStaff))
		.filter((issue) => issue !== null);
	if (issues.length > 0) throw new MedskickError('not_open', issues);
	const others: Letters[] = [];
	const placed: Placed[] = [];
	for (const { meeting, choice } of chosen) {
		others.push(...(await moveLine(parts, change, meeting)));
		const wish = wishOf(choice, organisation.type);
		for (const participantId of placing.people)
			placed.push({
				participantId,
				meetingId: meeting.id,
				seat: atDoor ? placeAtDoor(meeting) : takeSeat(meeting, wish),
				ifFull: wish.ifFull
			});
	}
	await writePlaces(change, placed, now);
	await keepAllNeeds(change, placing, placed);
	const { registrationId, sent } = placing;
	return [...others, { what: 'registered', registrationId, meetingIds: ids, code: sent.code }];
}

async function keepAllNeeds(change: Change, { people, checked }: Placing, placed: readonly Placed[]): Promise<void> {
	for (const [index, participantId] of people.entries()) {
		const needs = checked.people[index];
		if (needs === undefined || (needs.dietary === '' && needs.access === '')) continue;
		const own = placed.filter((one) => one.participantId === participantId);
		await keepNeeds(
			change.db,
			participantId,
			needs,
			own.map(({ meetingId, seat }) => ({ meetingId, onSite: seat.mode === 'on_site' }))
		);
	}
}
