import { createServer, type RequestListener, type Server, type ServerOptions } from 'node:http';

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

export const createHttpServer = (listener: RequestListener, timeouts: ServerOptions = TIMEOUTS): Server =>
	createServer(timeouts, listener);
