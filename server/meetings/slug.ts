import type { Transaction } from 'kysely';
import { checkSlug, createChecks } from '#server/checks.ts';
import type { DB } from '#server/database/schema.ts';

const LONGEST = 76;
/** Pages of the workspace that stand where a meeting's own would. */
const RESERVED = ['nytt', 'omgangar', 'lokaler', 'uppringning'];

/** The address that somebody asked for; null where the title is to give it. */
export function givenSlug(given: string | undefined): string | null {
	if (given === undefined || given.trim() === '') return null;
	const checks = createChecks();
	const slug = checkSlug(checks, given, '', RESERVED);
	checks.done();
	return slug;
}

/** This address, or with a number where the dialogue has one already. Safe because the dialogue's row is locked. */
export async function freeSlug(db: Transaction<DB>, dialogueId: string, wanted: string): Promise<string> {
	const base = wanted.slice(0, LONGEST).replace(/-+$/, '') || 'mote';
	const rows = await db.selectFrom('meeting').select('slug').where('dialogue_id', '=', dialogueId).execute();
	const taken = new Set([...RESERVED, ...rows.map(({ slug }) => slug)]);
	if (!taken.has(base)) return base;
	let number = 2;
	while (taken.has(`${base}-${number}`)) number++;
	return `${base}-${number}`;
}
