import { sql } from 'kysely';
import { newId } from '#server/database/ids.ts';
import type { Change } from '#server/database/transaction.ts';
import type { NewMail } from './types.ts';

const SECRETS_LAST_MS = 15 * 60_000;

/**
 * Writes a letter into the outbox and adds the job that sends it, in the caller's transaction: it leaves if, and only
 * if, what it tells of has happened (domain C-11). `notBefore` holds it back, so that it can be taken out again.
 * Returns the letter's id.
 */
export async function queueMail(change: Change, mail: NewMail, options: { notBefore?: Date } = {}): Promise<string> {
	const id = newId();
	await change.db
		.insertInto('mail_message')
		.values({
			id,
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
		})
		.execute();
	await change.enqueue('send_mail', { messageId: id }, options.notBefore);
	return id;
}
