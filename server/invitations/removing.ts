import { sql } from 'kysely';
import { bySystem, transact } from '#server/database/transaction.ts';
import { CONSENT_DAYS, DAY_MS } from './audience.ts';
import type { InvitationParts } from './parts.ts';

/**
 * Lists, and the log of what was sent to whom, go two years after their dialogue closed; a consent to be invited ends
 * two years after it was given (domain §2.11).
 */
export async function removeOld(parts: InvitationParts): Promise<number> {
	return transact(parts, bySystem(), async ({ db }) => {
		const old = db
			.selectFrom('dialogue')
			.select('id')
			.where('state', '=', 'closed')
			.where(sql<boolean>`updated_at < ${parts.clock.now()}::timestamptz - interval '2 years'`);
		const lists = await db.deleteFrom('invitation_list').where('dialogue_id', 'in', old).executeTakeFirst();
		const mailings = db.selectFrom('mailing').select('id').where('dialogue_id', 'in', old);
		const log = await db.deleteFrom('mailing_recipient').where('mailing_id', 'in', mailings).executeTakeFirst();
		await db
			.updateTable('registration')
			.set({ may_contact: false, may_contact_later: false })
			.where('created_at', '<', new Date(parts.clock.now().getTime() - CONSENT_DAYS * DAY_MS))
			.where((eb) => eb.or([eb('may_contact', '=', true), eb('may_contact_later', '=', true)]))
			.execute();
		return Number(lists.numDeletedRows) + Number(log.numDeletedRows);
	});
}
