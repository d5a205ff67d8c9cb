import type { Kysely } from 'kysely';
import type { Audience, MailingReach, RecipientSource } from '#lib/protocol/mailings.ts';
import type { Clock } from '#server/clock.ts';
import type { DB } from '#server/database/schema.ts';
import { unreachableAmong } from '#server/mail/refusals.ts';
import {
	contactsOf,
	type MailingRow,
	refusedAmong,
	registeredFor,
	registeredWith,
	willingElsewhere,
	willingParticipants
} from './queries.ts';
import type { Contact } from './types.ts';

export type Recipient = { email: string; name: string; language: 'sv' | 'en'; source: RecipientSource };
/** Everybody who may be chosen: participants who said so, here or in another dialogue, the latest first, and the lists. */
export type Candidates = {
	participants: readonly Contact[];
	elsewhere: readonly Contact[];
	listed: readonly (Contact & { listId: string })[];
};
export type Reach = Omit<MailingReach, 'recipients'> & { recipients: Recipient[] };

/** Consent to be invited holds for two years (domain §2.11). */
export const CONSENT_DAYS = 730;
export const DAY_MS = 86_400_000;

export const NOBODY: Audience = {
	participants: false,
	otherDialogues: false,
	organisations: false,
	organisationTypes: [],
	municipalities: [],
	listIds: []
};

/** As `update` wrote it; a draft that nobody has chosen for yet holds nothing. */
export const audienceOf = (value: unknown): Audience => ({ ...NOBODY, ...(value as Partial<Audience>) });

/** Whom an audience takes in: each address once, with the nearest reason for writing to it. */
export function chosen(audience: Audience, { participants, elsewhere, listed }: Candidates): Recipient[] {
	const as = (source: RecipientSource) => (one: Contact) => [one.email.toLowerCase(), recipient(one, source)] as const;
	const inListed = listed.filter(({ listId }) => audience.listIds.includes(listId));
	const organisations = audience.organisations
		? [...participants, ...listed].filter((one) => isOfOrganisation(one, audience))
		: [];
	const byNearness = [
		...(audience.participants ? participants.map(as('participants')) : []),
		...(audience.otherDialogues ? elsewhere.map(as('other_dialogues')) : []),
		...organisations.map(as('organisations')),
		...inListed.map(as('list'))
	];
	// Of several under one address the last that is set counts: the nearest, and of a person's own the latest.
	return [...new Map(byNearness.toReversed()).values()].toSorted((one, other) => (one.email < other.email ? -1 : 1));
}

const recipient = ({ email, name, language }: Contact, source: RecipientSource): Recipient => ({
	email: email.toLowerCase(),
	name,
	language,
	source
});

const isOfOrganisation = (one: Contact, { organisationTypes, municipalities }: Audience): boolean =>
	one.organisationName !== '' &&
	one.organisationType !== 'private_person' &&
	(organisationTypes.length === 0 || organisationTypes.includes(one.organisationType)) &&
	(municipalities.length === 0 || municipalities.includes(one.municipalityCode));

/**
 * To whom a mailing would go now. Who has said no, is registered already, or sent the last letter back, gets no
 * invitation. Letters keep the machine's time, so both times are asked for.
 */
export async function reachOf(db: Kysely<DB>, row: MailingRow, clock: Clock): Promise<Reach> {
	if (row.kind === 'message') return messageReach(db, row);
	const all = chosen(audienceOf(row.audience), await candidates(db, row.dialogue_id, clock.now()));
	const emails = all.map(({ email }) => email);
	const refused = await refusedAmong(db, emails);
	const unreachable = await unreachableAmong(db, emails, clock.real());
	const registered = await registeredWith(db, row.round_id);
	const willing = all.filter(({ email }) => !refused.has(email));
	const open = willing.filter(({ email }) => !registered.has(email));
	return {
		recipients: open.filter(({ email }) => !unreachable.has(email)),
		declined: all.length - willing.length,
		registered: willing.length - open.length,
		unreachable: open.map(({ email }) => email).filter((email) => unreachable.has(email))
	};
}

/** A message is about a seat that they have: those registered get it, whatever they said of invitations. */
async function messageReach(db: Kysely<DB>, row: MailingRow): Promise<Reach> {
	const rows = await registeredFor(db, row.round_id, row.meeting_id);
	const once = new Map(
		rows.flatMap((one) => (one.contact_email === null ? [] : [registeredAs(one, one.contact_email)]))
	);
	return { recipients: [...once.values()], declined: 0, registered: once.size, unreachable: [] };
}

const registeredAs = (row: { contact_name: string; language: string }, email: string) => {
	const one = { email: email.toLowerCase(), name: row.contact_name, language: languageOf(row.language) };
	return [one.email, { ...one, source: 'registered' as const }] as const;
};

const languageOf = (language: string): 'sv' | 'en' => (language === 'en' ? 'en' : 'sv');

async function candidates(db: Kysely<DB>, dialogueId: string, now: Date): Promise<Candidates> {
	const since = new Date(now.getTime() - CONSENT_DAYS * DAY_MS);
	const participants = await willingParticipants(db, dialogueId, since);
	const elsewhere = await willingElsewhere(db, dialogueId, since);
	const listed = await contactsOf(db, dialogueId);
	return {
		participants: participants.map(asContact),
		elsewhere: elsewhere.map(asContact),
		listed: listed.map((row) => ({
			listId: row.list_id,
			email: row.email,
			name: row.name,
			organisationName: row.organisation_name,
			organisationType: row.organisation_type,
			municipalityCode: row.municipality_code,
			language: languageOf(row.language)
		}))
	};
}

const asContact = (row: Awaited<ReturnType<typeof willingParticipants>>[number]): Contact => ({
	email: row.contact_email ?? '',
	name: row.contact_name,
	organisationName: row.organisation_name,
	organisationType: row.organisation_type,
	municipalityCode: row.municipality_code,
	language: languageOf(row.language)
});
