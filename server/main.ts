import type { RequestListener, Server } from 'node:http';
import { createApplication, type Application } from './application.ts';
import { createClock } from './clock.ts';
import { ConfigError, readConfig, withPort, type Config } from './config.ts';
import { openStore } from './database/store.ts';
import { ADDRESS_HEADER, createFront, type Readiness } from './http/front.ts';
import { IMPORT_BODY_LIMIT } from './http/body-limit.ts';
import { createHttpServer, listenAt } from './http/http-server.ts';
import { createRequestTally, type RequestTally } from './http/request-tally.ts';
import { createLog, type Logger } from './log.ts';
import { stopOnSignals } from './signals.ts';
import { openExporter } from './watch/exporter.ts';

/** How long a request under way may take once the process is to end. */
const ANSWER_MS = 5_000;
const NOT_READY: Readiness = { database: false, migrations: false, jobs: false };

type Running = {
	server: Server | null;
	pages: RequestListener | null;
	application: Application | null;
	/** What to close when no request is under way any more; from the last to the first. */
	closes: Array<() => Promise<void>>;
};

const log = createLog();
const config = configOrExit();
const running: Running = { server: null, pages: null, application: null, closes: [] };
const starting = start(config, log, running);
const { stopNow } = stopOnSignals(log, () => stop(starting, running));
await starting.catch((error: unknown) => {
	process.stderr.write(`Medskick could not start. ${explain(error)}\n`);
	stopNow(1);
});

async function start(asked: Config, log: Logger, running: Running): Promise<void> {
	const requests = createRequestTally();
	const front = createFront({
		log,
		tally: requests,
		trustedProxies: asked.trustedProxies,
		readiness: async () => (running.pages === null ? NOT_READY : (running.application?.isReady() ?? NOT_READY)),
		pages: () => running.pages
	});
	const server = createHttpServer(front.listener);
	const config = withPort(asked, await listen(server, asked));
	running.server = server;
	const store = await openStore(config, log);
	running.closes.push(store.close);
	const application = await startApplication(config, store.databaseUrl, log, running);
	server.on('upgrade', (request, socket, head) => {
		front.mark(request);
		application.realtime.handleUpgrade(request, socket, head);
	});
	const metrics = await openMetrics(config, application, requests, log, running);
	running.pages = await loadPages(config);
	announce(config, application, metrics);
}

function configOrExit(): Config {
	try {
		return readConfig(process.env);
	} catch (error) {
		if (!(error instanceof ConfigError)) throw error;
		process.stderr.write(`Medskick could not start. Mend this in the environment:\n`);
		for (const problem of error.problems) process.stderr.write(`  ${problem}\n`);
		process.exit(1);
	}
}

/** First of all, so that a taken port costs nothing, and so that `/halsa` answers while the rest starts. */
async function listen(server: Server, { host, port }: Config): Promise<number> {
	try {
		return await listenAt(server, { host, port });
	} catch (cause) {
		const code = cause instanceof Error && 'code' in cause ? cause.code : '';
		if (code === 'EADDRINUSE') {
			throw new Error(`Port ${port} is taken by another program. Stop that one, or choose a port: PORT=${port + 1}`, {
				cause
			});
		}
		if (code === 'EACCES') throw new Error(`Port ${port} is reserved. Choose one above 1023: PORT=3000`, { cause });
		throw new Error(`HOST=${host} is not an address of this machine.`, { cause });
	}
}

/** SvelteKit's bundle finds the application under one agreed symbol: its own copy of our modules would be another. */
async function startApplication(
	config: Config,
	databaseUrl: string,
	log: Logger,
	running: Running
): Promise<Application> {
	const application = await createApplication({ config, databaseUrl, log, clock: createClock(config.demoNow) });
	running.closes.push(() => application.close());
	await application.start();
	running.application = application;
	Object.assign(globalThis, { [Symbol.for('medskick.application')]: application });
	return application;
}

/** Served until the very end, so that a drain can be watched. Answers with their address, or null. */
async function openMetrics(
	{ metricsPort }: Config,
	{ watched }: Application,
	requests: RequestTally,
	log: Logger,
	running: Running
): Promise<string | null> {
	if (metricsPort === null) return null;
	const exporter = await openExporter(metricsPort, { ...watched, requests }, log);
	running.closes.push(exporter.close);
	return exporter.url;
}

/** The adapter reads its settings from the environment while it is imported. */
async function loadPages(config: Config): Promise<RequestListener> {
	process.env.ORIGIN = config.origin;
	process.env.ADDRESS_HEADER = ADDRESS_HEADER;
	process.env.BODY_SIZE_LIMIT = String(IMPORT_BODY_LIMIT);
	const { handler }: { handler: RequestListener } = await import(new URL('../build/handler.js', import.meta.url).href);
	return handler;
}

/** To the terminal and not to the log, which keeps no links that open a door. In one go, for whoever reads along. */
function announce(config: Config, application: Application, metrics: string | null): void {
	const details = [...(metrics === null ? [] : [`metrics: ${metrics}`]), ...application.announcements()];
	process.stdout.write([`\nMedskick is running on ${config.origin}`, ...details].join('\n  ') + '\n');
}

/**
 * At once `/halsa/redo` answers 503 and so does every new request. The port stays open while sockets leave in shards,
 * so that a proxy sees that we are going rather than that we are gone. Then nobody new gets through, requests under
 * way get their answer, and the application and the database end.
 */
async function stop(starting: Promise<void>, running: Running): Promise<void> {
	await starting.catch(() => undefined);
	running.pages = null;
	await running.application?.realtime.drain();
	if (running.server !== null) await closeServer(running.server);
	for (const close of running.closes.reverse()) await close();
}

/** Requests under way get their answer; idle connections do not hold us up. */
async function closeServer(server: Server): Promise<void> {
	const closed = new Promise<void>((resolve) => server.close(() => resolve()));
	server.closeIdleConnections();
	setTimeout(() => server.closeAllConnections(), ANSWER_MS).unref();
	await closed;
}

function explain(error: unknown): string {
	if (!(error instanceof Error)) return String(error);
	return error.cause instanceof Error ? `${error.message} (${error.cause.message})` : error.message;
}
