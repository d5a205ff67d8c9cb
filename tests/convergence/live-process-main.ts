import { createTextStorage } from '#server/realtime/text-storage.ts';
import type { LiveProcessOptions } from './live-process.ts';
import { LiveServer, openTestDatabase } from './live-server.ts';

// A live part in a process of its own: see live-process.ts. It ends when whoever started it is gone.
const settings: Omit<LiveProcessOptions, 'origin'> & { port: number; origin?: string } = JSON.parse(
	process.argv[2] ?? '{}'
);
const { database } = openTestDatabase(settings.databaseUrl);
const server = new LiveServer(database, {
	storage: createTextStorage(database, settings.graceSeconds),
	limits: settings.limits,
	port: settings.port,
	...(settings.origin === undefined ? {} : { origin: () => settings.origin ?? null })
});
await server.start();
process.on('disconnect', () => process.exit());
process.send?.(server.port);
