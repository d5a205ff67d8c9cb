import { once } from 'node:events';
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Logger } from '#server/log.ts';
import { createScrape, type Scrape } from './scrape.ts';
import type { Watched } from './source.ts';

/** Metrics are for the machine itself: whoever collects them from afar goes through what the operator sets up. */
const HOST = '127.0.0.1';
const PATH = '/metrics';

export type Exporter = { readonly url: string; close(): Promise<void> };

/** Serves `GET /metrics` on loopback; port 0 takes a free one. Throws when the port is taken. */
export async function openExporter(port: number, watched: Watched, log: Pick<Logger, 'warn'>): Promise<Exporter> {
	const scrape = createScrape(watched);
	const server = createServer(listener(scrape, log));
	server.listen(port, HOST);
	try {
		await once(server, 'listening');
	} catch (cause) {
		scrape.end();
		throw new Error(`METRICS_PORT=${port} is taken by another program, or reserved. Choose another.`, { cause });
	}
	const { port: taken } = server.address() as AddressInfo;
	return {
		url: `http://${HOST}:${taken}${PATH}`,
		close() {
			scrape.end();
			server.closeAllConnections();
			return new Promise((resolve) => server.close(() => resolve()));
		}
	};
}

function listener(scrape: Scrape, log: Pick<Logger, 'warn'>): RequestListener {
	return (request, response) => {
		if (request.url?.split('?', 1)[0] !== PATH) return void response.writeHead(404).end();
		if (request.method !== 'GET') return void response.writeHead(405, { allow: 'GET' }).end();
		scrape.text().then(
			(text) => response.writeHead(200, { 'content-type': scrape.contentType, 'cache-control': 'no-store' }).end(text),
			(error: unknown) => {
				log.warn({ error }, 'metrics could not be read');
				response.writeHead(500).end();
			}
		);
	};
}
