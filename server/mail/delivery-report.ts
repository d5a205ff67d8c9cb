import PostalMime, { type Attachment, type Email } from 'postal-mime';
import { refuse } from '#server/errors.ts';
import { fieldGroups, recipientsIn, type ReportedRecipient } from './delivery-status.ts';

/** A mail server's account of what became of a letter that it had taken (RFC 3464). */
export type DeliveryReport = {
	/** Of the letter it is about, without its angle brackets; null where the report names none. */
	messageId: string | null;
	recipients: ReportedRecipient[];
};

/** Ten times the longest report with one of our letters in it. */
export const LONGEST_MESSAGE = 1024 * 1024;
/** Every line that may begin a part costs memory, many times what it weighs itself. */
const MOST_DASHED_LINES = 1_000;
const LONGEST_ID = 500;
const LIMITS = { forceRfc822Attachments: true, maxNestingDepth: 8, maxHeadersSize: 256 * 1024 };

const REPORT = /^\s*multipart\/report\s*;/i;
const OF_DELIVERY = /;\s*report-type\s*=\s*"?delivery-status\b/i;
const STATUS_PARTS = ['message/delivery-status', 'message/global-delivery-status'];
const LETTER_PARTS = [
	...['message/rfc822', 'message/global'],
	...['text/rfc822-headers', 'message/rfc822-headers', 'message/global-headers']
];

/**
 * Reads one message as it came. Null for one that is no delivery report: a letter, an automatic answer, a receipt that
 * somebody has read. Throws `too_large` over 1 MB, and `file_refused` for what no mail server writes.
 */
export async function readReport(message: Uint8Array): Promise<DeliveryReport | null> {
	if (message.byteLength > LONGEST_MESSAGE)
		refuse('too_large', 'Mejlet är större än 1 MB.', 'The message is larger than 1 MB.');
	if (dashedLines(message) > MOST_DASHED_LINES) unreadable();
	const email = await PostalMime.parse(message, LIMITS).catch(unreadable);
	const type = email.headers.find(({ key }) => key === 'content-type')?.value ?? '';
	if (!REPORT.test(type) || !OF_DELIVERY.test(type)) return null;
	const recipients = email.attachments.filter(isOneOf(STATUS_PARTS)).flatMap((part) => recipientsIn(textOf(part)));
	return recipients.length === 0 ? null : { messageId: messageIdIn(email), recipients };
}

const unreadable = (): never => refuse('file_refused', 'Mejlet går inte att läsa.', 'The message cannot be read.');

const [NEWLINE, DASH] = [0x0a, 0x2d];

function dashedLines(message: Uint8Array): number {
	let count = 0;
	for (let at = message.indexOf(NEWLINE); at !== -1; at = message.indexOf(NEWLINE, at + 1))
		if (message[at + 1] === DASH && message[at + 2] === DASH) count++;
	return count;
}

const isOneOf =
	(types: readonly string[]) =>
	({ mimeType }: Attachment): boolean =>
		types.includes(mimeType);

/** Whatever its character set is said to be: what is looked for is ASCII, and the rest is only shown. */
const textOf = ({ content }: Attachment): string =>
	typeof content === 'string' ? content : new TextDecoder().decode(content);

/** From the letter that comes back with the report, else from what the report answers to. */
function messageIdIn(email: Email): string | null {
	const returned = email.attachments.find(isOneOf(LETTER_PARTS));
	const said = returned && fieldGroups(textOf(returned))[0]?.get('message-id');
	return idsIn(said)[0] ?? idsIn(email.inReplyTo)[0] ?? idsIn(email.references).at(-1) ?? null;
}

const idsIn = (value: string | undefined): string[] =>
	(value ?? '').split(/[\s<>]+/).filter((word) => word.includes('@') && word.length <= LONGEST_ID);
