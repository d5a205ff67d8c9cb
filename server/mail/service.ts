import type { Clock } from '#server/clock.ts';
import { isId } from '#server/database/ids.ts';
import { transact, type By, type CommandDeps } from '#server/database/transaction.ts';
import { MedskickError } from '#server/errors.ts';
import type { Logger } from '#server/log.ts';
import { authorize } from '#server/permissions/can.ts';
import { createPostman } from './send.ts';
import type { Mail, OutboxMessage } from './types.ts';

const PAGE = 50;
/** Kinds whose words are somebody's input: the administrator sees that they were sent, not what they say (domain §2.12). */
const WITH_CONTENT = new Set(['receipt', 'declined']);

export type MailDeps = CommandDeps & {
	log: Logger;
	/** null: letters wait in the outbox. */
	smtpUrl: string | null;
	/** `Name <address>` or only the address. */
	mailFrom: string;
	/** Only in the demo may the administrator read sign-in links. */
	demo: boolean;
	origin: () => string;
};

/** The outbox and the way out of it. */
export function createMail(deps: MailDeps): Mail {
	const { smtpUrl, database, log } = deps;
	const host = () => new URL(deps.origin()).hostname;
	const tally = { sent: 0, failed: 0 };
	const postman = smtpUrl === null ? null : createPostman({ database, smtpUrl, from: deps.mailFrom, host, log, tally });
	return {
		sends: postman !== null,
		tally,
		outbox: (by, page) => outbox(deps, by, page),
		sendAgain: (by, messageId) => sendAgain(deps, by, messageId),
		async send(messageId) {
			if (postman === null) return;
			const message = await database
				.selectFrom('mail_message')
				.selectAll()
				.where('id', '=', messageId)
				.where('sent_at', 'is', null)
				.executeTakeFirst();
			if (message === undefined || (message.secret && hasRunOut(deps.clock, message.expires_at))) return;
			await postman.send(message);
		},
		forgetSecrets: () => forgetSecrets(deps),
		removeOld: () => removeOld(deps),
		stop: async () => postman?.close()
	};
}

const hasRunOut = (clock: Clock, expiresAt: Date | null): boolean => expiresAt !== null && expiresAt < clock.real();

async function outbox(deps: MailDeps, by: By, page = 1): Promise<{ messages: OutboxMessage[]; total: number }> {
	authorize(by.actor, 'outbox.read', null);
	const { count } = await deps.database
		.selectFrom('mail_message')
		.select((eb) => eb.fn.countAll<number>().as('count'))
		.executeTakeFirstOrThrow();
	const rows = await deps.database
		.selectFrom('mail_message')
		.select([
			'id',
			'kind',
			'to_address',
			'subject',
			'text_body',
			'secret',
			'created_at',
			'sent_at',
			'attempts',
			'last_error'
		])
		.orderBy('created_at', 'desc')
		.orderBy('id', 'desc')
		.limit(PAGE)
		.offset((Math.min(Math.max(1, Math.trunc(page) || 1), 10_000) - 1) * PAGE)
		.execute();
	const messages = rows.map((row) => ({
		id: row.id,
		kind: row.kind,
		to: row.to_address,
		subject: row.subject,
		text: WITH_CONTENT.has(row.kind) || (row.secret && !deps.demo) ? null : row.text_body,
		createdAt: row.created_at,
		sentAt: row.sent_at,
		attempts: row.attempts,
		lastError: row.last_error
	}));
	return { messages, total: count };
}

async function sendAgain(deps: MailDeps, by: By, messageId: string): Promise<void> {
	authorize(by.actor, 'outbox.read', null);
	await transact(deps, by, async (change) => {
		const message = isId(messageId)
			? await change.db
					.selectFrom('mail_message')
					.select('id')
					.where('id', '=', messageId)
					.where('sent_at', 'is', null)
					.executeTakeFirst()
			: undefined;
		if (message === undefined) throw new MedskickError('not_found');
		await change.enqueue('send_mail', { messageId });
		await change.audit({
			action: 'mail.send_again',
			objectType: 'mail_message',
			objectId: messageId,
			dialogueId: null
		});
	});
}

const YEARS_KEPT = 2;

async function removeOld({ database, clock }: MailDeps): Promise<number> {
	const before = clock.real();
	before.setUTCFullYear(before.getUTCFullYear() - YEARS_KEPT);
	const removed = await database.deleteFrom('mail_message').where('created_at', '<', before).executeTakeFirst();
	return Number(removed.numDeletedRows);
}

async function forgetSecrets(deps: MailDeps): Promise<number> {
	const emptied = await deps.database
		.updateTable('mail_message')
		.set({ text_body: '', html_body: '' })
		.where('secret', '=', true)
		.where('text_body', '<>', '')
		.where('expires_at', '<', deps.clock.real())
		.executeTakeFirst();
	return Number(emptied.numUpdatedRows);
}
