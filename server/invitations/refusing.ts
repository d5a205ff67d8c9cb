import { type By, transact } from '#server/database/transaction.ts';
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
		await change.db
			.deleteFrom('mail_message')
			.where('kind', '=', 'invitation')
			.where('sent_at', 'is', null)
			.where('id', 'in', ({ selectFrom }) =>
				selectFrom('mailing_recipient')
					.select('mail_id')
					.where('email', '=', row.email)
					.where('mail_id', 'is not', null)
			)
			.execute();
		await change.audit(aboutMailing('invitation.refuse', row.mailing_id, row.dialogue_id));
	});
}
