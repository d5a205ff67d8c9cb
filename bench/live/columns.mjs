/**
 * What of a run stands in the tables: heading, value, and for one column per workload which way is better. `sound`: a
 * server with another value has not done the work, and is no peer in the ratios.
 * @typedef {{ head: string, of: (run: any) => unknown, better?: 'low' | 'high', sound?: (value: unknown) => boolean }} Column
 */

/** @param {string} head @param {string} path @param {Pick<Column, 'better' | 'sound'>} [more] @returns {Column} */
const column = (head, path, more = {}) => ({
	head,
	of: (run) => path.split('.').reduce((value, key) => value?.[key], run),
	...more
});
const low = /** @type {const} */ ({ better: 'low' });
const high = /** @type {const} */ ({ better: 'high' });
const all = { sound: (/** @type {unknown} */ value) => value === true };
const none = { sound: (/** @type {unknown} */ value) => value === 0 };
const most = { sound: (/** @type {unknown} */ value) => Number(value) > 0.95 };

const LATENCY = [
	column('p50 ms', 'latencyMs.p50'),
	column('p95 ms', 'latencyMs.p95'),
	column('max ms', 'latencyMs.max')
];
const SERVER = [
	column('server core', 'serverShare'),
	column('Postgres s', 'databaseSeconds'),
	column('memory MiB', 'memoryMiB')
];
const CALM = [column('generator core', 'generatorShare'), column('others, cores', 'otherShare')];

const MEETING = [
	column('µs CPU per delivery', 'microsecondsPerDelivery', low),
	...LATENCY,
	column('not delivered', 'missing', none),
	column('converged', 'converged', all),
	...SERVER,
	...CALM
];
const PRESENCE = [
	column('server core', 'serverShare', low),
	column('MB/s', 'megabytesPerSecond'),
	column('seen', 'coverage', most),
	...LATENCY,
	column('memory MiB', 'memoryMiB'),
	...CALM
];
const JOINING = [
	column('µs CPU per join', 'microsecondsPerJoin', low),
	column('all in sync ms', 'allSyncedMs'),
	...LATENCY,
	column('in sync', 'synced'),
	column('told too early', 'early', none),
	column('Postgres s', 'databaseSeconds'),
	column('memory MiB', 'memoryMiB'),
	...CALM
];
const OPENING = [
	column('in sync after ms', 'syncedMs', low),
	column('server CPU ms', 'serverMs'),
	column('Postgres CPU ms', 'databaseMs'),
	column('complete', 'complete', all),
	column('received bytes', 'receivedBytes'),
	column('others, cores', 'otherShare')
];

/** @type {Record<string, readonly Column[]>} by workload */
export const COLUMNS = {
	W1: MEETING,
	W1busy: MEETING,
	W2: PRESENCE,
	W2stock: PRESENCE,
	W3: JOINING,
	W3sessions: JOINING,
	W4: [
		column('seen by others /s', 'broadcastPerSecond', high),
		column('lost', 'lost'),
		column('seen by others', 'broadcast'),
		column('stored', 'stored'),
		column('acknowledged', 'acknowledged'),
		column('µs CPU per update', 'microsecondsPerUpdate'),
		column('p50 ms', 'latencyMs.p50'),
		column('p99 ms', 'latencyMs.p99'),
		...SERVER,
		...CALM
	],
	W5: [
		column('KiB per room', 'kibibytesPerRoom', low),
		column('memory MiB', 'residentMiB'),
		column('open', 'open'),
		column('idle core', 'idleShare'),
		column('µs CPU per join', 'microsecondsPerJoin'),
		column('connections /s', 'connectionsPerSecond'),
		column('others, cores', 'otherShare')
	],
	W5idle: [
		column('memory MiB', 'residentMiB', low),
		column('highest MiB', 'highestMiB'),
		column('KiB per socket', 'kibibytesPerSocket'),
		column('open', 'open'),
		column('idle core', 'idleShare'),
		column('connections /s', 'connectionsPerSecond'),
		column('others, cores', 'otherShare')
	],
	W6: OPENING,
	W6tail: OPENING,
	W7: [
		column('p95 ms', 'p95 ms', low),
		column('p50 ms', 'p50 ms'),
		column('max ms', 'max ms'),
		column('answered p95 ms', 'answered p95 ms'),
		column('not arrived', 'not arrived'),
		column('edits p95 ms', 'editMs.p95'),
		column('server core', 'serverShare'),
		...CALM
	]
};
