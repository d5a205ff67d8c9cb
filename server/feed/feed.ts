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
export type Feed = Bus<FeedMessage>;

export const createFeed = (onError: (error: unknown) => void): Feed => createLocalBus<FeedMessage>(onError);
