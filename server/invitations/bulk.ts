import { bySystem, type By, type Change, transact } from '#server/database/transaction.ts';
import { MedskickError } from '#server/errors.ts';
import { newSecret } from '#server/identity/secrets.ts';
import { mailRow } from '#server/mail/queue.ts';
import { loadSender } from '#server/mail/sender.ts';
import { reachOf } from './audience.ts';
import { held } from './drafting.ts';
import type { InvitationParts } from './parts.ts';
import type { MailingRow } from './queries.ts';
import type { LoadedMailing } from './types.ts';
import { letterOf } from './writing.ts';

/**
 * A mailing as it stands when its letters have left, without sending any: for the demo. By the system only, since
 * nobody else may say of a letter that it has left.
 */
export async function load(parts: InvitationParts, by: By, loaded: LoadedMailing): Promise<void> {
	if (by.actor.kind !== 'system') throw new MedskickError('forbidden');
	await transact(parts, bySystem(), async (change) => {
		const row = await held(change, loaded.dialogueId, loaded.mailingId);
		const { recipients } = await reachOf(change.db, row, parts.clock);
		for (const one of [...recipients, ...loaded.registered]) await insertLetter(parts, change, row, loaded, one);
		for (const email of loaded.declined)
			await change.db.insertInto('invitation_refusal').values({ email, refused_at: loaded.at }).execute();
		await change.db
			.updateTable('mailing')
			.set({ state: 'sent', started_at: loaded.at, finished_at: loaded.at })
			.where('id', '=', loaded.mailingId)
			.execute();
		await change.audit({
			...{ action: 'mailing.load', objectType: 'mailing', objectId: loaded.mailingId, dialogueId: loaded.dialogueId },
			after: recipients.length + loaded.registered.length
		});
	});
}

async function insertLetter(
	parts: InvitationParts,
	change: Change,
	row: MailingRow,
	{ at, refused }: LoadedMailing,
	one: LoadedMailing['registered'][number]
): Promise<void> {
	const leave_code = newSecret();
	const around = { origin: parts.origin(), sender: await loadSender(change.db), meetingSlug: null };
	const mail = mailRow(letterOf(row, { ...one, leaveCode: leave_code }, around));
	const gone = refused.includes(one.email)
		? { refused_at: at, address_refused: true, last_error: '550 5.1.1 No such user here' }
		: { sent_at: at };
	await change.db
		.insertInto('mail_message')
		.values({ ...mail, ...gone, attempts: 1, created_at: at })
		.execute();
	await change.db
		.insertInto('mailing_recipient')
		.values({ ...one, mailing_id: row.id, state: 'written', leave_code, mail_id: mail.id })
		.execute();
}
