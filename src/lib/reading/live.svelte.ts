import type { FeedEvent } from '#lib/protocol/events.ts';
import { FeedSocket } from '#lib/protocol/feed-socket.ts';
import type { FeedFrame } from '#lib/protocol/frames.ts';
import { roomPath } from '#lib/protocol/rooms.ts';

export type LiveState = 'connecting' | 'connected' | 'lost' | 'ended';
export type LiveHandlers = {
	onEvents(events: FeedEvent[]): void;
	/** The connection is back after a break: news may have been missed. */
	onReturn(): void;
};

/** The page's connection to the news of one document, and how many read it now. */
export class Live {
	state: LiveState = $state('connecting');
	people = $state(0);
	#socket: FeedSocket | null = null;
	#section: string | null = null;
	#start: (() => void) | null = null;

	start(documentId: string, handlers: LiveHandlers): void {
		const url = location.origin.replace(/^http/, 'ws') + roomPath('document', documentId);
		this.#start = () => {
			this.#socket = new FeedSocket({
				url,
				onFrame: (frame) => this.#onFrame(frame, handlers),
				onOpen: (again) => this.#onOpen(again, handlers),
				onClose: (_code, final) => (this.state = final ? 'ended' : 'lost')
			});
		};
		this.#start();
	}

	/** Opens the connection anew: whoever has become a guest would otherwise go on hearing what a stranger hears. */
	restart(): void {
		this.#socket?.close();
		this.#start?.();
	}

	stop(): void {
		this.#start = null;
		this.#socket?.close();
	}

	atSection(section: string | null): void {
		if (section === this.#section) return;
		this.#section = section;
		this.#socket?.atSection(section);
	}

	#onOpen(again: boolean, handlers: LiveHandlers): void {
		this.state = 'connected';
		this.#socket?.atSection(this.#section);
		if (again) handlers.onReturn();
	}

	#onFrame(frame: FeedFrame, handlers: LiveHandlers): void {
		if (frame.kind === 'event') handlers.onEvents(frame.events);
		if (frame.kind === 'presence') this.people = frame.people;
	}
}
