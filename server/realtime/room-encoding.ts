import { jsonFrame } from '#lib/protocol/binary-frames.ts';
import { FRAME, type FeedFrame } from '#lib/protocol/frames.ts';
import type { Encoding } from './gathering.ts';
import { binaryFrame, textFrame } from './wire.ts';

/** Our frames in a room with a text. */
export const binaryEncoding: Encoding = {
	events: (events) => binaryFrame(jsonFrame(FRAME.event, events)),
	presence: (presence) => binaryFrame(jsonFrame(FRAME.presence, presence)),
	notice: (notice) => binaryFrame(jsonFrame(FRAME.notice, notice))
};

const json = (frame: FeedFrame): Uint8Array => textFrame(JSON.stringify(frame));

/** Our frames in a room without one. */
export const textEncoding: Encoding = {
	events: (events) => json({ kind: 'event', events }),
	presence: (presence) => json({ kind: 'presence', ...presence }),
	notice: (notice) => json({ kind: 'notice', ...notice })
};

/** An awareness update about nobody: keeps a y-websocket client from thinking that the connection is dead. */
export const ALIVE_TEXT_ROOM: Uint8Array = binaryFrame(Uint8Array.of(FRAME.awareness, 1, 0));

export const ALIVE_FEED_ROOM: Uint8Array = textEncoding.notice({ notice: 'alive' });
