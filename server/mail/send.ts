import { createTransport } from 'nodemailer';
import type { Selectable } from 'kysely';
import type { Database } from '#server/database/database.ts';
import type { MailMessage } from '#server/database/schema.ts';
import { scrubText, type Logger } from '#server/log.ts';
import { isAboutAddress, statusIn } from './refusals.ts';
import type { MailAttachment } from './types.ts';

export type SendDeps = {
	database: Database;
	/** `smtp://` or `smtps://` */
	smtpUrl: string;
	from: string;
	/** The host that letters' ids end in. */
	host: () => string;
	log: Logger;
	tally: MailTally;
};

/** Attempts of this process at sending a letter. */
export type MailTally = { sent: number; failed: number };

const SECOND = 1_000;

/** The way out. One transport per application; it keeps connections open and is closed with it. */
export function createPostman(deps: SendDeps) {
	const transport = createTransport({
		url: deps.smtpUrl,
		pool: true,
		maxConnections: 2,
		connectionTimeout: 15 * SECOND,
		greetingTimeout: 15 * SECOND,
		socketTimeout: 30 * SECOND,
		disableFileAccess: true,
		disableUrlAccess: true
	});
	return {
		async send(message: Selectable<MailMessage>): Promise<void> {
			try {
				await transport.sendMail(envelope(deps, message));
				await markSent(deps.database, message.id);
				deps.tally.sent++;
			} catch (error) {
				deps.tally.failed++;
				await markFailed(deps.database, message.id, error);
				deps.log.warn({ messageId: message.id, kind: message.kind, error }, 'mail not sent');
				if (!isFinal(error)) throw error;
			}
		},
		close: () => transport.close()
	};
}

/** The same id at every attempt, so that a letter sent twice is seen to be the same one. */
function envelope(deps: SendDeps, message: Selectable<MailMessage>) {
	return {
		from: deps.from,
		to: { name: '', address: message.to_address },
		subject: message.subject,
		text: message.text_body,
		html: message.html_body,
		attachments: attachmentsOf(message.attachments),
		messageId: `<${message.id}@${deps.host()}>`,
		headers: {
			'Auto-Submitted': 'auto-generated',
			'X-Auto-Response-Suppress': 'All',
			'Content-Language': message.language,
			...headersOf(message.headers)
		}
	};
}

function headersOf(value: unknown): Record<string, string> {
	if (typeof value !== 'object' || value === null) return {};
	return Object.fromEntries(Object.entries(value).map(([name, text]) => [name, String(text)]));
}

/** Written by `queueMail` alone, as `MailAttachment`s. */
const attachmentsOf = (value: unknown) =>
	(value as MailAttachment[]).map(({ fileName, contentType, text }) => ({
		filename: fileName,
		contentType,
		content: text
	}));

/** A server that answers 5xx will answer so tomorrow too. That it does not let us in says nothing of the letter. */
function isFinal(error: unknown): boolean {
	if (typeof error !== 'object' || error === null || !('responseCode' in error)) return false;
	const lockedOut = 'code' in error && error.code === 'EAUTH';
	return typeof error.responseCode === 'number' && error.responseCode >= 500 && !lockedOut;
}

/** The server named this reader as the one it will not take letters for. */
function isOfAddress(error: unknown): boolean {
	if (!(error instanceof Error) || !('command' in error) || error.command !== 'RCPT TO') return false;
	return isAboutAddress(statusIn(error.message));
}

/** A letter that came back before we noted that it left stays as it is (`bounces.ts`). */
async function markSent(database: Database, id: string): Promise<void> {
	await database
		.updateTable('mail_message')
		.set((eb) => ({
			sent_at: new Date(),
			attempts: eb('attempts', '+', 1),
			last_error: null,
			refused_at: null,
			address_refused: false,
			text_body: eb.case().when('secret', '=', true).then('').else(eb.ref('text_body')).end(),
			html_body: eb.case().when('secret', '=', true).then('').else(eb.ref('html_body')).end()
		}))
		.where('id', '=', id)
		.where('sent_at', 'is', null)
		.execute();
}

async function markFailed(database: Database, id: string, error: unknown): Promise<void> {
	const why = scrubText(error instanceof Error ? error.message : String(error)).slice(0, 500);
	const final = isFinal(error);
	await database
		.updateTable('mail_message')
		.set((eb) => ({
			attempts: eb('attempts', '+', 1),
			last_error: why,
			refused_at: final ? new Date() : null,
			address_refused: final && isOfAddress(error)
		}))
		.where('id', '=', id)
		.where('sent_at', 'is', null)
		.execute();
}
