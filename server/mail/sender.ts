import type { Kysely } from 'kysely';
import type { DB } from '#server/database/schema.ts';
import type { Sender } from './types.ts';

const UNNAMED: Sender = { name: 'Medskick', phone: '', email: '' };

/** Who signs the letters: the region, once the administrator has filled in its profile. */
export async function loadSender(db: Kysely<DB>): Promise<Sender> {
	const region = await db.selectFrom('region').select(['name', 'phone', 'email']).executeTakeFirst();
	return region ?? UNNAMED;
}
