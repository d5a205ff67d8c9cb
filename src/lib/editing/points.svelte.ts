import { FeedSocket } from '#lib/protocol/feed-socket.ts';
import { roomPath } from '#lib/protocol/rooms.ts';
import type { PointsBeside } from './types.ts';

/** News come in flocks during a meeting: one question to the server for all of them. */
const GATHER_MS = 1_500;

/** The points beside the text, asked for again when something happens to them. */
export class PointsNearby {
	current: PointsBeside = $state.raw(null);
	#socket: FeedSocket | null = null;
	#timer: ReturnType<typeof setTimeout> | undefined;
	readonly #address: string;

	constructor(address: string, initial: PointsBeside) {
		this.#address = address;
		this.current = initial;
	}

	/** `asOf`: when the points at hand were read, by the server's clock. */
	start(documentId: string, asOf: number): void {
		const url = location.origin.replace(/^http/, 'ws') + roomPath('document', documentId);
		this.#socket = new FeedSocket({
			url,
			asOf,
			onFrame: (frame) => frame.kind === 'event' && this.#refreshSoon(),
			onMissed: () => this.#refreshSoon()
		});
	}

	stop(): void {
		clearTimeout(this.#timer);
		this.#socket?.close();
	}

	#refreshSoon(): void {
		this.#timer ??= setTimeout(() => {
			this.#timer = undefined;
			void this.#refresh();
		}, GATHER_MS);
	}

	/** What was shown stays when the server does not answer: the text is what matters on this page. */
	async #refresh(): Promise<void> {
		const response = await fetch(this.#address, { headers: { accept: 'application/json' } }).catch(() => null);
		if (response?.ok) this.current = (await response.json()) as PointsBeside;
	}
}
