import type { Kysely } from 'kysely';
import { v7 } from 'uuid';
import * as Y from 'yjs';
import type { DB } from '#server/database/schema.ts';

/** An account, as far as authorship needs one. */
export async function createAccount(database: Kysely<DB>): Promise<string> {
	const id = v7();
	await database.insertInto('account').values({ id, name: 'Anna Holm', created_at: new Date() }).execute();
	return id;
}

export async function createText(database: Kysely<DB>): Promise<{ id: string; epoch: string; path: string }> {
	const [id, epoch] = [v7(), v7()];
	await database.insertInto('living_text').values({ id, kind: 'text', epoch }).execute();
	return { id, epoch, path: `/ws/text/${id}` };
}

/** What the database alone says: the text put together from snapshot and updates, as they are at one moment. */
export async function storedText(database: Kysely<DB>, textId: string): Promise<Y.Doc> {
	const { snapshot, rows } = await database
		.transaction()
		.setIsolationLevel('repeatable read')
		.execute(async (tx) => {
			const snapshot = await tx
				.selectFrom('text_snapshot')
				.selectAll()
				.where('text_id', '=', textId)
				.executeTakeFirst();
			const rows = await tx
				.selectFrom('text_update')
				.selectAll()
				.where('text_id', '=', textId)
				.where('sequence', '>', snapshot?.through_sequence ?? 0)
				.orderBy('sequence')
				.execute();
			return { snapshot, rows };
		});
	const doc = new Y.Doc();
	if (snapshot !== undefined) Y.applyUpdate(doc, snapshot.state);
	for (const row of rows) Y.applyUpdate(doc, row.bytes);
	return doc;
}

/** The numbers of a text's updates that are still stored, in order. */
export async function sequences(database: Kysely<DB>, textId: string): Promise<number[]> {
	const rows = await database
		.selectFrom('text_update')
		.select('sequence')
		.where('text_id', '=', textId)
		.orderBy('sequence')
		.execute();
	return rows.map((row) => row.sequence);
}

/** Random numbers that are the same for the same seed. */
export function seeded(seed: number): (below: number) => number {
	let state = seed >>> 0;
	return (below) => {
		state = (state + 0x6d2b79f5) >>> 0;
		let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
		mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
		return ((mixed ^ (mixed >>> 14)) >>> 0) % below;
	};
}
