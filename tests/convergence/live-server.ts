import type { IncomingMessage, Server } from 'node:http';
import type { Kysely } from 'kysely';
import type pg from 'pg';
import { v7 } from 'uuid';
import type { Room } from '#lib/protocol/rooms.ts';
import { openDatabase } from '#server/database/database.ts';
import type { DB } from '#server/database/schema.ts';
import { createFeed, type Feed } from '#server/feed/feed.ts';
import { createHttpServer, listenAt } from '#server/http/http-server.ts';
import { createAddressReader } from '#server/realtime/address.ts';
import type { Judgement } from '#server/realtime/judging.ts';
import { createRealtime, type Realtime, type RealtimeDeps } from '#server/realtime/service.ts';
import type { Viewer } from '#server/realtime/session.ts';

/** Who is signed in, as the cookie `who` says: an account's id, or nobody. */
export type Actor = Viewer;

export type LiveOptions = Partial<RealtimeDeps<Actor>> & {
	judge?: (actor: Actor, room: Room) => Promise<Judgement>;
	/** A given port instead of a free one. */
	port?: number;
};

/** A database as the application opens it; errors of its connections are expected here. */
export function openTestDatabase(
	url: string,
	settings: pg.PoolConfig = {}
): { database: Kysely<DB>; end(): Promise<void> } {
	const quiet = { warn: () => undefined };
	const { database } = openDatabase(url, quiet, 6, { connectionTimeoutMillis: 2_000, ...settings });
	return { database, end: () => database.destroy() };
}

const readersAndWriters = async ({ accountId }: Actor): Promise<Judgement> => ({
	access: accountId === null ? 'read' : 'write',
	moderator: false
});

/** The live part behind a real HTTP server. It can be cut off and started again on the same port. */
export class LiveServer {
	readonly database: Kysely<DB>;
	readonly #options: LiveOptions;
	feed: Feed = createFeed((error) => console.error(error));
	#realtime: Realtime | null = null;
	#http: Server | null = null;
	#port = 0;
	readonly complaints: string[] = [];
	/** How often it was asked what holds for a room. */
	roomsLookedUp = 0;

	constructor(database: Kysely<DB>, options: LiveOptions = {}) {
		this.database = database;
		this.#options = options;
		this.#port = options.port ?? 0;
	}

	get port(): number {
		return this.#port;
	}

	get realtime(): Realtime {
		if (this.#realtime === null) throw new Error('The server is not running.');
		return this.#realtime;
	}

	get origin(): string {
		return `http://127.0.0.1:${this.#port}`;
	}

	get socketOrigin(): string {
		return `ws://127.0.0.1:${this.#port}`;
	}

	async start(): Promise<this> {
		const complain = (_fields: unknown, message?: string): void => void this.complaints.push(message ?? '');
		this.feed = createFeed((error) => console.error(error));
		const { judge = readersAndWriters, ...options } = this.#options;
		const realtime = createRealtime<Actor>({
			database: this.database,
			feed: this.feed,
			origin: () => this.origin,
			addressOf: createAddressReader([]),
			newId: v7,
			log: { warn: complain, error: complain },
			authenticate: async (request) => signedIn(request),
			ruleFor: async (room) => {
				this.roomsLookedUp++;
				return (actor) => judge(actor, room);
			},
			longestPause: 200,
			...options
		});
		const http = createHttpServer((_request, response) => void response.end());
		http.on('upgrade', (request, socket, head) => realtime.handleUpgrade(request, socket, head));
		this.#port = await listenAt(http, { host: '127.0.0.1', port: this.#port });
		this.#realtime = realtime;
		this.#http = http;
		return this;
	}

	/** What `kill -9` leaves: nothing is flushed, no close frame is sent. */
	async cut(): Promise<void> {
		const [realtime, http] = [this.realtime, this.#http];
		this.#realtime = null;
		const closed = new Promise<void>((resolve) => http?.close(() => resolve()));
		await realtime.close();
		http?.closeAllConnections();
		await closed;
	}

	/** As SIGTERM does. */
	async stop(): Promise<void> {
		await this.realtime.drain(100);
		await this.cut();
	}
}

function signedIn({ headers }: IncomingMessage): { actor: Actor; viewer: Viewer } {
	const accountId = /(?:^|; )who=([0-9a-f-]{36})/.exec(headers.cookie ?? '')?.[1] ?? null;
	const viewer = { accountId, name: accountId === null ? null : `Namn ${accountId.slice(-4)}`, sessionKey: accountId };
	return { actor: viewer, viewer };
}
