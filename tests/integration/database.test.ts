import { sql } from 'kysely';
import { expect, it } from 'vitest';
import { openDatabase } from '#server/database/database.ts';
import { createLog } from '#server/log.ts';
import { testDatabaseUrl } from '../support/postgres.ts';

it('a connection that dies in the middle of a query fails that query and nothing else', async () => {
	const { appUrl, drop } = await testDatabaseUrl();
	const { database } = openDatabase(appUrl, createLog({ level: 'fatal' }));
	const sleeping = sql`select pg_sleep(30) as marker`.execute(database).then(
		() => 'slept',
		() => 'failed'
	);
	const end = sql`select pg_terminate_backend(pid) from pg_stat_activity where query like '%pg_sleep%' and pid <> pg_backend_pid()`;
	for (let tries = 0; tries < 50; tries++) {
		const { rows } = await end.execute(database);
		if (rows.length > 0) break;
		await new Promise((resolve) => setTimeout(resolve, 20));
	}
	expect(await sleeping).toBe('failed');
	// The pool may hand the dying connection out once more before it notices.
	const again = () => sql<{ one: number }>`select 1 as one`.execute(database);
	expect((await again().catch(again)).rows).toEqual([{ one: 1 }]);
	await database.destroy();
	await drop();
});
