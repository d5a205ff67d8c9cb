import type { ClientOwner } from './author-registry.ts';

/** A text as it was loaded: `updates` come after `state`, in order. */
export type LoadedText = {
	textId: string;
	epoch: string;
	sequence: number;
	state: Uint8Array | null;
	updates: Uint8Array[];
	clients: ClientOwner[];
};

/** What one room asks to be stored in one commit; all of it or nothing. */
export type Batch = {
	/** The same for every attempt, so that an attempt of unknown outcome can be looked up. */
	readonly id: string;
	readonly textId: string;
	readonly epoch: string;
	/** The text's sequence number before this batch; another one means that somebody else has written. */
	expected: number;
	readonly rows: { accountId: string; bytes: Uint8Array }[];
	readonly claims: ClientOwner[];
};

/** A committed text, without what was deleted from it. */
export type TextState = { state: Uint8Array; epoch: string; sequence: number };

/** A text up to a sequence number; `vector` is what a decoded `state` must reach. */
export type Snapshot = { textId: string; epoch: string; through: number; state: Uint8Array; vector: Uint8Array };
