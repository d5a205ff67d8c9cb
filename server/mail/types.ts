import type { By } from '#server/database/transaction.ts';
import type { MailTally } from './send.ts';

export type MailLanguage = 'sv' | 'en';

/** A finished letter: the same words as plain text and as HTML. */
export type Letter = { subject: string; text: string; html: string };

/** Everything that is sent. A test writes each of them, in both languages, to a real mail server. */
export const MAIL_KINDS = [
	'sign_in',
	'receipt',
	'declined',
	'reminder',
	'news_confirm',
	'news',
	'registration',
	'invitation',
	'message'
] as const;
export type MailKind = (typeof MAIL_KINDS)[number];

/** A text file that goes along, such as the calendar file of a meeting. */
export type MailAttachment = { fileName: string; contentType: string; text: string };

/** The region as it signs its letters. */
export type Sender = { name: string; phone: string; email: string };

export type NewMail = {
	kind: MailKind;
	to: string;
	language: MailLanguage;
	letter: Letter;
	/** The letter holds a code that opens something: its words go when it has been sent or has run out. */
	secret?: boolean;
	/** How long the code lasts, in milliseconds of machine time; a quarter of an hour where nothing is said. */
	secretLastsMs?: number;
	attachments?: readonly MailAttachment[];
	/** Further headers, such as `List-Unsubscribe` where the letter belongs to a subscription. */
	headers?: Record<string, string>;
};

/** A letter as the administrator sees it; `text` is null where its words are not the administrator's to read. */
export type OutboxMessage = {
	id: string;
	kind: string;
	to: string;
	subject: string;
	text: string | null;
	createdAt: Date;
	sentAt: Date | null;
	attempts: number;
	lastError: string | null;
};

export type Mail = {
	/** True when letters leave the house; otherwise they wait in the outbox. */
	sends: boolean;
	readonly tally: MailTally;
	outbox(by: By, page?: number): Promise<{ messages: OutboxMessage[]; total: number }>;
	/** Puts a letter that has not been sent in the queue again. Throws `not_found`. */
	sendAgain(by: By, messageId: string): Promise<void>;
	/** The job behind `send_mail`. Throws where trying again later may help. */
	send(messageId: string): Promise<void>;
	/** Empties letters whose code has run out. Returns how many. */
	forgetSecrets(): Promise<number>;
	/** Letters that were written two years ago go, sent or not (domain §2.11). Returns how many. */
	removeOld(): Promise<number>;
	stop(): Promise<void>;
};
