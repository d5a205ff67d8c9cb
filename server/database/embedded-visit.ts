import { join, resolve } from 'node:path';
import type { Logger } from '#server/log.ts';
import { passwordsIn, placesIn } from './embedded-cluster.ts';
import { embeddedUrl } from './embedded-roles.ts';
import { readIfThere, runningPostmaster } from './embedded-run.ts';
import { startEmbedded } from './embedded.ts';

type Urls = { appUrl: string; ownerUrl: string };

/** A way into the embedded database for somebody who only looks, whether or not a Medskick has it open. */
export type Visit = Urls & { started: boolean; leave(): Promise<void> };

/** Starts the database for as long as the visit lasts when it does not run. Null when none has been made in `dataDir`. */
export async function visitEmbedded(dataDir: string, log: Logger): Promise<Visit | null> {
	if (readIfThere(join(placesIn(resolve(dataDir)).cluster, 'PG_VERSION')) === null) return null;
	const running = runningEmbedded(dataDir);
	if (running !== null) return { ...running, started: false, leave: async () => undefined };
	const { appUrl, ownerUrl, stop } = await startVisit(dataDir, log);
	return { started: true, appUrl, ownerUrl, leave: stop };
}

/** The way into the embedded database that somebody else runs; null where none does. */
export function runningEmbedded(dataDir: string): Urls | null {
	const places = placesIn(resolve(dataDir));
	const running = runningPostmaster(places.cluster);
	const passwords = passwordsIn(places);
	if (running === null || passwords === null) return null;
	const urlOf = (role: 'app' | 'owner') => embeddedUrl(role, passwords, running.port);
	return { appUrl: urlOf('app'), ownerUrl: urlOf('owner') };
}

async function startVisit(dataDir: string, log: Logger) {
	const server = await startEmbedded({ dataDir, log, restart: false });
	return { appUrl: server.appUrl, ownerUrl: server.ownerUrl, stop: () => server.stop() };
}
