import pg from 'pg';

/** Refusals that the trail notes do not count: domain C-04 wants them there. */
const COUNTED: Record<string, string> = { audit_event: `where event.result <> 'denied'` };

/**
 * What stands in a database, to see that nothing was written: of every table how many rows it has, and the sum of the
 * transactions that wrote them, which grows with each.
 * The sealing of the trail, which goes on by itself, is left out. One connection and one planned statement for a whole
 * file of tests, which look twice each.
 */
export class Written {
	readonly #ownerUrl: string;
	#looking: Promise<{ client: pg.Client; text: string }> | null = null;

	constructor(ownerUrl: string) {
		this.#ownerUrl = ownerUrl;
	}

	async look(): Promise<Record<string, string>> {
		const { client, text } = await (this.#looking ??= this.#begin());
		const { rows } = await client.query<{ name: string; rows: string }>({ name: 'written', text });
		return Object.fromEntries(rows.map(({ name, rows }) => [name, rows]));
	}

	async #begin(): Promise<{ client: pg.Client; text: string }> {
		const client = new pg.Client({ connectionString: this.#ownerUrl });
		await client.connect();
		const tables = await client.query<{ name: string }>(
			`select relname as name from pg_class where relkind = 'r' and relnamespace = 'public'::regnamespace
				and relname <> 'audit_seal' order by 1`
		);
		return { client, text: tables.rows.map(({ name }) => rowsOf(name)).join(' union all ') };
	}

	async close(): Promise<void> {
		await (await this.#looking)?.client.end();
	}
}

const rowsOf = (table: string): string =>
	`select ${pg.escapeLiteral(table)} as name,
		count(*) || ' rows, written by ' || coalesce(sum(event.xmin::text::bigint), 0) as rows
		from ${pg.escapeIdentifier(table)} event ${COUNTED[table] ?? ''}`;
