import type { ListLineReport } from '#lib/protocol/mailings.ts';
import { createChecks } from '#server/checks.ts';
import { newId } from '#server/database/ids.ts';
import { type By, transact } from '#server/database/transaction.ts';
import { refuse } from '#server/errors.ts';
import { authorize } from '#server/permissions/can.ts';
import { found, type InvitationParts } from './parts.ts';
import { contactsIn, dialogueById, listById, listsOf, refusedAmong } from './queries.ts';
import { said } from './input.ts';
import { type ReadLine, readAddresses } from './reading-addresses.ts';
import { readSheet } from './reading-sheets.ts';
import type { Contact, ListInput, ListPreview } from './types.ts';

/** A file that a page of ours may hold twice, once as it was read and once to be kept. */
const LONGEST_TEXT = 200_000;
const MOST_LINES = 3_000;
const MOST_LISTS = 100;
const AT_ONCE = 500;

export async function createList(parts: InvitationParts, by: By, dialogueId: string, name: string) {
	authorize(by.actor, 'invitation.manage', { dialogueId });
	const checks = createChecks();
	const required = { sv: 'Skriv vad listan ska heta.', en: 'Write what the list is called.' };
	const named = checks.text('name', said(name), { max: 120, required });
	checks.done();
	return transact(parts, by, async (change) => {
		found(await dialogueById(change.db, dialogueId));
		if ((await listsOf(change.db, dialogueId)).length >= MOST_LISTS)
			refuse('rule_broken', 'Ta bort en lista först.', 'Remove a list first.', 'name');
		const listId = newId();
		const row = { id: listId, dialogue_id: dialogueId, name: named, created_at: parts.clock.real() };
		const made = await change.db
			.insertInto('invitation_list')
			.values(row)
			.onConflict((conflict) => conflict.columns(['dialogue_id', 'name']).doNothing())
			.returning('id')
			.executeTakeFirst();
		if (!made) refuse('bad_input', 'Det finns redan en lista med det namnet.', 'There is a list of that name.', 'name');
		await change.audit({ ...about('invitation_list.create', listId, dialogueId), after: named });
		return { listId };
	});
}

export async function removeList(parts: InvitationParts, by: By, dialogueId: string, listId: string): Promise<void> {
	authorize(by.actor, 'invitation.manage', { dialogueId });
	await transact(parts, by, async (change) => {
		found(await listById(change.db, dialogueId, listId));
		await change.db.deleteFrom('invitation_list').where('id', '=', listId).execute();
		await change.audit(about('invitation_list.remove', listId, dialogueId));
	});
}

/** Reads a list and says of each line whether it would be kept, and if not why. Writes nothing. */
export async function previewList(
	parts: InvitationParts,
	actor: By['actor'],
	{ dialogueId, listId }: { dialogueId: string; listId: string },
	input: ListInput
): Promise<ListPreview> {
	authorize(actor, 'invitation.manage', { dialogueId });
	found(await listById(parts.database, dialogueId, listId));
	const lines = await judge(parts.database, listId, read(input));
	return {
		taken: lines.filter(({ refusal }) => refusal === null).length,
		lines: lines.map(({ contact, ...line }): ListLineReport => ({ ...line, email: contact?.email ?? '' }))
	};
}

/** Keeps what a preview of the same words takes. */
export async function addContacts(
	parts: InvitationParts,
	by: By,
	{ dialogueId, listId }: { dialogueId: string; listId: string },
	input: ListInput
): Promise<{ added: number }> {
	authorize(by.actor, 'invitation.manage', { dialogueId });
	const lines = read(input);
	return transact(parts, by, async (change) => {
		found(await listById(change.db, dialogueId, listId));
		const taken = (await judge(change.db, listId, lines)).flatMap(({ refusal, contact }) =>
			refusal === null && contact !== null ? [contact] : []
		);
		const rows = taken.map((contact) => rowOf(contact, listId, parts.clock.real()));
		for (let from = 0; from < rows.length; from += AT_ONCE)
			await change.db
				.insertInto('invitation_contact')
				.values(rows.slice(from, from + AT_ONCE))
				.onConflict((conflict) => conflict.columns(['list_id', 'email']).doNothing())
				.execute();
		if (rows.length > 0)
			await change.audit({ ...about('invitation_list.add', listId, dialogueId), after: rows.length });
		return { added: rows.length };
	});
}

export async function removeContact(
	parts: InvitationParts,
	by: By,
	{ dialogueId, listId }: { dialogueId: string; listId: string },
	contactId: string
): Promise<void> {
	authorize(by.actor, 'invitation.manage', { dialogueId });
	await transact(parts, by, async (change) => {
		found(await listById(change.db, dialogueId, listId));
		const gone = await change.db
			.deleteFrom('invitation_contact')
			.where('id', '=', contactId)
			.where('list_id', '=', listId)
			.returning('id')
			.executeTakeFirst();
		found(gone);
		await change.audit(about('invitation_list.take', listId, dialogueId));
	});
}

function read({ format, text, typeNames }: ListInput): ReadLine[] {
	const field = format === 'sheet' ? 'file' : 'pasted';
	if (format !== 'sheet' && format !== 'addresses')
		refuse('bad_input', 'Granska adresserna igen.', 'Check the addresses again.', field);
	if (text.trim() === '')
		refuse('bad_input', 'Klistra in adresser eller välj en fil.', 'Paste addresses or choose a file.', field);
	if (text.length > LONGEST_TEXT)
		refuse('too_large', 'Dela upp listan i flera.', 'Divide the list into several.', field);
	const lines = format === 'sheet' ? readSheet(text, typeNames) : readAddresses(text);
	if (lines.length > MOST_LINES)
		refuse('too_large', 'Ta högst 3 000 adresser åt gången.', 'Take at most 3,000 addresses at a time.', field);
	return lines;
}

/** Each address once, none that is in the list already, none whose owner has said no. */
async function judge(db: InvitationParts['database'], listId: string, lines: readonly ReadLine[]): Promise<ReadLine[]> {
	const emails = lines.flatMap(({ contact }) => (contact === null ? [] : [contact.email]));
	const refused = await refusedAmong(db, emails);
	const kept = new Set((await contactsIn(db, listId)).map(({ email }) => email.toLowerCase()));
	const seen = new Set<string>();
	return lines.map((line) => {
		if (line.contact === null) return line;
		const { email } = line.contact;
		if (refused.has(email)) return { ...line, refusal: 'declined' };
		if (kept.has(email)) return { ...line, refusal: 'in_list' };
		if (seen.has(email)) return { ...line, refusal: 'twice' };
		seen.add(email);
		return line;
	});
}

const rowOf = (contact: Contact, listId: string, at: Date) => ({
	id: newId(),
	list_id: listId,
	email: contact.email,
	name: contact.name,
	organisation_name: contact.organisationName,
	organisation_type: contact.organisationType,
	municipality_code: contact.municipalityCode,
	language: contact.language,
	added_at: at
});

const about = (action: string, listId: string, dialogueId: string) => ({
	action,
	objectType: 'invitation_list',
	objectId: listId,
	dialogueId
});
