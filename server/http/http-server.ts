import { once } from 'node:events';
import { createServer, type RequestListener, type Server, type ServerOptions } from 'node:http';
import type { AddressInfo } from 'node:net';

/**
 * How long somebody may take to say what is wanted. Node's own are a minute and more, and every connection that says
 * nothing holds a file descriptor meanwhile. The body of an import may take its time.
 */
export const TIMEOUTS = {
	headersTimeout: 15_000,
	requestTimeout: 300_000,
	connectionsCheckingInterval: 5_000,
	// Proxies keep a connection for a minute. Whoever closes first must be they, or a request meets a closed door.
	keepAliveTimeout: 65_000
} satisfies ServerOptions;

/**
 * How many connections may wait to be taken in (the system's own limit, usually as many, counts too). Node's 511 are
 * too few for a hall that joins at once: those beyond try again after one, two, four … seconds.
 */
const WAITING = 4_096;

export const createHttpServer = (listener: RequestListener, timeouts: ServerOptions = TIMEOUTS): Server =>
	createServer(timeouts, listener);

/** Begins to listen; port 0 takes a free one. Returns the port. */
export async function listenAt(server: Server, at: { host: string; port: number }): Promise<number> {
	server.listen({ ...at, backlog: WAITING });
	await once(server, 'listening');
	return (server.address() as AddressInfo).port;
}
