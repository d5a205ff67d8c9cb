import { readVarString, readVarUint, type Decoder } from 'lib0/decoding';
import { Awareness, encodeAwarenessUpdate } from 'y-protocols/awareness';
import { WebsocketProvider } from 'y-websocket';
import * as Y from 'yjs';
import { awarenessFrame, carriesChanges } from '#lib/protocol/binary-frames.ts';
import { CLOSE } from '#lib/protocol/close-codes.ts';
import type { FeedEvent } from '#lib/protocol/events.ts';
import { FRAME, PARAMETER, type Notice, type Presence } from '#lib/protocol/frames.ts';
import { roomPath, type RoomKind } from '#lib/protocol/rooms.ts';
import { saveStatus, wouldLose, type SavingFacts, type SaveStatus } from './saving.ts';

export type TextConnectionOptions = {
	/** `wss://host` (no path). */
	server: string;
	room: { kind: Extract<RoomKind, 'text' | 'notes'>; id: string };
	/** The history that the page was made from; a client of another one is closed with 4409. */
	epoch: string | null;
	/** A reader says nothing about itself and is asked for nothing. */
	access: 'read' | 'write';
	doc?: Y.Doc;
	/** `doc` holds words from an earlier visit that the server has not said are saved. */
	unsent?: boolean;
	onEvents?(events: FeedEvent[]): void;
	/** For tests and Node. */
	WebSocket?: typeof WebSocket;
};

const OVERDUE_MS = 5_000;
const NOBODY: Presence = { people: 0, editors: 0, sections: {} };
const CLOSED_FACTS = { connected: false, synced: false, sent: 0, acknowledged: 0, overdue: false };

/**
 * One living text in the browser: y-websocket's provider, told not to chatter, and what it takes to say truthfully
 * whether everything is saved. Changes are counted where they are sent; frame 100 says how many of them are in the
 * database. After a cut the handshake sends what was lost, and the counting starts anew at both ends.
 */
export class TextConnection {
	readonly doc: Y.Doc;
	readonly awareness: Awareness;
	readonly provider: WebsocketProvider;
	readonly #options: TextConnectionOptions;
	#facts = $state<SavingFacts>({ ...CLOSED_FACTS, access: null, everSynced: false, unsent: false, closed: false });
	#presence = $state.raw<Presence>(NOBODY);
	#close = $state.raw<{ code: number; reason: string } | null>(null);
	#epoch: string | null;
	#overdueTimer: ReturnType<typeof setTimeout> | undefined;

	readonly status: SaveStatus = $derived(saveStatus(this.#facts));
	/** True when leaving the page would lose something. */
	readonly hasUnsaved: boolean = $derived(wouldLose(this.#facts));
	readonly unsavedFrames: number = $derived(this.#facts.sent - this.#facts.acknowledged + (this.#facts.unsent ? 1 : 0));
	/** The text is here; before, nothing must be typed. */
	readonly ready: boolean = $derived(this.#facts.everSynced);

	constructor(options: TextConnectionOptions) {
		this.#options = options;
		this.#epoch = options.epoch;
		this.#facts.unsent = options.unsent ?? false;
		this.doc = options.doc ?? new Y.Doc();
		this.awareness = new Awareness(this.doc);
		this.provider = this.#createProvider();
		this.#quieten();
		this.#listen();
		this.provider.connect();
	}

	get presence(): Presence {
		return this.#presence;
	}

	/** How many have the text open to read. */
	get readers(): number {
		return Math.max(0, this.#presence.people - this.#presence.editors);
	}

	/** What the server lets this connection do; null until it has said so. */
	get access(): 'read' | 'write' | null {
		return this.#facts.access;
	}

	/** Why it was closed for good, as in `CLOSE`; null while it is not. */
	get closeCode(): number | null {
		return this.#close?.code ?? null;
	}

	get closeReason(): string | null {
		return this.#close?.reason ?? null;
	}

	/** Everything that is here, as a Yjs update: what a person whose text was closed saves as a file. */
	copy(): Uint8Array {
		return Y.encodeStateAsUpdate(this.doc);
	}

	destroy(): void {
		clearTimeout(this.#overdueTimer);
		this.doc.off('update', this.#onLocalChange);
		this.awareness.off('update', this.#sendOwnPresence);
		this.provider.destroy();
		this.awareness.destroy();
	}

	#createProvider(): WebsocketProvider {
		const { server, room, epoch } = this.#options;
		const params: Record<string, string> = { [PARAMETER.ours]: '1' };
		if (epoch !== null) params[PARAMETER.epoch] = epoch;
		return new WebsocketProvider(server, roomPath(room.kind, room.id).slice(1), this.doc, {
			WebSocketPolyfill: this.#countingSocket(),
			awareness: this.awareness,
			disableBc: true,
			connect: false,
			params
		});
	}

	/** Counts what is really handed to the socket; every connection starts at zero, as it does on the server. */
	#countingSocket(): typeof WebSocket {
		const Socket = this.#options.WebSocket ?? WebSocket;
		const opened = (): void => void Object.assign(this.#facts, { sent: 0, acknowledged: 0 });
		const sent = (): void => this.#onSent();
		return class extends Socket {
			constructor(url: string | URL, protocols?: string | string[]) {
				super(url, protocols);
				opened();
			}
			override send(data: string | BufferSource | Blob): void {
				if (data instanceof Uint8Array && carriesChanges(data)) sent();
				super.send(data);
			}
		};
	}

	/** No heartbeats and no echoes: the server renews what it shows of us, and nobody speaks for others. */
	#quieten(): void {
		clearInterval(this.awareness._checkInterval);
		this.awareness.off('update', this.provider._awarenessUpdateHandler);
		if (this.#options.access === 'read') this.awareness.setLocalState(null);
		else this.awareness.on('update', this.#sendOwnPresence);
	}

	#sendOwnPresence = (_changes: unknown, origin: unknown): void => {
		const { ws } = this.provider;
		if (origin !== 'local' || ws?.readyState !== 1) return;
		ws.send(Uint8Array.from(awarenessFrame(encodeAwarenessUpdate(this.awareness, [this.doc.clientID]))));
	};

	#listen(): void {
		const { provider } = this;
		const { messageHandlers } = provider;
		messageHandlers[FRAME.saved] = (_encoder, decoder) => this.#onSaved(readVarUint(decoder));
		messageHandlers[FRAME.event] = (_encoder, decoder) => this.#options.onEvents?.(readJson(decoder));
		messageHandlers[FRAME.presence] = (_encoder, decoder) => void (this.#presence = readJson(decoder));
		messageHandlers[FRAME.notice] = (_encoder, decoder) => this.#onNotice(readJson(decoder));
		provider.on('status', ({ status }) => void (this.#facts.connected = status === 'connected'));
		provider.on('sync', (synced) => this.#onSync(synced));
		provider.on('connection-close', () => this.#onCut());
		provider.on('closed', (close) => this.#onClosed(close));
		this.doc.on('update', this.#onLocalChange);
	}

	/** The provider sends on an open socket only; otherwise the change waits for the next connection. */
	#onLocalChange = (_update: Uint8Array, origin: unknown): void => {
		const { ws, wsconnected } = this.provider;
		if (origin !== this.provider && !(wsconnected && ws?.readyState === 1)) this.#facts.unsent = true;
	};

	#onSent(): void {
		this.#facts.sent++;
		this.#overdueTimer ??= setTimeout(() => void (this.#facts.overdue = true), OVERDUE_MS);
	}

	/** The first frame acknowledged on a connection answers for everything that was here when it was sent. */
	#onSaved(count: number): void {
		this.#facts.acknowledged = count;
		this.#facts.overdue = false;
		clearTimeout(this.#overdueTimer);
		this.#overdueTimer = undefined;
		if (count > 0) this.#facts.unsent = false;
		if (count < this.#facts.sent) {
			this.#overdueTimer = setTimeout(() => void (this.#facts.overdue = true), OVERDUE_MS);
		}
	}

	#onNotice(notice: Notice): void {
		if (notice.notice === 'not_saved') this.#facts.overdue = true;
		if (notice.notice !== 'welcome') return;
		this.#facts.access = notice.access;
		if (this.#epoch !== null && notice.epoch !== this.#epoch) return this.#leaveHistory();
		this.#epoch = notice.epoch;
		if (notice.epoch !== null) this.provider.params[PARAMETER.epoch] = notice.epoch;
	}

	/** Two histories in one copy would show everything twice. */
	#leaveHistory(): void {
		this.provider.disconnect();
		this.#onClosed({ code: CLOSE.otherEpoch, reason: 'other_epoch' });
	}

	#onSync(synced: boolean): void {
		this.#facts.synced = synced;
		if (synced) this.#facts.everSynced = true;
	}

	/** Comes back at another moment than everybody else. */
	#onCut(): void {
		clearTimeout(this.#overdueTimer);
		this.#overdueTimer = undefined;
		const lost = wouldLose(this.#facts);
		Object.assign(this.#facts, CLOSED_FACTS, { unsent: lost });
		this.provider.maxBackoffTime = 1_000 + Math.random() * 4_000;
	}

	#onClosed(close: { code: number; reason: string }): void {
		this.#close = close;
		this.#facts.closed = true;
	}
}

function readJson<T>(decoder: Decoder): T {
	return JSON.parse(readVarString(decoder));
}
