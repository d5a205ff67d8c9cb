import { FeedSocket } from '#lib/protocol/feed-socket.ts';
import type { FeedFrame } from '#lib/protocol/frames.ts';
import type { FocusView, LiveView } from '#lib/protocol/live.ts';
import { roomPath } from '#lib/protocol/rooms.ts';

export type Connection = 'connecting' | 'live' | 'lost' | 'ended';
export type LiveHandlers = {
	/** Something may have been missed: read the page's data again. */
	onMissed(): void;
	/** What only hosts see has changed. */
	onWork?(): void;
	/** Another section is being discussed, and the page has gone there. */
	onMoved?(focus: FocusView): void;
	/** For tests. */
	open?(url: string): WebSocket;
};

/** A page that has just come may have missed what happened since it was made; not everybody asks in the same instant. */
const FIRST_LOOK_MS = 2_000;

/** One meeting in progress as a page sees it: what is so now, and which section this reader has in view. */
export class LiveMeeting {
	live: LiveView = $state.raw({} as LiveView);
	people = $state(0);
	connection: Connection = $state('connecting');
	following = $state(true);
	/** The section in view: what is discussed, or for those who do not follow what they stayed at. */
	shown: FocusView | null = $state.raw(null);
	/** How far the server's clock is ahead of this device's, in milliseconds. */
	ahead = $state(0);
	#socket: FeedSocket | null = null;
	#looking: ReturnType<typeof setTimeout> | undefined;
	#handlers: LiveHandlers | null = null;

	constructor(live: LiveView) {
		this.live = live;
		this.shown = live.focus;
		this.ahead = Date.parse(live.at) - Date.now();
	}

	/** What is discussed elsewhere, for those who do not follow; null while they are at the same place. */
	get elsewhere(): FocusView | null {
		const { focus } = this.live;
		return focus !== null && placeOf(focus) !== placeOf(this.shown) ? focus : null;
	}

	/** Now, by the server's clock. */
	now = (): number => Date.now() + this.ahead;

	/** What everybody sees, newly told. What is older than what is at hand is dropped. */
	receive(live: LiveView): void {
		if (live.meetingId !== this.live.meetingId || live.at < this.live.at) return;
		this.live = live;
		this.ahead = Date.parse(live.at) - Date.now();
		if (this.following || this.shown === null || placeOf(live.focus) === placeOf(this.shown)) this.#goTo(live.focus);
	}

	#goTo(focus: FocusView | null): void {
		const moved = focus !== null && placeOf(focus) !== placeOf(this.shown);
		this.shown = focus;
		if (moved) this.#handlers?.onMoved?.(focus);
	}

	follow(following: boolean): void {
		this.following = following;
		if (following) this.catchUp();
	}

	/** Goes to what is discussed, once. */
	catchUp(): void {
		this.#goTo(this.live.focus);
	}

	/** Opens the connection; returns what ends it. */
	start(origin: string, handlers: LiveHandlers): () => void {
		this.#handlers = handlers;
		this.#looking = setTimeout(() => handlers.onMissed(), Math.random() * FIRST_LOOK_MS);
		this.#socket = new FeedSocket({
			url: origin.replace(/^http/, 'ws') + roomPath('meeting', this.live.meetingId),
			onFrame: (frame) => this.#onFrame(frame, handlers),
			onOpen: () => (this.connection = 'live'),
			onMissed: () => handlers.onMissed(),
			onClose: (_code, final) => (this.connection = final ? 'ended' : 'lost'),
			...(handlers.open === undefined ? {} : { open: handlers.open })
		});
		return () => {
			clearTimeout(this.#looking);
			this.#socket?.close();
		};
	}

	#onFrame(frame: FeedFrame, handlers: LiveHandlers): void {
		if (frame.kind === 'presence') this.people = frame.people;
		if (frame.kind !== 'event') return;
		for (const event of frame.events) {
			if (event.kind === 'live_changed') {
				clearTimeout(this.#looking);
				this.receive(event.live);
			}
			if (event.kind === 'live_work_changed') handlers.onWork?.();
		}
	}
}

const placeOf = (focus: FocusView | null): string =>
	focus === null ? '' : `${focus.documentId}/${focus.sectionId ?? ''}`;
