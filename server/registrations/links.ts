import { createHash, createHmac } from 'node:crypto';
import type { Kysely } from 'kysely';
import type { DB } from '#server/database/schema.ts';
import { hashSecret, isSecret, newSecret } from '#server/identity/secrets.ts';

/** Where the sender of a registration sees, changes and cancels it. */
export const personalAddress = (origin: string, language: 'sv' | 'en', code: string): string =>
	`${origin}${language === 'en' ? '/en' : ''}/anmalan/${code}`;

/** A form that has been sent: what is kept of it, and the code that it opens its registration with. */
export type Sent = { key: string | null; contentHash: string; code: string };

/**
 * The code follows from the form's secret number and its content, so that the same form sent twice is answered with
 * the same link though only hashes are kept. The content's hash is keyed by that number too, which is not kept: nobody
 * can later try out what somebody may have written about health (domain S2-36).
 */
export function sentOnce(once: string | null, content: unknown): Sent {
	const secret = isSecret(once) ? once : newSecret();
	const contentHash = createHmac('sha256', secret).update(JSON.stringify(content)).digest('hex');
	const code = createHash('sha256').update(`registration ${secret} ${contentHash}`).digest('base64url');
	return { key: isSecret(once) ? hashSecret(once).toString('hex') : null, contentHash, code };
}

export async function keepLink(db: Kysely<DB>, registrationId: string, at: Date, code = newSecret()): Promise<string> {
	await db
		.insertInto('registration_link')
		.values({ code_hash: hashSecret(code), registration_id: registrationId, created_at: at })
		.execute();
	return code;
}

/** The registration that a code opens, or null. */
export async function registrationOf(db: Kysely<DB>, code: string): Promise<string | null> {
	if (!isSecret(code)) return null;
	const link = await db
		.selectFrom('registration_link')
		.select('registration_id')
		.where('code_hash', '=', hashSecret(code))
		.executeTakeFirst();
	return link?.registration_id ?? null;
}
