import type {
	Delivery,
	ListContact,
	MailingKind,
	MailingLine,
	MailingRecipient,
	MailingState,
	MailingView,
	RecipientSource
} from '#lib/protocol/mailings.ts';
import { audienceOf } from './audience.ts';
import type { contactsIn, MailingRow, RecipientRow } from './queries.ts';

type Registered = ReadonlySet<string>;
const head = (row: MailingRow) => ({
	id: row.id,
	kind: row.kind as MailingKind,
	state: row.state as MailingState,
	subject: row.subject,
	round: { ordinal: row.round_ordinal, title: row.round_title },
	createdAt: row.created_at.toISOString()
});

export function mailingLine(row: MailingRow, recipients: readonly RecipientRow[], registered: Registered): MailingLine {
	const own = recipients.filter(({ mailing_id }) => mailing_id === row.id);
	return {
		...head(row),
		recipients: own.length,
		written: own.filter(({ state }) => state === 'written').length,
		registered: own.filter(({ email }) => registered.has(email.toLowerCase())).length
	};
}

export const mailingView = (
	row: MailingRow,
	recipients: readonly RecipientRow[],
	registered: Registered,
	meeting: MailingView['meeting']
): MailingView => ({
	...head(row),
	text: row.text,
	subjectEn: row.subject_en,
	textEn: row.text_en,
	audience: audienceOf(row.audience),
	lettersPerMinute: row.letters_per_minute,
	meeting,
	recipients: recipients.map((one) => recipientView(one, registered))
});

const recipientView = (row: RecipientRow, registered: Registered): MailingRecipient => ({
	email: row.email,
	name: row.name,
	source: row.source as RecipientSource,
	delivery: deliveryOf(row),
	error: row.last_error ?? '',
	registered: registered.has(row.email.toLowerCase()),
	declined: row.declined_at !== null
});

/** What has left has left, whatever was said before it did; unless it came back. */
export function deliveryOf(row: {
	state: string;
	mail_id: string | null;
	sent_at: Date | null;
	refused_at: Date | null;
	last_error: string | null;
}): Delivery {
	if (row.state === 'waiting') return 'waiting';
	if (row.state === 'left_out') return 'left_out';
	if (row.refused_at !== null) return 'refused';
	// Its words are gone when two years have passed; that it was sent stays in the log as long as the log.
	if (row.sent_at !== null || row.mail_id === null) return 'sent';
	return row.last_error === null ? 'outbox' : 'retrying';
}

export const contactView = (row: Awaited<ReturnType<typeof contactsIn>>[number]): ListContact => ({
	id: row.id,
	email: row.email,
	name: row.name,
	organisationName: row.organisation_name,
	organisationType: row.organisation_type,
	municipalityCode: row.municipality_code,
	language: row.language === 'en' ? 'en' : 'sv',
	declined: row.refused_at !== null
});
