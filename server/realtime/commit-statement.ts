import { sql, type RawBuilder } from 'kysely';
import type { Batch } from './text-types.ts';

export type CommitRow = {
	batch_id: string;
	committed: boolean;
	epoch: string | null;
	sequence: number | null;
	sealed: boolean | null;
};

/**
 * One statement, and so one transaction and one round trip, for the batches of any number of texts.
 *
 * A text is written only if its epoch and sequence number are the expected ones. That keeps the numbers without
 * gaps, and makes repeating safe: an attempt whose outcome is unknown either came through, and then the repetition
 * finds another number, or it can never come through again. Rows are locked in the order of their ids; a row that
 * somebody else holds is passed over and does not keep other texts waiting. A commit that does not wait for the
 * disk would be no commit, so that setting is overruled.
 */
export function commitStatement(batches: readonly Batch[]): RawBuilder<CommitRow> {
	const rows = batches.flatMap((batch) => batch.rows.map((row, n) => ({ ...row, id: batch.id, ordinal: n + 1 })));
	const claims = batches.flatMap((batch) => batch.claims.map((claim) => ({ ...claim, id: batch.id })));
	return sql<CommitRow>`
		with durable as materialized (
			select set_config('synchronous_commit', case current_setting('synchronous_commit') when 'off' then 'on'
				else current_setting('synchronous_commit') end, true)
		), batch as (
			select * from unnest(
				${batches.map((batch) => batch.id)}::uuid[], ${batches.map((batch) => batch.textId)}::uuid[],
				${batches.map((batch) => batch.epoch)}::uuid[], ${batches.map((batch) => batch.expected)}::bigint[],
				${batches.map((batch) => batch.rows.length)}::int[]
			) as b (batch_id, text_id, epoch, expected, size)
		), held as materialized (
			select t.id from living_text t join batch b on b.text_id = t.id
			where t.epoch = b.epoch and t.last_sequence = b.expected and not t.sealed
			order by t.id for no key update of t skip locked
		), moved as (
			update living_text t set last_sequence = t.last_sequence + b.size
			from batch b join held h on h.id = b.text_id
			where t.id = b.text_id returning t.id
		), stored as (
			insert into text_update (text_id, sequence, epoch, batch_id, account_id, bytes)
			select b.text_id, b.expected + r.ordinal, b.epoch, b.batch_id, r.account_id, r.bytes
			from unnest(
				${rows.map((row) => row.id)}::uuid[], ${rows.map((row) => row.ordinal)}::int[],
				${rows.map((row) => row.accountId)}::uuid[], ${rows.map((row) => Buffer.from(row.bytes))}::bytea[]
			) as r (batch_id, ordinal, account_id, bytes)
			join batch b using (batch_id) join moved m on m.id = b.text_id
		), claimed as (
			insert into text_client (text_id, client_id, account_id)
			select b.text_id, c.client_id, c.account_id
			from unnest(
				${claims.map((claim) => claim.id)}::uuid[], ${claims.map((claim) => claim.clientId)}::bigint[],
				${claims.map((claim) => claim.accountId)}::uuid[]
			) as c (batch_id, client_id, account_id)
			join batch b using (batch_id) join moved m on m.id = b.text_id
			on conflict do nothing
		)
		select b.batch_id, m.id is not null as committed, t.epoch, t.last_sequence as sequence, t.sealed
		from durable, batch b left join moved m on m.id = b.text_id left join living_text t on t.id = b.text_id`;
}
