// Hocuspocus as its documentation wires it up; with DATABASE_URL its texts lie in Postgres.
import { Database } from '@hocuspocus/extension-database';
import { Server } from '@hocuspocus/server';
import pg from 'pg';

const { PORT, DATABASE_URL, DEBOUNCE, FLUSH } = process.env;

/** @param {string} connectionString */
async function onPostgres(connectionString) {
	const pool = new pg.Pool({ connectionString, max: 10 });
	await pool.query('create table if not exists documents (name text primary key, data bytea not null)');
	const read = 'select data from documents where name = $1';
	const write = 'insert into documents values ($1, $2) on conflict (name) do update set data = excluded.data';
	return new Database({
		fetch: async ({ documentName }) =>
			(await pool.query({ name: 'read', text: read, values: [documentName] })).rows[0]?.data ?? null,
		store: async ({ documentName, state }) => {
			await pool.query({ name: 'write', text: write, values: [documentName, state] });
		}
	});
}

await new Server({
	port: Number(PORT),
	address: '127.0.0.1',
	quiet: true,
	extensions: DATABASE_URL === undefined ? [] : [await onPostgres(DATABASE_URL)],
	...(DEBOUNCE === undefined ? {} : { debounce: Number(DEBOUNCE), maxDebounce: Number(DEBOUNCE) }),
	...(FLUSH === undefined ? {} : { flushDelay: Number(FLUSH) })
}).listen();
