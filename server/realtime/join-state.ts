import * as Y from 'yjs';
import { syncFrame } from '#lib/protocol/binary-frames.ts';
import { SYNC } from '#lib/protocol/frames.ts';
import { binaryFrame } from './wire.ts';

const DIFFERENCES_KEPT = 64;

/**
 * What joiners get, made at most once per committed version of the text. Encoded from the document after Yjs has
 * collected its garbage, never from stored updates: those still hold words that were deleted, also before the text
 * was shared.
 *
 * `make*` may only be called while the document holds nothing uncommitted; `kept*` at any time.
 */
export class JoinState {
	readonly #document: () => Y.Doc;
	#state: Uint8Array | null;
	#frame: Uint8Array | null = null;
	#vector: Uint8Array | null = null;
	readonly #differences = new Map<string, Uint8Array>();

	/** `state`: the whole text as it is stored, where that is what the document would encode to. */
	constructor(document: () => Y.Doc, state: Uint8Array | null) {
		this.#document = document;
		this.#state = state;
	}

	/** A new version was committed. */
	forget(): void {
		this.#state = this.#frame = this.#vector = null;
		this.#differences.clear();
	}

	makeState(): Uint8Array {
		return (this.#state ??= Y.encodeStateAsUpdate(this.#document()));
	}

	makeVector(): Uint8Array {
		return (this.#vector ??= Y.encodeStateVector(this.#document()));
	}

	/** The answer to a client that has what its state vector says. */
	makeAnswer(vector: Uint8Array): Uint8Array {
		if (isEmpty(vector)) return (this.#frame ??= answer(this.makeState()));
		const key = keyOf(vector);
		const known = this.#differences.get(key);
		if (known !== undefined) return known;
		const made = answer(Y.encodeStateAsUpdate(this.#document(), vector));
		if (this.#differences.size < DIFFERENCES_KEPT) this.#differences.set(key, made);
		return made;
	}

	/** An answer made for the last committed version, while the next one is on its way. The whole suits anybody. */
	keptAnswer(vector: Uint8Array): Uint8Array | null {
		return (isEmpty(vector) ? null : this.#differences.get(keyOf(vector))) ?? this.#frame;
	}

	/** For one that lagged: an update from where it was. */
	makeDifference(vector: Uint8Array): Uint8Array {
		return binaryFrame(syncFrame(SYNC.update, Y.encodeStateAsUpdate(this.#document(), vector)));
	}
}

const isEmpty = (vector: Uint8Array): boolean => vector.length === 1 && vector[0] === 0;

const keyOf = (vector: Uint8Array): string => String.fromCharCode(...vector.subarray(0, 4_096)) + vector.length;

const answer = (update: Uint8Array): Uint8Array => binaryFrame(syncFrame(SYNC.answer, update));
