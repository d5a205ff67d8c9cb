import { isId } from '#server/database/ids.ts';
import type { Change } from '#server/database/transaction.ts';
import { scrubText } from '#server/log.ts';
import type { DeliveryReport } from './delivery-report.ts';
import type { ReportedRecipient } from './delivery-status.ts';
import { isAboutAddress } from './refusals.ts';

/**
 * What came of a report: its letter is marked, or was so already; it says nothing final (a delay, or that the letter
 * arrived); or it is about no letter of ours.
 */
export type Noted =
	{ outcome: 'marked' | 'known' | 'not_final'; letterId: string; email: string } | { outcome: 'not_ours' };

const LONGEST_ERROR = 500;

/**
 * Marks the letter that a report is about as refused, where the report is of a permanent failure. The report has to
 * name a letter that we wrote and its own reader: whoever has not had the letter knows no such id. With a dialogue
 * only letters of its mailings count, and those of others are not told from those that never were.
 */
export async function noteReport(
	change: Change,
	report: DeliveryReport,
	{ at, dialogueId }: { at: Date; dialogueId: string | null }
): Promise<Noted> {
	const letter = await letterOf(change, report.messageId, dialogueId);
	const about = letter && report.recipients.filter((one) => isAbout(one, letter.to_address));
	if (!letter || !about || about.length === 0) return { outcome: 'not_ours' };
	const known = { letterId: letter.id, email: letter.to_address };
	const failure = about.find(isPermanent);
	if (failure === undefined) return { outcome: 'not_final', ...known };
	if (letter.refused_at !== null) return { outcome: 'known', ...known };
	await mark(change, letter.id, failure, at);
	await change.audit({
		...{ action: 'mail.bounce', objectType: 'mail_message', objectId: letter.id, dialogueId: letter.dialogue_id },
		after: failure.status
	});
	return { outcome: 'marked', ...known };
}

/** A delay is followed by another report, and a code of class 4 by another attempt. */
const isPermanent = ({ action, status }: ReportedRecipient): boolean => action === 'failed' && status.startsWith('5.');

const isAbout = ({ original, final }: ReportedRecipient, address: string): boolean =>
	[original, final].includes(address.toLowerCase());

async function letterOf(change: Change, messageId: string | null, dialogueId: string | null) {
	const id = messageId?.split('@', 1)[0]?.toLowerCase();
	if (!isId(id)) return undefined;
	return change.db
		.selectFrom('mail_message')
		.leftJoin('mailing_recipient', 'mailing_recipient.mail_id', 'mail_message.id')
		.leftJoin('mailing', 'mailing.id', 'mailing_recipient.mailing_id')
		.select(['mail_message.id', 'to_address', 'mail_message.refused_at', 'mailing.dialogue_id'])
		.where('mail_message.id', '=', id)
		.$if(dialogueId !== null, (query) => query.where('mailing.dialogue_id', '=', dialogueId))
		.forUpdate('mail_message')
		.executeTakeFirst();
}

/** What comes back has left, also where the connection was lost before we heard so: it is not sent again. */
async function mark(change: Change, id: string, { status, diagnostic }: ReportedRecipient, at: Date): Promise<void> {
	const said = diagnostic.includes(status) ? diagnostic : `${status} ${diagnostic}`.trim();
	await change.db
		.updateTable('mail_message')
		.set(({ fn, val }) => ({
			refused_at: at,
			sent_at: fn.coalesce('sent_at', val(at)),
			last_error: scrubText(said).slice(0, LONGEST_ERROR),
			address_refused: isAboutAddress(status)
		}))
		.where('id', '=', id)
		.execute();
}
