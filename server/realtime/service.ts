import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import type { Kysely, Transaction } from 'kysely';
import * as Y from 'yjs';
import { CLOSE } from '#lib/protocol/close-codes.ts';
import type { Presence } from '#lib/protocol/frames.ts';
import { holdsText, roomName, type RoomName } from '#lib/protocol/rooms.ts';
import type { DB } from '#server/database/schema.ts';
import type { Feed, FeedMessage } from '#server/feed/feed.ts';
import type { Logger } from '#server/log.ts';
import { CommitLoop } from './commit-loop.ts';
import { Compaction } from './compaction.ts';
import { Connection } from './connection.ts';
import { Gateway, type Accepted } from './gateway.ts';
import { Judging, type Court } from './judging.ts';
import { DEFAULT_LIMITS, type Limits } from './limits.ts';
import { loadText } from './load-text.ts';
import { createMetrics, type RealtimeMetrics } from './metrics.ts';
import { NewsTimes } from './news-times.ts';
import type { LoadedText, TextState } from './text-types.ts';
import { Rooms, type AnyRoom } from './rooms.ts';
import { Session } from './session.ts';
import { createTextStorage, seedText, type Seed, type SeededText, type TextStorage } from './text-storage.ts';
import { createTransport } from './transport.ts';

export type RealtimeDeps<A> = Court<A> & {
	database: Kysely<DB>;
	feed: Feed;
	/** Scheme, host and port of our pages; null: whatever host a request names. */
	origin: () => string | null;
	/** Whose request it is, behind trusted proxies too (address.ts). */
	addressOf: (request: IncomingMessage) => string;
	newId: () => string;
	log: Pick<Logger, 'warn' | 'error'>;
	limits?: Partial<Limits>;
	/** For tests: another storage, another pace. */
	storage?: TextStorage;
	checkMs?: number;
	longestPause?: number;
	attemptMs?: number;
};

/** Whose sockets to close: all that match every given part. */
export type Revocation = { accountId?: string; room?: RoomName; sessionKey?: string };

/** The live part, as the rest of the application sees it. */
export type Realtime = {
	readonly metrics: RealtimeMetrics;
	/** For the HTTP server's `upgrade` event. */
	handleUpgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void;
	/** The committed text without what was deleted from it; null when there is none. */
	readText(textId: string): Promise<TextState | null>;
	/** The text as `db` reads it, edits under way left out: for a transaction that holds the text, for which they wait. */
	readStored(db: Kysely<DB>, textId: string): Promise<TextState | null>;
	/** Gives a text its content, or a new history. Call `seeded` after the commit. */
	seedText(tx: Transaction<DB>, seed: Seed): Promise<SeededText>;
	/** Closes a text of an older history for everybody who has it open. */
	seeded(textId: string, epoch: string): Promise<void>;
	/**
	 * Access has changed: closes the sockets concerned so that they come back and are judged again. After it no
	 * frame goes in, and within a second no byte goes out. Call after the commit of the change.
	 */
	revoke(who: Revocation): void;
	presenceOf(room: RoomName): Presence;
	/** Now, by the clock that news are dated by. A page that asks before it reads can tell later whether it missed any. */
	newsClock(): number;
	/** Lets nobody in, stores everything, then closes sockets in shards so that they do not all return at once. */
	drain(overMs?: number): Promise<void>;
	/** Ends everything at once. What is not stored stays with the clients. */
	close(): Promise<void>;
};

const CHECK_MS = 5_000;
const LIFE_CHECKS = 9;
const DRAIN_MS = 5_000;
const SHARDS = 10;

export function createRealtime<A>(deps: RealtimeDeps<A>): Realtime {
	return new RealtimeService(deps);
}

class RealtimeService<A> implements Realtime {
	readonly metrics = createMetrics();
	readonly #deps: RealtimeDeps<A>;
	readonly #limits: Limits;
	readonly #storage: TextStorage;
	readonly #loop: CommitLoop;
	readonly #compaction: Compaction;
	readonly #rooms: Rooms;
	readonly #judging: Judging<A>;
	readonly #gateway: Gateway<A>;
	readonly #connections = new Set<Connection>();
	readonly #newsTimes = new NewsTimes(now());
	readonly #stopHearing: (() => void)[];
	readonly #checking: NodeJS.Timeout;
	#checks = 0;

	constructor(deps: RealtimeDeps<A>) {
		const { metrics } = this;
		const { log } = deps;
		this.#deps = deps;
		const limits = (this.#limits = { ...DEFAULT_LIMITS, ...deps.limits });
		const storage = (this.#storage = deps.storage ?? createTextStorage(deps.database));
		this.#loop = new CommitLoop({
			storage,
			metrics,
			log,
			now,
			longestPause: deps.longestPause,
			attemptMs: deps.attemptMs
		});
		this.#compaction = new Compaction({ storage, metrics, log });
		this.#rooms = this.#createRooms();
		this.#judging = new Judging(deps, now);
		this.#gateway = new Gateway({ ...deps, judging: this.#judging, limits, metrics, onAccepted: this.#accept });
		this.#stopHearing = [
			deps.feed.subscribe((message) => this.#tell(message)),
			deps.feed.onCommit(() => this.#judging.roomsChanged())
		];
		this.#checking = setInterval(() => this.#check(), deps.checkMs ?? CHECK_MS).unref();
	}

	#createRooms(): Rooms {
		const { metrics } = this;
		const limits = this.#limits;
		const wantCommit: CommitLoop['want'] = (room, due) => this.#loop.want(room, due);
		const offerSnapshot: Compaction['offer'] = (snapshot) => this.#compaction.offer(snapshot);
		const load = (textId: string) => this.#storage.load(textId);
		return new Rooms({
			load,
			room: { later, now, limits, metrics, newId: this.#deps.newId, wantCommit, offerSnapshot, reload: load },
			newsAt: (name, session) => this.#newsTimes.lastFor(name, session),
			onGone: (room) => this.#loop.forget(room),
			limits,
			metrics
		});
	}

	#tell(message: FeedMessage): void {
		this.#newsTimes.told(message.room, message.audience, now());
		this.#rooms.get(message.room)?.tell(message);
	}

	newsClock(): number {
		return now();
	}

	handleUpgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void {
		void this.#gateway.handle(request, socket, head);
	}

	#accept = (accepted: Accepted): void => {
		const { ws, socket, room, viewer, grant, epoch } = accepted;
		const limits = this.#limits;
		const transport = createTransport(ws, socket, limits.closeMs);
		const ours = accepted.ours || !holdsText(room.kind);
		const session = new Session({ viewer, grant, epoch, ours, transport, limits, now: now() });
		const name = roomName(room.kind, room.id);
		const connection = new Connection(ws, socket, session, name, { now, ended: this.#ended, failed: this.#failed });
		this.#connections.add(connection);
		this.metrics.sockets = this.#connections.size;
		this.#rooms.open(room).then(
			(opened) => this.#enter(connection, opened),
			(error: unknown) => this.#couldNotOpen(connection, error)
		);
	};

	#enter(connection: Connection, room: AnyRoom | null): void {
		const { session } = connection;
		if (room === null) return session.close(CLOSE.gone, 'no_such_text');
		const full = room.gathering.sessions.size >= this.#limits.socketsPerRoom;
		if (full) session.close(CLOSE.overload, 'room_full');
		if (full || !connection.enter(room)) this.#rooms.left(room);
	}

	#couldNotOpen({ session }: Connection, error: unknown): void {
		this.#deps.log.warn({ error: error instanceof Error ? error.message : '' }, 'a text could not be loaded');
		session.close(CLOSE.overload, 'not_loaded');
	}

	#ended = (connection: Connection, room: AnyRoom | null): void => {
		this.#connections.delete(connection);
		this.metrics.sockets = this.#connections.size;
		if (room !== null) this.#rooms.left(room);
	};

	#failed = (room: AnyRoom, error: unknown): void => {
		this.#deps.log.error({ error: error instanceof Error ? error.message : '', room: room.name }, 'a room failed');
		if (room.kind === 'text') room.end('broken');
	};

	#check(): void {
		for (const room of this.#rooms.loaded()) {
			room.check();
			this.#rooms.left(room);
		}
		if (++this.#checks % LIFE_CHECKS === 0) for (const connection of this.#connections) connection.checkLife();
	}

	async readText(textId: string): Promise<TextState | null> {
		const open = await this.#rooms.text(textId)?.read();
		return open ?? textOf(await this.#storage.load(textId));
	}

	async readStored(db: Kysely<DB>, textId: string): Promise<TextState | null> {
		return textOf(await loadText(db, textId));
	}

	seedText(tx: Transaction<DB>, seed: Seed): Promise<SeededText> {
		return seedText(tx, seed, this.#deps.newId);
	}

	async seeded(textId: string, epoch: string): Promise<void> {
		const room = await this.#rooms.textSoon(textId);
		if (room !== null && room.epoch !== epoch) room.end('other_epoch');
	}

	revoke(who: Revocation): void {
		this.#judging.accessChanged();
		for (const { session, roomName } of this.#connections) {
			if (!matches(who, session, roomName)) continue;
			session.distrusted = true;
			session.close(CLOSE.accessChanged, 'access_changed');
		}
	}

	presenceOf(room: RoomName): Presence {
		return this.#rooms.get(room)?.gathering.presence ?? { people: 0, editors: 0, sections: {} };
	}

	async drain(overMs = DRAIN_MS): Promise<void> {
		this.#gateway.close();
		for (const room of this.#rooms.loaded()) room.gathering.notify({ notice: 'draining' });
		const connections = [...this.#connections];
		const shard = Math.ceil(connections.length / SHARDS);
		while (connections.length > 0) {
			for (const { session } of connections.splice(0, shard)) session.close(CLOSE.restart, 'restart');
			if (connections.length > 0) await pause(overMs / SHARDS);
		}
		for (const end = now() + 2 * this.#limits.closeMs; this.#connections.size > 0 && now() < end;) await pause(20);
		await within(overMs, this.#loop.idle());
		await within(overMs, this.#compaction.idle());
	}

	async close(): Promise<void> {
		this.#gateway.close();
		clearInterval(this.#checking);
		for (const stop of this.#stopHearing) stop();
		for (const connection of this.#connections) connection.terminate();
		await this.#loop.stop();
		await this.#compaction.stop();
		this.#rooms.dispose();
	}
}

const now = (): number => Date.now();

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/** Waits for `work`, but no longer than `ms`. */
async function within(ms: number, work: Promise<void>): Promise<void> {
	let timer: NodeJS.Timeout | undefined;
	const limit = new Promise<void>((resolve) => (timer = setTimeout(resolve, ms)));
	await Promise.race([work, limit]);
	clearTimeout(timer);
}

function later(ms: number, work: () => void): () => void {
	if (ms <= 0) {
		const soon = setImmediate(work);
		return () => clearImmediate(soon);
	}
	const timer = setTimeout(work, ms);
	return () => clearTimeout(timer);
}

function matches(who: Revocation, { viewer }: Session, room: RoomName): boolean {
	return (
		(who.accountId === undefined || who.accountId === viewer.accountId) &&
		(who.sessionKey === undefined || who.sessionKey === viewer.sessionKey) &&
		(who.room === undefined || who.room === room)
	);
}

/** Without a room: a snapshot with nothing after it is what we want already. */
function textOf(text: LoadedText | null): TextState | null {
	if (text === null) return null;
	const { state, updates, epoch, sequence } = text;
	if (state !== null && updates.length === 0) return { state, epoch, sequence };
	const doc = new Y.Doc({ gc: true });
	doc.transact(() => {
		for (const update of state === null ? updates : [state, ...updates]) Y.applyUpdate(doc, update);
	});
	const whole = Y.encodeStateAsUpdate(doc);
	doc.destroy();
	return { state: whole, epoch, sequence };
}
