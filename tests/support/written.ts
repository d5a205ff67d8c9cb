import pg from 'pg';

/**
 * A hash of every row of every table, to see that nothing was written. Refusals that the trail notes do not count
 * (domain C-04 wants them there), nor does the sealing of the trail, which goes on by itself.
 */
export async function everythingWritten(ownerUrl: string): Promise<Record<string, string>> {
	const owner = new pg.Client({ connectionString: ownerUrl });
	await owner.connect();
	try {
		const tables = await owner.query<{ name: string }>(
			`select relname as name from pg_class where relkind = 'r' and relnamespace = 'public'::regnamespace
				and relname <> 'audit_seal' order by 1`
		);
		const hashes: Record<string, string> = {};
		for (const { name } of tables.rows) {
			const which = name === 'audit_event' ? `where event.result <> 'denied'` : '';
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
