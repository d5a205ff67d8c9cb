import { type Kysely, sql } from 'kysely';
import type { DB } from '#server/database/schema.ts';

/** The code of a permanent failure that an answer holds (RFC 3463), such as `5.1.1`; '' where it holds none. */
export const statusIn = (answer: string): string => /\b5\.\d{1,3}\.\d{1,3}\b/.exec(answer)?.[0] ?? '';

/**
 * Is it the address that does not work, and not the letter, its sender or the server? By the code's subject (RFC 3463
 * §3): systems, protocol, content and policy are the others'. Some servers give none, or 5.0.0, to an unknown address.
 */
export const isAboutAddress = (status: string): boolean => !/^5\.[3567]\./.test(status);

const DAYS_SHUNNED = 90;

/**
 * Those of `emails` that letters do not reach: the last letter to them was refused for good, at once or by a report,
 * and that is not long ago. In small letters.
 */
export async function unreachableAmong(db: Kysely<DB>, emails: readonly string[], now: Date): Promise<Set<string>> {
	if (emails.length === 0) return new Set();
	const address = sql<string>`lower(to_address)`;
	const last = db
		.selectFrom('mail_message')
		.distinctOn(address)
		.select([address.as('email'), 'address_refused'])
		.where(address, '=', sql<string>`any(${emails.map((email) => email.toLowerCase())}::text[])`)
		.where('created_at', '>', new Date(now.getTime() - DAYS_SHUNNED * 86_400_000))
		.where((eb) => eb.or([eb('sent_at', 'is not', null), eb('refused_at', 'is not', null)]))
		.orderBy(address)
		.orderBy('created_at', 'desc')
		.orderBy('id', 'desc');
	const rows = await db.selectFrom(last.as('last')).select('email').where('address_refused', '=', true).execute();
	return new Set(rows.map(({ email }) => email));
}
