import type { RoomName } from '#lib/protocol/rooms.ts';
import type { Audience } from '#server/feed/feed.ts';

/** Who asks: as a session knows it. */
type Hearer = { viewer: { accountId: string | null }; grant: { moderator: boolean } };

const REMEMBERED = 1_000;

/**
 * When each audience of a room was last told something, by the server's clock, also while nobody was in it. A page is
 * read first and connected later; what is told between is told to nobody, so the page has to be able to see that it
 * missed something. Nobody learns of news for others, not even when there were some (invariant 2).
 */
export class NewsTimes {
	readonly #last = new Map<string, number>();
	/** Those that are not remembered were told nothing after this. What was told before we started is not known. */
	#floor: number;

	constructor(startedAt: number) {
		this.#floor = startedAt;
	}

	told(room: RoomName, audience: Audience, at: number): void {
		const key = keyOf(room, audience);
		this.#last.delete(key);
		this.#last.set(key, at);
		if (this.#last.size > REMEMBERED) this.#forgetOldest();
	}

	#forgetOldest(): void {
		for (const [key, at] of this.#last) {
			this.#floor = at;
			this.#last.delete(key);
			return;
		}
	}

	/** Nothing that this one may hear of was told in the room later than this, in milliseconds since 1970. */
	lastFor(room: RoomName, { viewer, grant }: Hearer): number {
		const audiences: Audience[] = ['everyone'];
		if (grant.moderator) audiences.push('moderators');
		if (viewer.accountId !== null) audiences.push({ accountId: viewer.accountId });
		return Math.max(...audiences.map((audience) => this.#last.get(keyOf(room, audience)) ?? this.#floor));
	}
}

const keyOf = (room: RoomName, audience: Audience): string =>
	`${room} ${typeof audience === 'string' ? audience : audience.accountId}`;
