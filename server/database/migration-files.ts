import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import pg from 'pg';
import * as v from 'valibot';

export const FOLDER = fileURLToPath(new URL('../../migrations', import.meta.url));

const Recorded = v.record(v.string(), v.string());
const ASK = `select obj_description('public.kysely_migration'::regclass, 'pg_class') as comment`;

/** Names of the migrations of this version, in their order. */
export const migrationNames = (): string[] =>
	readdirSync(FOLDER)
		.filter((file) => file.endsWith('.ts'))
		.map((file) => file.slice(0, -'.ts'.length))
		.sort();

/** Each migration of this version with the SHA-256 of its file. */
export const hashMigrations = (): Record<string, string> =>
	Object.fromEntries(
		migrationNames().map((name) => [
			name,
			createHash('sha256')
				.update(readFileSync(join(FOLDER, `${name}.ts`)))
				.digest('hex')
		])
	);

/**
 * The hashes of files as they were when they were applied. They lie in the comment of the list of migrations: a table
 * for them would itself need a migration before there is anything to record.
 */
export async function recordedMigrations(
	ask: (query: string) => Promise<readonly { comment: string | null }[]>
): Promise<Record<string, string>> {
	const comment = (await ask(ASK))[0]?.comment ?? null;
	try {
		return comment === null ? {} : v.parse(Recorded, JSON.parse(comment));
	} catch {
		return {};
	}
}

/** Records the files that have just been applied; those that were recorded before stay as they were. */
export async function recordMigrations(owner: pg.Client): Promise<void> {
	const recorded = await recordedMigrations(
		async (query) => (await owner.query<{ comment: string | null }>(query)).rows
	);
	const all = { ...hashMigrations(), ...recorded };
	if (Object.keys(all).length === Object.keys(recorded).length) return;
	await owner.query(`comment on table public.kysely_migration is ${pg.escapeLiteral(JSON.stringify(all))}`);
}
