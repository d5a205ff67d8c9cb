import { createDecoder, readVarString, readVarUint } from 'lib0/decoding';
import { createEncoder, toUint8Array, writeVarString, writeVarUint, writeVarUint8Array } from 'lib0/encoding';
import { FRAME, SYNC } from './frames.ts';

/** `kind`, then `value` as JSON: frames 101, 102, 103 and 110. */
export function jsonFrame(kind: number, value: unknown): Uint8Array {
	const encoder = createEncoder();
	writeVarUint(encoder, kind);
	writeVarString(encoder, JSON.stringify(value));
	return toUint8Array(encoder);
}

/** Frame 100: the first `count` changes of this connection are committed. */
export function savedFrame(count: number): Uint8Array {
	const encoder = createEncoder();
	writeVarUint(encoder, FRAME.saved);
	writeVarUint(encoder, count);
	return toUint8Array(encoder);
}

/** A sync frame; `payload` is a state vector for `SYNC.ask` and an update otherwise. */
export function syncFrame(step: (typeof SYNC)[keyof typeof SYNC], payload: Uint8Array): Uint8Array {
	return framed([FRAME.sync, step], payload);
}

/** Frame 1 around an awareness update. */
export const awarenessFrame = (update: Uint8Array): Uint8Array => framed([FRAME.awareness], update);

function framed(head: number[], payload: Uint8Array): Uint8Array {
	const encoder = createEncoder();
	for (const number of head) writeVarUint(encoder, number);
	writeVarUint8Array(encoder, payload);
	return toUint8Array(encoder);
}

/** The kind of a binary frame and what its JSON says; for frames 101, 102, 103 and 110. Throws on anything else. */
export function readJsonFrame(frame: Uint8Array): { kind: number; value: unknown } {
	const decoder = createDecoder(frame);
	const kind = readVarUint(decoder);
	return { kind, value: JSON.parse(readVarString(decoder)) };
}

/** True for a frame that carries changes to the text, which is what frame 100 counts. */
export const carriesChanges = (frame: Uint8Array): boolean =>
	frame[0] === FRAME.sync && (frame[1] === SYNC.answer || frame[1] === SYNC.update);
