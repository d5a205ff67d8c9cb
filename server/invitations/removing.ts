import { sql } from 'kysely';
import { bySystem, transact } from '#server/database/transaction.ts';
import type { InvitationParts } from './parts.ts';

/** Lists, and the log of what was sent to whom, go two years after their dialogue closed (domain §2.11). */
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
		return Number(lists.numDeletedRows) + Number(log.numDeletedRows);
	});
}
