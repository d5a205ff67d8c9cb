import pg from 'pg';
import { foreign } from './foreign.mjs';

/** @typedef {import('./index.mjs').Place} Place */

const HOCUSPOCUS = /** @type {const} */ ({
	framing: 'hocuspocus',
	folder: 'hocuspocus',
	script: 'peers/hocuspocus/server.mjs',
	path: '/'
});
const Y_WEBSOCKET = /** @type {const} */ ({
	framing: 'y-websocket',
	folder: 'y-websocket-server',
	script: 'peers/y-websocket-server/node_modules/@y/websocket-server/src/server.js'
});

/** @param {string} query with columns `room` and `bytes` */
const storedBy = (query) => async (/** @type {string} */ databaseUrl, /** @type {readonly string[]} */ rooms) => {
	const client = new pg.Client(databaseUrl);
	await client.connect();
	const { rows } = await client.query(query);
	await client.end();
	const texts = new Map(rooms.map((room) => [room, /** @type {Uint8Array[]} */ ([])]));
	for (const { room, bytes } of rows) texts.get(room)?.push(bytes);
	return texts;
};
const hocuspocusStored = storedBy('select name as room, data as bytes from documents');

export const peers = [
	foreign({ ...HOCUSPOCUS, name: 'hp', label: 'hocuspocus 4.7, in memory' }),
	foreign({
		...HOCUSPOCUS,
		name: 'hp-f16',
		label: 'hocuspocus 4.7, in memory, flushDelay 16 ms',
		env: () => ({ FLUSH: '16' })
	}),
	foreign({
		...HOCUSPOCUS,
		name: 'hp-pg',
		label: 'hocuspocus 4.7 on Postgres (extension-database, as it comes: 2 to 10 s)',
		onPostgres: true,
		persistent: true,
		settleMs: 3_000,
		env: ({ databaseUrl }) => ({ DATABASE_URL: databaseUrl }),
		stored: hocuspocusStored
	}),
	foreign({
		...HOCUSPOCUS,
		name: 'hp-pg1',
		label: 'hocuspocus 4.7 on Postgres (debounce 1 ms)',
		onPostgres: true,
		persistent: true,
		settleMs: 1_000,
		env: ({ databaseUrl }) => ({ DATABASE_URL: databaseUrl, DEBOUNCE: '1' }),
		stored: hocuspocusStored
	}),
	foreign({ ...Y_WEBSOCKET, name: 'ywss', label: '@y/websocket-server 0.1.1, in memory' }),
	foreign({
		...Y_WEBSOCKET,
		name: 'ywss-ldb',
		label: '@y/websocket-server 0.1.1 on LevelDB',
		persistent: true,
		settleMs: 1_500,
		env: ({ folder }) => ({ YPERSISTENCE: folder })
	}),
	foreign({
		framing: 'y-websocket',
		name: 'ywss-pg',
		label: '@y/websocket-server 0.1.1 on Postgres (y-postgresql)',
		folder: 'y-postgresql',
		script: 'peers/y-postgresql/server.mjs',
		onPostgres: true,
		persistent: true,
		settleMs: 1_500,
		env: ({ databaseUrl }) => ({ DATABASE_URL: databaseUrl }),
		stored: storedBy(`select docname as room, value as bytes from "yjs-writings" where version = 'v1' order by id`)
	}),
	foreign({
		framing: 'y-websocket',
		name: 'yjsserver',
		label: 'yjs-server 0.2.3, in memory',
		folder: 'yjs-server',
		script: 'peers/yjs-server/server.mjs'
	}),
	foreign({
		framing: 'y-websocket',
		name: 'ycrossws',
		label: 'y-crossws 0.0.2, in memory',
		folder: 'y-crossws',
		script: 'peers/y-crossws/server.mjs'
	})
];
