import { createApplication, type Application } from '#server/application.ts';
import { standingClock } from '#server/clock.ts';
import { readConfig } from '#server/config.ts';
import { createLog } from '#server/log.ts';
import type { Limits } from '#server/realtime/limits.ts';
import { testDatabaseUrl } from './postgres.ts';

export type TestApplication = {
	app: Application;
	/** The dialogue's time, which stands still until it is moved. */
	clock: ReturnType<typeof standingClock>;
	/** Rows as the owner sees them: for what the application itself may not do. */
	ownerUrl: string;
	/** The same database as the application itself sees it. */
	appUrl: string;
	close(): Promise<void>;
};

export const TEST_NOW = '2026-09-23T09:00:00+02:00';

/** A whole application on a database of its own: real Postgres, real rooms, mail in the outbox. Nobody listens on a port. */
export async function testApplication(
	options: { now?: string; limits?: Partial<Limits>; inputsPerMinute?: number; smtpUrl?: string } = {}
): Promise<TestApplication> {
	const database = await testDatabaseUrl();
	const clock = standingClock(options.now ?? TEST_NOW);
	const app = await createApplication({
		config: { ...readConfig({ PORT: '0', DEMO: '0' }), origin: 'http://localhost', smtpUrl: options.smtpUrl ?? null },
		databaseUrl: database.appUrl,
		log: createLog({ level: 'fatal' }),
		clock,
		limits: options.limits,
		inputsPerMinute: options.inputsPerMinute ?? 10_000
	});
	await app.start();
	return {
		app,
		clock,
		ownerUrl: database.ownerUrl,
		appUrl: database.appUrl,
		async close() {
			await app.close();
			await database.drop();
		}
	};
}
