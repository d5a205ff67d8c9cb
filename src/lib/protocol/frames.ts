import type { FeedEvent } from './events.ts';

/**
 * Frames of rooms with a text are binary: a variable-length number, the kind, then what the kind says. 0, 1 and 3
 * are y-websocket's. Ours start at 100; the server sends them only to clients that asked with `?ours=1`, since a
 * stock client complains about kinds it does not know.
 */
export const FRAME = {
	sync: 0,
	awareness: 1,
	queryAwareness: 3,
	/** Number: how many of this connection's sync frames that carry changes are committed. */
	saved: 100,
	/** JSON: `FeedEvent[]`. */
	event: 101,
	/** JSON: `Presence`. */
	presence: 102,
	/** JSON: `Notice`. */
	notice: 103,
	/** From the browser. JSON: the id of the section in view, or null. */
	section: 110
} as const;

/** The kinds of a sync frame, as y-protocols numbers them. */
export const SYNC = { ask: 0, answer: 1, update: 2 } as const;

/** Query parameters of a room's address. */
export const PARAMETER = { epoch: 'epoch', ours: 'ours' } as const;

/** A room tells who is here at most this often: everybody knows within 1.5 s, with what is left for the way there. */
export const SUMMARY_MS = 1_250;

/** Who is here. `sections` holds how many are at each section, sections without anybody left out. */
export type Presence = { people: number; editors: number; sections: Record<string, number> };

export type Notice =
	/**
	 * First frame of a connection: what it may do; in a room with a text the history it belongs to; in one without, when
	 * there was last news for whoever this is, in milliseconds by the server's clock.
	 */
	| { notice: 'welcome'; access: 'read' | 'write'; epoch: string | null; newsAt: number | null }
	/** Edits wait: the database does not answer. Nothing is lost as long as the page stays open. */
	| { notice: 'not_saved' }
	| { notice: 'paused' }
	| { notice: 'draining' }
	/** Sent when nothing else was for a while, so that a silent connection is a dead one. */
	| { notice: 'alive' };

/** A text frame of a room without a text, from the server. */
export type FeedFrame =
	{ kind: 'event'; events: FeedEvent[] } | ({ kind: 'presence' } & Presence) | ({ kind: 'notice' } & Notice);

/** The only thing a browser sends in a room without a text. */
export type SectionFrame = { kind: 'section'; section: string | null };

/** Longest section id that the server counts, in characters. */
export const SECTION_LENGTH = 64;

/** True for what may stand as a section in a frame from a browser. */
export const isSection = (value: unknown): value is string | null =>
	value === null || (typeof value === 'string' && value.length > 0 && value.length <= SECTION_LENGTH);
