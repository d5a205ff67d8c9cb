/** The closed word lists of what is sent to many; the database's constraints say the same. */
export const MAILING_KINDS = ['invitation', 'message'] as const;
export type MailingKind = (typeof MAILING_KINDS)[number];

export const MAILING_STATES = ['draft', 'sending', 'paused', 'sent'] as const;
export type MailingState = (typeof MAILING_STATES)[number];

/** Where an address comes from: the letter says so to whoever gets it (GDPR art. 14). */
export const RECIPIENT_SOURCES = ['participants', 'other_dialogues', 'organisations', 'list', 'registered'] as const;
export type RecipientSource = (typeof RECIPIENT_SOURCES)[number];

/**
 * What is known of one letter: it waits for its turn, lies in the outbox, has left, is tried again, was refused by the
 * receiving server for good, at once or in a report that came later, or was never written since its reader has said no.
 */
export const DELIVERIES = ['waiting', 'outbox', 'sent', 'retrying', 'refused', 'left_out'] as const;
export type Delivery = (typeof DELIVERIES)[number];

/**
 * To whom an invitation goes. `participants` took part in the dialogue itself, `otherDialogues` in another one; both only
 * those who agreed to just that. Organisations are narrowed by type and municipality; nothing chosen is all of them.
 */
export type Audience = {
	participants: boolean;
	otherDialogues: boolean;
	organisations: boolean;
	organisationTypes: string[];
	municipalities: string[];
	listIds: string[];
};

export type MailingRecipient = {
	email: string;
	name: string;
	source: RecipientSource;
	delivery: Delivery;
	/** What the receiving server said when it took no letter or sent it back; '' where it has said nothing. */
	error: string;
	/** Somebody has registered for the round with this address: the only answer that is looked for (domain M-02). */
	registered: boolean;
	/** The reader has asked to get no more invitations. */
	declined: boolean;
};

export type MailingLine = {
	id: string;
	kind: MailingKind;
	state: MailingState;
	subject: string;
	round: { ordinal: number; title: string };
	createdAt: string;
	recipients: number;
	written: number;
	registered: number;
};

export type MailingView = Omit<MailingLine, 'recipients' | 'written' | 'registered'> & {
	text: string;
	subjectEn: string;
	textEn: string;
	audience: Audience;
	lettersPerMinute: number;
	/** Of a message to one meeting's participants; null for those of the whole round. */
	meeting: { id: string; title: string } | null;
	/** Nobody before it is sent. */
	recipients: MailingRecipient[];
};

/** To how many a draft would go now, by where their addresses come from, and who is left out. */
export type MailingReach = {
	recipients: { email: string; name: string; source: RecipientSource }[];
	/** They have said no. */
	declined: number;
	/** They are registered for the round already. */
	registered: number;
	/** The last letter to them was refused or came back. */
	unreachable: string[];
};

/**
 * What came of one saved message that staff handed in. Of a delivery report: its letter is marked, was marked already,
 * or the report says nothing final; or it is about no letter of the dialogue. Else it is another message, a file of
 * Outlook's own kind, no message at all, or too large.
 */
export const REPORT_OUTCOMES = [
	...(['marked', 'known', 'not_final', 'not_ours'] as const),
	...(['no_report', 'outlook', 'unreadable', 'too_large'] as const)
] as const;
export type ReportOutcome = (typeof REPORT_OUTCOMES)[number];

/** `email` is whom the letter went to; '' where there is none. */
export type ReportResult = { file: string; outcome: ReportOutcome; email: string };

export type ListLine = { id: string; name: string; contacts: number };
export type ListContact = {
	id: string;
	email: string;
	name: string;
	organisationName: string;
	organisationType: string;
	municipalityCode: string;
	language: 'sv' | 'en';
	declined: boolean;
};
export type ListView = { id: string; name: string; contacts: ListContact[] };

/** Why a line of a list is not taken. */
export const LINE_REFUSALS = ['no_address', 'bad_address', 'twice', 'in_list', 'declined', 'too_long'] as const;
export type LineRefusal = (typeof LINE_REFUSALS)[number];

/** What of a line is left out, though its address is taken: words that no vocabulary of ours has. */
export type LineRemark = 'unknown_type' | 'unknown_municipality' | 'unknown_language';

/** One line of what was pasted or of a sheet, by its number there, as it was read. */
export type ListLineReport = {
	line: number;
	text: string;
	email: string;
	refusal: LineRefusal | null;
	remarks: LineRemark[];
};

export type ReminderLine = {
	meetingId: string;
	title: string;
	startsOn: string;
	startsAt: string | null;
	endsAt: string | null;
	/** Null where nobody is reminded. */
	daysBefore: number | null;
	/** The meeting time that people have been reminded of. */
	remindedFor: string | null;
	confirmed: number;
	/** Those among them whose last letter was refused or came back: they are not reminded. */
	unreachable: string[];
	notices: { what: 'changed' | 'cancelled' | 'reminder'; changed: string[]; letters: number; writtenAt: string }[];
};
