import { isFinal } from './close-codes.ts';
import type { FeedFrame } from './frames.ts';
import { SectionTeller } from './section-teller.ts';

export type FeedSocketOptions = {
	/** `ws://` or `wss://` address of a room without a text. */
	url: string;
	onFrame(frame: FeedFrame): void;
	/** When what the page shows was read, in milliseconds by the server's clock. Left out: the page sees to it itself. */
	asOf?: number;
	onOpen?(): void;
	/** The connection was away, or something was told after `asOf`: news may have been missed, so read again. */
	onMissed?(): void;
	/** Not open at the moment; `final` when it will not be tried again. */
	onClose?(code: number, final: boolean): void;
	/** For tests and Node. */
	open?(url: string): WebSocket;
	random?(): number;
	/** Says `online` when its line is back; the browser's window, unless a test is in its place. */
	device?: EventTarget;
};

const FIRST_PAUSE_MS = 500;
const LONGEST_PAUSE_MS = 20_000;
/** The server is never silent longer than 20 s. */
const SILENCE_MS = 50_000;

/** Node has none. */
const browser = typeof window === 'undefined' ? undefined : window;

/** A socket that comes back by itself, with growing pauses and jitter, until a close code says it is pointless. */
export class FeedSocket {
	readonly #options: FeedSocketOptions;
	readonly #device: EventTarget | undefined;
	readonly #teller = new SectionTeller((section) => this.#say(section));
	#socket: WebSocket | null = null;
	#timer: ReturnType<typeof setTimeout> | undefined;
	#failures = 0;
	/** On an earlier connection. */
	#welcomed = false;
	#stopped = false;

	constructor(options: FeedSocketOptions) {
		this.#options = options;
		this.#device = options.device ?? browser;
		this.#device?.addEventListener('online', this.#onOnline);
		this.#connect();
	}

	/** Tells the server which section is in view, and again whenever it has connected anew. */
	atSection(section: string | null): void {
		this.#teller.moveTo(section);
	}

	#say(section: string | null): boolean {
		if (this.#socket?.readyState !== 1) return false;
		this.#socket.send(JSON.stringify({ kind: 'section', section }));
		return true;
	}

	close(): void {
		this.#stop();
		clearTimeout(this.#timer);
		this.#teller.stop();
		this.#socket?.close(1000);
		this.#socket = null;
	}

	#stop(): void {
		this.#stopped = true;
		this.#device?.removeEventListener('online', this.#onOnline);
	}

	#connect(): void {
		const socket = this.#options.open?.(this.#options.url) ?? new WebSocket(this.#options.url);
		this.#socket = socket;
		socket.onopen = () => this.#current(socket) && this.#onOpen();
		socket.onmessage = (message) => this.#current(socket) && this.#onMessage(message.data);
		socket.onclose = (event) => this.#current(socket) && this.#onClose(event.code);
		this.#watch(socket);
	}

	#current = (socket: WebSocket): boolean => socket === this.#socket;

	#onOpen(): void {
		this.#teller.connected();
		this.#options.onOpen?.();
	}

	#onMessage(data: unknown): void {
		this.#failures = 0;
		if (this.#socket !== null) this.#watch(this.#socket);
		if (typeof data !== 'string') return;
		const frame: FeedFrame = JSON.parse(data);
		if (frame.kind === 'presence') this.#teller.heard();
		if (frame.kind === 'notice' && frame.notice === 'welcome') this.#onWelcome(frame.newsAt ?? 0);
		this.#options.onFrame(frame);
	}

	/** What happened between two connections, or between reading the page and the first one, was told to nobody. */
	#onWelcome(newsAt: number): void {
		const { asOf = Infinity, onMissed } = this.#options;
		if (this.#welcomed || newsAt >= asOf) onMissed?.();
		this.#welcomed = true;
	}

	#onClose(code: number): void {
		this.#socket = null;
		const final = isFinal(code);
		if (final) this.#stop();
		this.#comeBack();
		this.#options.onClose?.(code, final);
	}

	#comeBack(): void {
		clearTimeout(this.#timer);
		if (!this.#stopped) this.#timer = setTimeout(() => this.#connect(), this.#pause());
	}

	/** Pauses grow for the sake of a server that does not answer; here it was the line that was gone. */
	#onOnline = (): void => {
		this.#failures = 0;
		if (this.#socket === null) this.#comeBack();
	};

	/** Full jitter above the half: a server that restarts does not get everybody in the same instant. */
	#pause(): number {
		const longest = Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** this.#failures++);
		return longest / 2 + ((this.#options.random ?? Math.random)() * longest) / 2;
	}

	#watch(socket: WebSocket): void {
		clearTimeout(this.#timer);
		this.#timer = setTimeout(() => {
			if (!this.#current(socket)) return;
			socket.close();
			this.#onClose(1006);
		}, SILENCE_MS);
	}
}
