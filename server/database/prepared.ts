import { createHash } from 'node:crypto';
import type { PostgresPool, PostgresPoolClient } from 'kysely';
import type pg from 'pg';

const WORTH_IT = 3;
const MOST_NAMES = 300;
const MOST_SEEN = 3_000;

/**
 * A pool whose connections keep the plans of statements that come again. Planning the reading page's joins costs
 * Postgres more than running them; a statement with a name is parsed once for each connection, and planned once where
 * one plan serves all values. Texts that differ each time (lists of values, parts that are left out) never get that
 * far: a text must have come a few times, and only so many get names.
 */
export function preparing(pool: pg.Pool): PostgresPool {
	const nameOf = createNames();
	const known = new WeakMap<pg.PoolClient, PostgresPoolClient>();
	return {
		options: pool.options,
		async connect() {
			const client = await pool.connect();
			const wrapped = known.get(client) ?? naming(client, nameOf);
			known.set(client, wrapped);
			return wrapped;
		},
		end: () => pool.end()
	};
}

/** Statements without values, `begin` and `commit` among them, go the simple way. */
function naming(client: pg.PoolClient, nameOf: (text: string) => string | undefined): PostgresPoolClient {
	let isLost = false;
	const named = (text: string, values: readonly unknown[]) =>
		client
			.query({ name: values.length === 0 ? undefined : nameOf(text), text, values: [...values] })
			.catch((error: unknown) => {
				isLost ||= !leavesConnection(error);
				throw error;
			});
	// The other form that Kysely knows, with a cursor, is for streams, and is refused without a cursor's class.
	const query: unknown = named;
	return {
		query: query as PostgresPoolClient['query'],
		release: (destroy) => client.release(destroy === true || isLost)
	};
}

/** Only what Postgres itself says about a statement. After no answer in time the line may be dead, without a word. */
const leavesConnection = (error: unknown): boolean =>
	typeof error === 'object' && error !== null && 'severity' in error && error.severity === 'ERROR';

/** A text's name, from its third time on; the same in every connection. Undefined: it is sent without. */
export function createNames(): (text: string) => string | undefined {
	const names = new Map<string, string>();
	const seen = new Map<string, number>();
	return (text) => {
		const name = names.get(text);
		if (name !== undefined || names.size >= MOST_NAMES) return name;
		const times = (seen.get(text) ?? 0) + 1;
		if (seen.size >= MOST_SEEN) seen.clear();
		if (times < WORTH_IT) return void seen.set(text, times);
		seen.delete(text);
		const made = `s_${createHash('sha256').update(text).digest('hex').slice(0, 32)}`;
		names.set(text, made);
		return made;
	};
}
