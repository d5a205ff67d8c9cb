import { sql } from 'kysely';
import { newId } from '#server/database/ids.ts';
import type { Change } from '#server/database/transaction.ts';
import { addJobs } from '#server/jobs/add.ts';
import type { NewMail } from './types.ts';

const SECRETS_LAST_MS = 15 * 60_000;
const AT_ONCE = 500;

/**
 * Writes a letter into the outbox and adds the job that sends it, in the caller's transaction: it leaves if, and only
 * if, what it tells of has happened (domain C-11). `notBefore` holds it back, so that it can be taken out again.
 * Returns the letter's id.
 */
export async function queueMail(change: Change, mail: NewMail, options: { notBefore?: Date } = {}): Promise<string> {
	const row = mailRow(mail);
	await change.db.insertInto('mail_message').values(row).execute();
	await change.enqueue('send_mail', { messageId: row.id }, options.notBefore);
	return row.id;
}

/** Many letters at once, as to everybody who has registered for a meeting. */
export async function queueMails(change: Change, mails: readonly NewMail[]): Promise<void> {
	for (let from = 0; from < mails.length; from += AT_ONCE) {
		const rows = mails.slice(from, from + AT_ONCE).map(mailRow);
		await change.db.insertInto('mail_message').values(rows).execute();
		const jobs = rows.map((row) => ({ messageId: row.id }));
		await addJobs(change.db, 'send_mail', jobs);
	}
}

/** A letter as the outbox keeps it. */
export const mailRow = (mail: NewMail) => ({
	id: newId(),
	kind: mail.kind,
	to_address: mail.to,
	subject: mail.letter.subject,
	text_body: mail.letter.text,
	html_body: mail.letter.html,
	language: mail.language,
	headers: JSON.stringify(mail.headers ?? {}),
	attachments: JSON.stringify(mail.attachments ?? []),
	secret: mail.secret ?? false,
	expires_at: mail.secret ? sql<Date>`now() + ${mail.secretLastsMs ?? SECRETS_LAST_MS} * interval '1 ms'` : null,
	created_at: sql<Date>`now()`
});
