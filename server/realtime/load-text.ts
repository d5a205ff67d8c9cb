import { sql, type Kysely } from 'kysely';
import type { DB } from '#server/database/schema.ts';
import type { LoadedText } from './text-types.ts';

/** One row of the answer: the text itself, its updates in order and in one piece, or who writes under which id. */
type Part = {
	part: 'text' | 'updates' | 'client';
	sequence: number | null;
	epoch: string | null;
	bytes: Buffer | null;
	/** How long each of the updates is. */
	lengths: number[] | null;
	client_id: number | null;
	account_id: string | null;
};

/**
 * A text as it is stored, or null when there is none. One statement, and so one view of all tables (a compaction may
 * go on at the same time) and one round trip: after a restart a thousand texts are opened at once.
 */
export async function loadText(database: Kysely<DB>, textId: string): Promise<LoadedText | null> {
	const { rows } = await sql<Part>`
		with text as materialized (
			select t.id, t.epoch, t.last_sequence, s.state, coalesce(s.through_sequence, 0) as through
			from living_text t left join text_snapshot s on s.text_id = t.id and s.epoch = t.epoch
			where t.id = ${textId}
		)
		select 'text' as part, last_sequence as sequence, epoch, state as bytes, null::int[] as lengths,
			null::bigint as client_id, null::uuid as account_id
		from text
		union all
		select 'updates', null, null, string_agg(u.bytes, ''::bytea order by u.sequence),
			array_agg(octet_length(u.bytes) order by u.sequence), null, null
		from text join text_update u on u.text_id = text.id and u.epoch = text.epoch and u.sequence > text.through
		union all
		select 'client', null, null, null, null, c.client_id, c.account_id
		from text join text_client c on c.text_id = text.id`.execute(database);
	const text = rows.find(({ part }) => part === 'text');
	if (text === undefined || text.epoch === null || text.sequence === null) return null;
	const updates = rows.flatMap(({ bytes, lengths }) => (bytes && lengths ? pieces(bytes, lengths) : []));
	const clients = rows.flatMap(({ client_id, account_id }) =>
		client_id === null || account_id === null ? [] : [{ clientId: client_id, accountId: account_id }]
	);
	return { textId, epoch: text.epoch, sequence: text.sequence, state: text.bytes, updates, clients };
}

function pieces(bytes: Buffer, lengths: number[]): Uint8Array[] {
	let at = 0;
	return lengths.map((length) => bytes.subarray(at, (at += length)));
}
