import pg from 'pg';

/** What running and being refused may write: the trail of refusals is checked elsewhere, jobs come and go by themselves. */
const LEFT_OUT = `event.result = 'denied'`;

/**
 * A hash of every row of every table, to see that nothing was written. Refusals that the trail notes do not count
 * (domain C-04 wants them there).
 */
export async function everythingWritten(ownerUrl: string): Promise<Record<string, string>> {
	const owner = new pg.Client({ connectionString: ownerUrl });
	await owner.connect();
	try {
		const tables = await owner.query<{ name: string }>(
			`select relname as name from pg_class where relkind = 'r' and relnamespace = 'public'::regnamespace order by 1`
		);
		const hashes: Record<string, string> = {};
		for (const { name } of tables.rows) {
			const which = name === 'audit_event' ? `where not (${LEFT_OUT})` : '';
			const table = pg.escapeIdentifier(name);
			const { rows } = await owner.query<{ count: string; hash: string }>(
				`select count(*), md5(coalesce(string_agg(event::text, '' order by event::text), '')) as hash from ${table} event ${which}`
			);
			hashes[name] = `${rows[0]?.count} rows, ${rows[0]?.hash}`;
		}
		return hashes;
	} finally {
		await owner.end();
	}
}
