/**
 * Why a socket was closed. 4400–4499 are final: the y-websocket client and ours stop coming back. Every other
 * code means: try again, with growing pauses.
 */
export const CLOSE = {
	/** A frame that is not what it should be; the reason names the rule it broke. */
	badFrame: 4400,
	notSignedIn: 4401,
	forbidden: 4403,
	/** The text or the room does not exist (any more). */
	gone: 4404,
	/** The text was seeded anew: the client's copy belongs to another history and must not be merged. */
	otherEpoch: 4409,
	/** The text could not be stored and is closed; unsent edits can be saved as a file. */
	notStorable: 4423,
	/** The server restarts or drains. */
	restart: 1012,
	/** Overload, or this connection is too slow or too fast. */
	overload: 1013,
	/** What this viewer may do has changed: come back and be judged again. */
	accessChanged: 4500
} as const;

export type CloseCode = (typeof CLOSE)[keyof typeof CLOSE];

/** True when coming back is pointless. */
export const isFinal = (code: number): boolean => code >= 4400 && code <= 4499;
