import type { FeedEvent } from '#lib/protocol/events.ts';
import type { RoomName } from '#lib/protocol/rooms.ts';
import { createLocalBus, type Bus } from './bus.ts';

/** Who among those in a room hears of it. Moderators and single accounts are told apart when a socket opens. */
export type Audience = 'everyone' | 'moderators' | { accountId: string };

/** One piece of news for one audience. `event` holds what this audience may see, and nothing else. */
export type FeedMessage = { room: RoomName; audience: Audience; event: FeedEvent };

/**
 * The only way news reaches a socket. `publish` is called after the commit of what it tells about (invariant 1);
 * `transact` sees to that.
 */
export type Feed = Bus<FeedMessage> & {
	/** A command has committed, whether or not there is news of it. Called before the command is answered. */
	committed(): void;
	/** Returns how to stop listening. */
	onCommit(listener: () => void): () => void;
};

export function createFeed(onError: (error: unknown) => void): Feed {
	const commits = createLocalBus<'committed'>(onError);
	return {
		...createLocalBus<FeedMessage>(onError),
		committed: () => commits.publish('committed'),
		onCommit: (listener) => commits.subscribe(() => listener())
	};
}
