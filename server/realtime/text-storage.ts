import { sql, type Kysely, type Transaction } from 'kysely';
import * as Y from 'yjs';
import type { DB } from '#server/database/schema.ts';
import { commitStatement, type CommitRow } from './commit-statement.ts';
import { loadText } from './load-text.ts';
import type { Batch, LoadedText, Snapshot } from './text-types.ts';

/**
 * What became of one batch.
 *
 * committed   it is in the database
 * busy        somebody holds the text's row; try again
 * moved       the text is at another sequence number: our own earlier attempt, or another writer
 * other_epoch the text was seeded anew
 * gone        the text was deleted
 * sealed      the text takes no more edits
 */
export type Outcome = 'committed' | 'busy' | 'moved' | 'other_epoch' | 'gone' | 'sealed';

export type Seed = {
	textId: string;
	kind: 'text' | 'notes';
	/** A Yjs update that builds the whole text. */
	update: Uint8Array;
	accountId: string | null;
};

export type SeededText = { epoch: string; sequence: number };

/** How texts lie in Postgres. The only place in the live part that knows. */
export type TextStorage = {
	/** Null when there is no such text. */
	load(textId: string): Promise<LoadedText | null>;
	/** One statement for any number of texts; those that cannot be written do not keep the others back. */
	commit(batches: readonly Batch[]): Promise<Map<Batch, Outcome>>;
	/** The last sequence number of a batch that was stored, or null. */
	find(batch: Batch): Promise<number | null>;
	/** What was written after a sequence number, also when a snapshot covers it already. */
	tail(textId: string, epoch: string, after: number): Promise<{ updates: Uint8Array[]; sequence: number }>;
	/** Stores a snapshot and deletes the updates it covers; false when a newer one is there already. */
	compact(snapshot: Snapshot): Promise<boolean>;
};

/** Updates stay this long after a snapshot covers them, so that a batch of unknown outcome can be looked up. */
const GRACE_SECONDS = 60;

type Tail = { sequence: number; bytes: Buffer };

export function createTextStorage(database: Kysely<DB>, graceSeconds = GRACE_SECONDS): TextStorage {
	return {
		load: (textId) => loadText(database, textId),
		commit: (batches) => commit(database, batches),
		find: (batch) => find(database, batch),
		tail: (textId, epoch, after) => tail(database, textId, epoch, after),
		compact: (snapshot) => compact(database, snapshot, graceSeconds)
	};
}

/** One view of all tables: a compaction may go on at the same time. */
function atOneMoment<T>(database: Kysely<DB>, read: (tx: Transaction<DB>) => Promise<T>): Promise<T> {
	return database.transaction().setIsolationLevel('repeatable read').setAccessMode('read only').execute(read);
}

/** Where another process has compacted the text, its snapshot stands for the updates that are gone. */
async function tail(
	database: Kysely<DB>,
	textId: string,
	epoch: string,
	after: number
): ReturnType<TextStorage['tail']> {
	return atOneMoment(database, async (tx) => {
		const snapshot = await tx
			.selectFrom('text_snapshot')
			.select(['state', 'through_sequence'])
			.where('text_id', '=', textId)
			.where('epoch', '=', epoch)
			.where('through_sequence', '>', after)
			.executeTakeFirst();
		const from = snapshot?.through_sequence ?? after;
		const rows = await tailOf(tx, textId, epoch, from);
		const updates = rows.map((row) => row.bytes);
		if (snapshot !== undefined) updates.unshift(snapshot.state);
		return { updates, sequence: rows.at(-1)?.sequence ?? from };
	});
}

async function tailOf(database: Kysely<DB>, textId: string, epoch: string, after: number): Promise<Tail[]> {
	return database
		.selectFrom('text_update')
		.select(['sequence', 'bytes'])
		.where('text_id', '=', textId)
		.where('epoch', '=', epoch)
		.where('sequence', '>', after)
		.orderBy('sequence')
		.execute();
}

async function commit(database: Kysely<DB>, batches: readonly Batch[]): Promise<Map<Batch, Outcome>> {
	const { rows } = await commitStatement(batches).execute(database);
	const found = new Map(rows.map((row) => [row.batch_id, row]));
	return new Map(batches.map((batch) => [batch, outcomeOf(batch, found.get(batch.id))]));
}

function outcomeOf(batch: Batch, row: CommitRow | undefined): Outcome {
	if (row?.committed === true) return 'committed';
	if (row === undefined || row.epoch === null) return 'gone';
	if (row.epoch !== batch.epoch) return 'other_epoch';
	if (row.sequence !== batch.expected) return 'moved';
	return row.sealed === true ? 'sealed' : 'busy';
}

async function find(database: Kysely<DB>, batch: Batch): Promise<number | null> {
	const row = await database
		.selectFrom('text_update')
		.select(({ fn }) => fn.max('sequence').as('last'))
		.where('batch_id', '=', batch.id)
		.where('text_id', '=', batch.textId)
		.executeTakeFirst();
	return row?.last ?? null;
}

/**
 * Two at once: the one that covers more wins, and numbers go on through all histories of a text. The lock on the text's
 * row is one that commits go on beside; only a new history waits for it, or would find the snapshot of the old one.
 */
async function compact(database: Kysely<DB>, snapshot: Snapshot, graceSeconds: number): Promise<boolean> {
	const { textId, epoch, through, state } = snapshot;
	const { rows } = await sql<{ written: boolean }>`
		with written as (
			insert into text_snapshot (text_id, epoch, through_sequence, state)
			select id, epoch, ${through}, ${Buffer.from(state)} from living_text where id = ${textId} and epoch = ${epoch}
			for key share
			on conflict (text_id) do update
				set epoch = excluded.epoch, through_sequence = excluded.through_sequence, state = excluded.state,
					created_at = now()
				where text_snapshot.through_sequence < excluded.through_sequence
			returning text_id
		), covered as (
			delete from text_update u using written w
			where u.text_id = w.text_id and u.epoch = ${epoch} and u.sequence <= ${through}
				and u.committed_at <= now() - make_interval(secs => ${graceSeconds})
		)
		select exists (select 1 from written) as written`.execute(database);
	return rows[0]?.written ?? false;
}

/**
 * Gives a text a new history: new epoch, the sequence goes on. Holds the text's row, so a commit of the old history
 * finds either the old epoch before this one or the new one after it. After the commit call `Realtime.seeded`, or
 * clients of the old history learn it only when they next write.
 */
export async function seedText(tx: Transaction<DB>, seed: Seed, newId: () => string): Promise<SeededText> {
	const { textId, kind, accountId } = seed;
	const epoch = newId();
	await tx
		.insertInto('living_text')
		.values({ id: textId, kind, epoch })
		.onConflict((conflict) => conflict.column('id').doNothing())
		.execute();
	const { last_sequence } = await tx
		.selectFrom('living_text')
		.select('last_sequence')
		.where('id', '=', textId)
		.forUpdate()
		.executeTakeFirstOrThrow();
	await tx.deleteFrom('text_update').where('text_id', '=', textId).execute();
	await tx.deleteFrom('text_snapshot').where('text_id', '=', textId).execute();
	const sequence = last_sequence + 1;
	const { bytes, clients } = rebuilt(seed.update);
	await tx.updateTable('living_text').set({ epoch, last_sequence: sequence }).where('id', '=', textId).execute();
	await tx
		.insertInto('text_update')
		.values({ text_id: textId, sequence, epoch, batch_id: newId(), account_id: accountId, bytes })
		.execute();
	if (accountId !== null) await claim(tx, textId, accountId, clients);
	return { epoch, sequence };
}

async function claim(tx: Transaction<DB>, textId: string, accountId: string, clients: number[]): Promise<void> {
	if (clients.length === 0) return;
	await tx
		.insertInto('text_client')
		.values(clients.map((clientId) => ({ text_id: textId, client_id: clientId, account_id: accountId })))
		.onConflict((conflict) => conflict.columns(['text_id', 'client_id']).doNothing())
		.execute();
}

/** Through a document of its own: what does not apply is noticed here, and what was deleted is not stored. */
function rebuilt(update: Uint8Array): { bytes: Buffer; clients: number[] } {
	const doc = new Y.Doc({ gc: true });
	Y.applyUpdate(doc, update);
	const bytes = Buffer.from(Y.encodeStateAsUpdate(doc));
	const clients = [...Y.decodeStateVector(Y.encodeStateVector(doc)).keys()];
	doc.destroy();
	return { bytes, clients };
}
