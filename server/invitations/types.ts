import type {
	Audience,
	ListLine,
	ListLineReport,
	ListView,
	MailingLine,
	MailingReach,
	MailingView,
	RecipientSource,
	ReminderLine,
	ReportResult
} from '#lib/protocol/mailings.ts';
import type { By } from '#server/database/transaction.ts';
import type { Actor } from '#server/permissions/actor.ts';

/** An address with what is known of whom it belongs to, checked. */
export type Contact = {
	email: string;
	name: string;
	organisationName: string;
	organisationType: string;
	municipalityCode: string;
	language: 'sv' | 'en';
};

/** What a file or a pasted text holds: `sheet` has a first line of column names, `addresses` one address in each line. */
export type ListInput = {
	format: string;
	text: string;
	/** What pages call the types of organisations, in small letters, with their codes: a sheet may say either. */
	typeNames: ReadonlyMap<string, string>;
};
/** Nothing is kept by looking. `taken` are the addresses that would be kept. */
export type ListPreview = { taken: number; lines: ListLineReport[] };

export type NewMailing = { kind: string; roundOrdinal: number; meetingSlug: string };
export type MailingInput = {
	subject: string;
	text: string;
	/** Both or neither; those who read English else get the Swedish words. */
	subjectEn: string;
	textEn: string;
	lettersPerMinute: number;
	audience: Audience;
};

/** A message as somebody saved it from their mail program. */
export type SavedMessage = { name: string; bytes: Uint8Array };

/** What a code in a letter is about. */
export type RefusalView = { email: string; dialogueTitle: string };

/** What is kept about one address; `refusedAt` is when its owner said no to invitations. */
export type OwnInvitations = {
	lists: (Omit<Contact, 'email' | 'language'> & { dialogueTitle: string; addedAt: Date })[];
	/** `returnedAt` is when a mail server refused the letter or sent it back. */
	letters: {
		dialogueTitle: string;
		kind: string;
		subject: string;
		source: string;
		startedAt: Date | null;
		returnedAt: Date | null;
	}[];
	refusedAt: Date | null;
};

/**
 * A mailing that has gone out: to everybody its draft reaches and to those who have registered since. `refused` are
 * addresses that the receiving server did not know, `declined` those whose owners said no.
 */
export type LoadedMailing = {
	dialogueId: string;
	mailingId: string;
	at: Date;
	registered: readonly { email: string; name: string; language: 'sv' | 'en'; source: RecipientSource }[];
	declined: readonly string[];
	refused: readonly string[];
};

export type Invitations = {
	lists(actor: Actor, dialogueId: string): Promise<ListLine[]>;
	list(actor: Actor, dialogueId: string, listId: string): Promise<ListView>;
	createList(by: By, dialogueId: string, name: string): Promise<{ listId: string }>;
	/** With all its addresses. Letters that were sent to them stay in the log of what was sent. */
	removeList(by: By, dialogueId: string, listId: string): Promise<void>;
	/** Line by line what would be taken and what not, and why; keeps nothing. */
	preview(actor: Actor, dialogueId: string, listId: string, input: ListInput): Promise<ListPreview>;
	/** Keeps what the preview took. The same again adds nothing. */
	addContacts(by: By, dialogueId: string, listId: string, input: ListInput): Promise<{ added: number }>;
	removeContact(by: By, dialogueId: string, listId: string, contactId: string): Promise<void>;

	mailings(actor: Actor, dialogueId: string): Promise<MailingLine[]>;
	mailing(actor: Actor, dialogueId: string, mailingId: string): Promise<MailingView>;
	/** A draft with a text from the template. */
	create(by: By, dialogueId: string, input: NewMailing): Promise<{ mailingId: string }>;
	update(by: By, dialogueId: string, mailingId: string, input: MailingInput): Promise<void>;
	/** To whom a draft would go now. */
	reach(actor: Actor, dialogueId: string, mailingId: string): Promise<MailingReach>;
	/** To the actor's own address. Throws `too_many`. */
	sendTest(by: By, dialogueId: string, mailingId: string): Promise<{ email: string }>;
	/** Fixes to whom it goes and begins. Twice is once. */
	send(by: By, dialogueId: string, mailingId: string): Promise<void>;
	pause(by: By, dialogueId: string, mailingId: string): Promise<void>;
	resume(by: By, dialogueId: string, mailingId: string): Promise<void>;

	/** Delivery reports that came to the sender's address, and what came of each; about letters of this dialogue alone. */
	takeReports(by: By, dialogueId: string, messages: readonly SavedMessage[]): Promise<ReportResult[]>;

	/** Reminders of the meetings to come, and what those registered have been told by itself. */
	reminders(actor: Actor, dialogueId: string): Promise<ReminderLine[]>;
	/** Days before the meeting, 1–14; null for none. */
	setReminder(by: By, dialogueId: string, meetingId: string, daysBefore: number | null): Promise<void>;

	/** What the code in a letter is about, or null; uses nothing up. */
	peekRefusal(code: string): Promise<RefusalView | null>;
	/** No more invitations to the address that the letter went to, from any dialogue. Twice is once. Throws `not_found`. */
	refuse(by: By, code: string): Promise<void>;

	/** About the actor's own confirmed address (domain G-05). */
	mine(actor: Actor): Promise<OwnInvitations>;
	/** The job behind `send_mailing`: the letters whose turn it is. */
	writeLetters(mailingId: string): Promise<void>;
	/** The job behind `remind_registered`. */
	remind(): Promise<void>;
	/** For the demo: a mailing as it stands when it has gone out, without sending anything. By the system only. */
	load(by: By, loaded: LoadedMailing): Promise<void>;
	/** Lists and logs of dialogues that closed two years ago (domain §2.11). Returns how many lists and log lines went. */
	removeOld(): Promise<number>;
};
