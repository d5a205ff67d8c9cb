import { sql, type Kysely } from 'kysely';
import { expect } from 'vitest';
import { v7 } from 'uuid';
import type { DB } from '#server/database/schema.ts';
import { seedText } from '#server/realtime/text-storage.ts';
import { scanUpdate } from '#server/realtime/update-scan.ts';
import { openTestDatabase } from './live-server.ts';

export type SeededText = { id: string; epoch: string; path: string };

/** A text with content that no account has written. */
export async function createSeededText(database: Kysely<DB>, update: Uint8Array): Promise<SeededText> {
	const id = v7();
	const seed = { textId: id, kind: 'text' as const, update, accountId: null };
	const { epoch } = await database.transaction().execute((tx) => seedText(tx, seed, v7));
	return { id, epoch, path: `/ws/text/${id}` };
}

/** From now on every update that is committed is also noted where no compaction deletes it. */
export async function keepRecord(ownerUrl: string): Promise<void> {
	const { database, end } = openTestDatabase(ownerUrl);
	await sql`create table committed_update (text_id uuid, sequence bigint, bytes bytea)`.execute(database);
	await sql`grant insert, select on committed_update to public`.execute(database);
	await sql`create function note_update() returns trigger language plpgsql as $$ begin
		insert into committed_update values (new.text_id, new.sequence, new.bytes); return null; end $$`.execute(database);
	await sql`create trigger note after insert on text_update for each row execute function note_update()`.execute(
		database
	);
	await end();
}

/** Nothing was committed twice: each number once and without a gap, each struct in one update only. */
export async function expectStoredOnce(database: Kysely<DB>, textId: string): Promise<void> {
	const { rows } = await sql<{ sequence: number; bytes: Buffer }>`
		select sequence, bytes from committed_update where text_id = ${textId} order by sequence`.execute(database);
	expect(rows.map(({ sequence }) => sequence)).toEqual(rows.map((_, n) => n + 1));
	const reached = new Map<number, number>();
	for (const { sequence, bytes } of rows) {
		const scan = scanUpdate(bytes);
		if (!scan.ok) throw new Error(`update ${sequence} cannot be read: ${scan.reason}`);
		for (const { client, start, end } of scan.ranges) {
			expect(start, `client ${client} in update ${sequence}`).toBe(reached.get(client) ?? 0);
			reached.set(client, end);
		}
	}
}
