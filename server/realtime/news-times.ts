import type { RoomName } from '#lib/protocol/rooms.ts';

const ROOMS_REMEMBERED = 1_000;

/**
 * When each room was last told something, by the server's clock, also while nobody was in it. A page is read first and
 * connected later; what is told between is told to nobody, so the page has to be able to see that it missed something.
 */
export class NewsTimes {
	readonly #last = new Map<RoomName, number>();
	/** In rooms that are not remembered nothing was told after this. What was told before we started is not known. */
	#floor: number;

	constructor(startedAt: number) {
		this.#floor = startedAt;
	}

	told(room: RoomName, at: number): void {
		this.#last.delete(room);
		this.#last.set(room, at);
		if (this.#last.size > ROOMS_REMEMBERED) this.#forgetOldest();
	}

	#forgetOldest(): void {
		for (const [room, at] of this.#last) {
			this.#floor = at;
			this.#last.delete(room);
			return;
		}
	}

	/** No news of this room is later than this, in milliseconds since 1970. */
	lastOf(room: RoomName): number {
		return this.#last.get(room) ?? this.#floor;
	}
}
