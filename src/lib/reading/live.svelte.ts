import type { FeedEvent } from '#lib/protocol/events.ts';
import { FeedSocket } from '#lib/protocol/feed-socket.ts';
import type { FeedFrame, Presence } from '#lib/protocol/frames.ts';
import { roomPath } from '#lib/protocol/rooms.ts';

export type LiveState = 'connecting' | 'connected' | 'lost' | 'ended';
export type LiveHandlers = {
	onEvents(events: FeedEvent[]): void;
	/** News may have been missed: read again. */
	onMissed(): void;
};

/** The page's connection to the news of one document, and how many read it now. */
export class Live {
	state: LiveState = $state('connecting');
	people = $state(0);
	/** How many are at which section; empty as long as nobody else is here. */
	sections: Presence['sections'] = $state.raw({});
	#socket: FeedSocket | null = null;
	#section: string | null = null;
	#start: (() => void) | null = null;

	/** `asOf`: when what the page shows was read, by the server's clock. */
	start(documentId: string, asOf: number, handlers: LiveHandlers): void {
		const url = location.origin.replace(/^http/, 'ws') + roomPath('document', documentId);
		this.#start = () => {
			this.#socket = new FeedSocket({
				url,
				asOf,
				onFrame: (frame) => this.#onFrame(frame, handlers),
				onOpen: () => (this.state = 'connected'),
				onMissed: () => handlers.onMissed(),
				onClose: (_code, final) => (this.state = final ? 'ended' : 'lost')
			});
			this.#socket.atSection(this.#section);
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
		this.#section = section;
		this.#socket?.atSection(section);
	}

	#onFrame(frame: FeedFrame, handlers: LiveHandlers): void {
		if (frame.kind === 'event') handlers.onEvents(frame.events);
		if (frame.kind === 'presence') this.#count(frame);
	}

	#count({ people, sections }: Presence): void {
		this.people = people;
		this.sections = people > 1 ? sections : {};
	}
}
