import { join, resolve } from 'node:path';
import type { Logger } from '#server/log.ts';
import { passwordsIn, placesIn } from './embedded-cluster.ts';
import { embeddedUrl } from './embedded-roles.ts';
import { readIfThere, runningPostmaster } from './embedded-run.ts';
import { startEmbedded } from './embedded.ts';

/** A way into the embedded database for somebody who only looks, whether or not a Medskick has it open. */
export type Visit = { started: boolean; appUrl: string; ownerUrl: string; leave(): Promise<void> };

/** Starts the database for as long as the visit lasts when it does not run. Null when none has been made in `dataDir`. */
export async function visitEmbedded(dataDir: string, log: Logger): Promise<Visit | null> {
	const places = placesIn(resolve(dataDir));
	if (readIfThere(join(places.cluster, 'PG_VERSION')) === null) return null;
	const running = runningPostmaster(places.cluster);
	const passwords = passwordsIn(places);
	if (running !== null && passwords !== null) {
		const urlOf = (role: 'app' | 'owner') => embeddedUrl(role, passwords, running.port);
		return { started: false, appUrl: urlOf('app'), ownerUrl: urlOf('owner'), leave: async () => undefined };
	}
	const { appUrl, ownerUrl, stop } = await startVisit(dataDir, log);
	return { started: true, appUrl, ownerUrl, leave: stop };
}

async function startVisit(dataDir: string, log: Logger) {
	const server = await startEmbedded({ dataDir, log, restart: false });
	return { appUrl: server.appUrl, ownerUrl: server.ownerUrl, stop: () => server.stop() };
}
