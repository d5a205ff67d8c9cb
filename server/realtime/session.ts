import { CLOSE } from '#lib/protocol/close-codes.ts';
import type { Limits } from './limits.ts';
import { TokenBucket } from './token-bucket.ts';

/** The socket under a session. */
export type Transport = {
	/** Takes a finished WebSocket frame (wire.ts). False: the other end is slow to take what is written. */
	write(frame: Uint8Array): boolean;
	/** Bytes that the other end has not taken yet. */
	buffered(): number;
	/** Sends a close frame; the transport ends the connection when the other end does not. */
	close(code: number, reason: string): void;
};

/** Who is at the other end, as the session cookie says; never what the client says. */
export type Viewer = {
	accountId: string | null;
	/** Shown to other editors beside the cursor. */
	name: string | null;
	/** Hash of the session id, for signing out elsewhere. */
	sessionKey: string | null;
};

/** What was decided when the socket opened. */
export type Grant = { access: 'read' | 'write'; moderator: boolean };

export type SessionOptions = {
	viewer: Viewer;
	grant: Grant;
	/** The epoch of the client's copy, or null when it has none. */
	epoch: string | null;
	/** The client understands frames from 100 up. */
	ours: boolean;
	transport: Transport;
	limits: Limits;
	now: number;
};

/**
 * opening   accepted, its room is not loaded; what it sends is held
 * live      everything
 * lagging   too slow: nothing is sent until drained, then one difference from the text as it was at `from`
 * draining  a close frame is out; nothing goes in or out any more
 * closed
 */
export type SessionState =
	| { kind: 'opening'; held: Uint8Array[]; heldBytes: number }
	| { kind: 'live' }
	| { kind: 'lagging'; since: number; from: Uint8Array }
	| { kind: 'draining'; code: number }
	| { kind: 'closed'; code: number };

const HELD_FRAMES = 512;
const LEANING_FRAMES = 1_024;

/** One socket's side of a room: what may go in, what goes out, and how far the other end is behind. */
export class Session {
	readonly viewer: Viewer;
	readonly grant: Grant;
	readonly epoch: string | null;
	readonly ours: boolean;
	readonly openedAt: number;
	/** Frames with changes received so far; the number of the last one. */
	received = 0;
	/** How many of them are committed, or superseded by a later one that is. */
	saved = 0;
	/** Asked for everything it has; nothing is acknowledged until the answer is here. */
	awaitsAnswer = false;
	/** How often it was asked again, because something leaned on what we lack, since nothing did. */
	askedAgain = 0;
	/** Updates that lean on what we lack; applied again when the answer is here. */
	leaning: Uint8Array[] | null = null;
	/** What it sent and is not applied yet must not be. */
	distrusted = false;
	section: string | null = null;

	#state: SessionState = { kind: 'opening', held: [], heldBytes: 0 };
	/** What was written last had to wait, as with a reader in a thousand: only there it is looked how much waits. */
	#behind = false;
	/** Where those of its room are noted who have not taken what they were sent: nobody goes through all to find them. */
	#slow: Set<Session> | null = null;
	readonly #transport: Transport;
	readonly #limits: Limits;
	readonly #frames: TokenBucket;
	readonly #bytes: TokenBucket | null;
	#syncRequests: TokenBucket | null = null;

	constructor(options: SessionOptions) {
		this.viewer = options.viewer;
		this.grant = options.grant;
		this.epoch = options.epoch;
		this.ours = options.ours;
		this.openedAt = options.now;
		this.#transport = options.transport;
		this.#limits = options.limits;
		const writes = options.grant.access === 'write';
		this.#frames = new TokenBucket(writes ? options.limits.writerFrames : options.limits.readerFrames, options.now);
		this.#bytes = writes ? new TokenBucket(options.limits.writerBytes, options.now) : null;
	}

	get state(): SessionState {
		return this.#state;
	}

	/** True while the session takes part in its room. */
	get isOpen(): boolean {
		return this.#state.kind === 'live' || this.#state.kind === 'lagging';
	}

	get mayWrite(): boolean {
		return this.grant.access === 'write' && this.viewer.accountId !== null;
	}

	/**
	 * Called for each frame that arrives. True: it may be handled now. False: it is held for later, or it broke a
	 * limit and the session is closing.
	 */
	admit(frame: Uint8Array, now: number): boolean {
		if (!this.#mayTake(frame.length, now)) return false;
		if (this.#state.kind !== 'opening') return true;
		this.#hold(this.#state, frame);
		return false;
	}

	/** Called for each ping. True: it may be answered. */
	admitPing(now: number): boolean {
		return this.#mayTake(0, now);
	}

	#mayTake(bytes: number, now: number): boolean {
		if (this.#state.kind === 'draining' || this.#state.kind === 'closed') return false;
		if (this.#frames.take(1, now) && this.#bytes?.take(bytes, now) !== false) return true;
		this.close(CLOSE.overload, 'too_much');
		return false;
	}

	#hold(state: Extract<SessionState, { kind: 'opening' }>, frame: Uint8Array): void {
		state.held.push(frame);
		state.heldBytes += frame.length;
		const most = this.mayWrite ? 2 * this.#limits.writerFrame : this.#limits.readerFrame;
		if (state.held.length > HELD_FRAMES || state.heldBytes > most) this.close(CLOSE.overload, 'too_much');
	}

	/** The room is loaded; it notes in `slow` who is behind. Returns what was held meanwhile. */
	begin(slow: Set<Session> | null = null): Uint8Array[] {
		if (this.#state.kind !== 'opening') return [];
		this.#slow = slow;
		const { held } = this.#state;
		this.#state = { kind: 'live' };
		return held;
	}

	/** An update has to wait for the answer. */
	lean(update: Uint8Array): void {
		const leaning = (this.leaning ??= []);
		leaning.push(update);
		const bytes = leaning.reduce((sum, { length }) => sum + length, 0);
		if (leaning.length > LEANING_FRAMES || bytes > this.#limits.writerFrame) this.close(CLOSE.overload, 'too_much');
	}

	mayAskForText(now: number): boolean {
		this.#syncRequests ??= new TokenBucket(this.#limits.syncRequests, now);
		return this.#syncRequests.take(1, now);
	}

	/** Sends what must arrive, whatever waits already. Not to one that lags: it gets a difference. */
	send(frame: Uint8Array): void {
		if (this.#state.kind !== 'live') return;
		this.#behind = !this.#transport.write(frame);
		if (this.#behind) this.#slow?.add(this);
	}

	/** Sends what is worth nothing later (presence), unless something waits already. */
	sendIfQuick(frame: Uint8Array): void {
		if (!this.#behind || this.#transport.buffered() < this.#limits.soft) this.send(frame);
	}

	isTooSlow(): boolean {
		return this.#behind && this.#state.kind === 'live' && this.#transport.buffered() > this.#limits.hard;
	}

	/** So much waits for it that asking for more must not add to it. */
	get isFull(): boolean {
		return this.#state.kind === 'lagging' || this.isTooSlow();
	}

	/** It has not taken all that it was sent. */
	get isBehind(): boolean {
		return this.#state.kind === 'lagging' || (this.#state.kind === 'live' && this.#behind);
	}

	/** Nothing more is sent until `catchUp`. `from` is the state vector of the text as sent so far. */
	lag(from: Uint8Array, now: number): void {
		if (this.#state.kind === 'live') this.#state = { kind: 'lagging', since: now, from };
	}

	/** True for one that lags and has taken everything that waited. */
	get hasDrained(): boolean {
		return this.#state.kind === 'lagging' && this.#transport.buffered() === 0;
	}

	catchUp(frame: Uint8Array): void {
		if (this.#state.kind !== 'lagging') return;
		this.#state = { kind: 'live' };
		this.send(frame);
	}

	/** Closes what has been behind for too long, and what is so old that it must be judged again. */
	check(now: number): void {
		if (this.#state.kind === 'lagging' && now - this.#state.since > this.#limits.lagMs) {
			this.close(CLOSE.overload, 'too_slow');
		} else if (this.isOpen && now - this.openedAt > this.#limits.socketAgeMs) {
			this.close(CLOSE.accessChanged, 'judged_again');
		}
	}

	close(code: number, reason: string): void {
		if (this.#state.kind === 'draining' || this.#state.kind === 'closed') return;
		this.#state = { kind: 'draining', code };
		this.#transport.close(code, reason);
	}

	/** The socket is gone. */
	ended(code: number): void {
		this.#state = { kind: 'closed', code: this.#state.kind === 'draining' ? this.#state.code : code };
	}
}
