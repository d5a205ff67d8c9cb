import { type By, type Change, transact } from '#server/database/transaction.ts';
import { MedskickError } from '#server/errors.ts';
import { isSecret } from '#server/identity/secrets.ts';
import type { InvitationParts } from './parts.ts';
import { byLeaveCode, withdrawConsents } from './queries.ts';
import { aboutMailing } from './drafting.ts';
import type { RefusalView } from './types.ts';

/** Looks at a link without using it: mail scanners open links. Null also for who has said no already. */
export async function peekRefusal({ database }: InvitationParts, code: string): Promise<RefusalView | null> {
	const row = isSecret(code) ? await byLeaveCode(database, code) : undefined;
	if (row === undefined) return null;
	const refused = database.selectFrom('invitation_refusal').select('email').where('email', '=', row.email);
	return (await refused.executeTakeFirst()) === undefined ? { email: row.email, dialogueTitle: row.title } : null;
}

/**
 * No more invitations to the address, whichever dialogue and list it stands in, and no consent that says else. Letters that have not left are taken
 * back. Nothing happens the second time.
 */
export async function refuseInvitations(parts: InvitationParts, by: By, code: string): Promise<void> {
	if (!isSecret(code)) throw new MedskickError('not_found');
	await transact(parts, by, async (change) => {
		const row = await byLeaveCode(change.db, code);
		if (row === undefined) return;
		const refused = await change.db
			.insertInto('invitation_refusal')
			.values({ email: row.email, refused_at: parts.clock.real() })
			.onConflict((conflict) => conflict.column('email').doNothing())
			.returning('email')
			.executeTakeFirst();
		// Also the second time: the consent may have been given anew in between.
		await withdrawConsents(change.db, row.email);
		if (!refused) return;
		await takeBack(change, row.email);
		await change.audit(aboutMailing('invitation.refuse', row.mailing_id, row.dialogue_id));
	});
}

/** Invitations to the address that have not left. */
async function takeBack(change: Change, email: string): Promise<void> {
	const unsent = await change.db
		.updateTable('mailing_recipient')
		.from('mail_message')
		.set({ state: 'left_out', mail_id: null })
		.whereRef('mail_message.id', '=', 'mailing_recipient.mail_id')
		.where('mailing_recipient.email', '=', email)
		.where('mail_message.kind', '=', 'invitation')
		.where('mail_message.sent_at', 'is', null)
		.returning('mail_message.id')
		.execute();
	if (unsent.length === 0) return;
	const ids = unsent.map(({ id }) => id);
	await change.db.deleteFrom('mail_message').where('id', 'in', ids).execute();
}
