// What main.ts does for the built pages, done for Vite's: one application, its sockets, its end.
import { createClock } from '#server/clock.ts';
import { readConfig } from '#server/config.ts';
import { openStore } from '#server/database/store.ts';
import { createFront } from '#server/http/front.ts';
import { createLog } from '#server/log.ts';
import { stopOnSignals } from '#server/signals.ts';
import { createApplication } from '#server/application.ts';

const SOCKETS = '/ws/';

/**
 * Starts the application beside a Vite server and leaves Vite's own socket alone. Imported natively, not through
 * Vite, so that what is started here is one instance whatever Vite reloads.
 * @param {import('vite').ViteDevServer} vite
 */
export async function attach(vite) {
	const log = createLog();
	const config = readConfig(process.env);
	const store = await openStore(config, log);
	const application = await createApplication({
		config,
		databaseUrl: store.databaseUrl,
		log,
		clock: createClock(config.demoNow)
	});
	await application.start();
	Object.assign(globalThis, { [Symbol.for('medskick.application')]: application });
	const front = createFront({
		log,
		trustedProxies: config.trustedProxies,
		readiness: () => application.isReady(),
		pages: () => null
	});
	vite.middlewares.use((request, _response, next) => {
		front.mark(request);
		next();
	});
	vite.httpServer?.on('upgrade', (request, socket, head) => {
		if (request.url?.startsWith(SOCKETS)) application.realtime.handleUpgrade(request, socket, head);
	});
	/** @type {Promise<void> | undefined} */
	let stopped;
	const stop = () => (stopped ??= end(application, store));
	stopOnSignals(log, stop);
	// On SIGTERM, and when its input ends, Vite leaves as soon as it has closed itself; the database is to end first.
	const closeVite = vite.close.bind(vite);
	vite.close = () => stop().finally(closeVite);
	vite.httpServer?.once('listening', () => {
		process.stdout.write(`\nMedskick (development) is running on ${config.origin}\n`);
		for (const line of application.announcements()) process.stdout.write(`  ${line}\n`);
	});
}

/**
 * @param {import('#server/application.ts').Application} application
 * @param {import('#server/database/store.ts').Store} store
 */
async function end(application, store) {
	await application.realtime.drain();
	await application.close();
	await store.close();
}
