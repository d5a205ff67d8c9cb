import pg from 'pg';
import type { Config } from '#server/config.ts';
import type { Logger } from '#server/log.ts';
import { startEmbedded } from './embedded.ts';
import { migrate } from './migrate.ts';

/** A migrated database to work on, and the way to leave it. */
export type Store = { databaseUrl: string; close(): Promise<void> };

/** The configured database, or the embedded one where none is configured; migrated either way. */
export async function openStore(config: Config, log: Logger): Promise<Store> {
	if (config.databaseUrl !== null) {
		const ownerUrl = config.migrateDatabaseUrl ?? config.databaseUrl;
		await reach(ownerUrl);
		await migrate({ ownerUrl, appUrl: config.databaseUrl, log });
		return { databaseUrl: config.databaseUrl, close: async () => undefined };
	}
	const embedded = await startEmbedded({ dataDir: config.dataDir, log });
	try {
		await migrate({ ownerUrl: embedded.ownerUrl, appUrl: embedded.appUrl, log });
	} catch (error) {
		await embedded.stop();
		throw error;
	}
	return { databaseUrl: embedded.appUrl, close: () => embedded.stop() };
}

/** Says which setting is wrong, before the first migration would fail with only what the network said. */
async function reach(url: string): Promise<void> {
	const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 10_000 });
	try {
		await client.connect();
	} catch (cause) {
		throw new Error('The database that DATABASE_URL names does not answer, or does not let us in.', { cause });
	} finally {
		await client.end().catch(() => undefined);
	}
}
