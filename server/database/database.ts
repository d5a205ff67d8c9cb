import { Kysely, PostgresDialect } from 'kysely';
import pg from 'pg';
import type { Logger } from '#server/log.ts';
import { preparing } from './prepared.ts';
import type { DB } from './schema.ts';

export type Database = Kysely<DB>;

const INT8 = 20;
const DATE = 1082;

/** Counters stay far below 2^53; a calendar date has no time and must not become one in some zone. */
const types: pg.CustomTypesConfig = {
	getTypeParser: (id, format) => {
		if (id === INT8) return Number;
		if (id === DATE) return (value: string) => value;
		return pg.types.getTypeParser(id, format);
	}
};

/** A connection without an answer for this long is given up: a network that is gone does not always say so. */
const ANSWER_MS = 60_000;

/** Opens a pool. A stopped database fails the queries that need it, never the process (hence the error listeners). */
export function openPool(url: string, log: Pick<Logger, 'warn'>, settings: pg.PoolConfig): pg.Pool {
	const pool = new pg.Pool({
		connectionString: url,
		connectionTimeoutMillis: 5_000,
		application_name: 'medskick',
		...settings
	});
	// Not while we stop: the embedded database may end before the last connection has.
	const tell = (what: string) => (error: Error) => {
		if (!pool.ending) log.warn({ error: error.message }, what);
	};
	pool.on('error', tell('idle database connection lost'));
	// The same for a connection at work: its query fails, and an event without a listener would end the process.
	pool.on('connect', (client) => client.on('error', tell('database connection lost')));
	return pool;
}

export function openDatabase(
	url: string,
	log: Pick<Logger, 'warn'>,
	max = 12,
	settings: pg.PoolConfig = {}
): { database: Database; pool: pg.Pool } {
	// A new connection costs a password check and has no plans kept: those of a busy minute stay for the next.
	const kept = { idleTimeoutMillis: 10 * 60_000, query_timeout: ANSWER_MS };
	const pool = openPool(url, log, { max, types, ...kept, ...settings });
	return { database: new Kysely<DB>({ dialect: new PostgresDialect({ pool: preparing(pool) }) }), pool };
}
