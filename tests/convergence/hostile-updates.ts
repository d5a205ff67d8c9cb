import { createEncoder, toUint8Array, writeUint8, writeVarString, writeVarUint } from 'lib0/encoding';
import fc from 'fast-check';
import * as Y from 'yjs';

type Next = (below: number) => number;

/** Byte values at which readers of variable-length numbers, tags and flags change their minds. */
const TELLING = [0, 1, 2, 7, 10, 31, 32, 63, 64, 116, 117, 118, 119, 122, 125, 127, 128, 129, 192, 255];
const HUGE = [0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x0f];

const slices = (bytes: Uint8Array, next: Next): [number, number] => {
	const start = next(bytes.length + 1);
	return [start, Math.min(bytes.length, start + next(12))];
};

const joined = (...parts: Uint8Array[]): Uint8Array => Uint8Array.from(Buffer.concat(parts));

/** One way of damaging an update; `other` is another real one. */
type Damage = (update: Uint8Array, other: Uint8Array, next: Next) => Uint8Array;

const change =
	(value: (byte: number, next: Next) => number): Damage =>
	(update, _other, next) => {
		const copy = Uint8Array.from(update);
		const at = next(copy.length);
		copy[at] = value(copy[at] ?? 0, next);
		return copy;
	};

const DAMAGES: Damage[] = [
	change((_byte, next) => next(256)),
	change((_byte, next) => TELLING[next(TELLING.length)] ?? 0),
	change((byte, next) => byte ^ (1 << next(8))),
	change((byte) => byte + 1),
	change((byte) => byte - 1),
	(update, _other, next) => update.slice(0, next(update.length)),
	(update, _other, next) => {
		const [start, end] = slices(update, next);
		return joined(update.slice(0, start), update.slice(end));
	},
	(update, _other, next) => {
		const [start, end] = slices(update, next);
		return joined(update.slice(0, end), update.slice(start));
	},
	(update, other, next) => joined(update.slice(0, next(update.length)), other.slice(next(other.length))),
	(update, other, next) => {
		const [start, end] = slices(other, next);
		const at = next(update.length);
		return joined(update.slice(0, at), other.slice(start, end), update.slice(at));
	},
	(update, _other, next) => {
		const at = next(update.length);
		return joined(update.slice(0, at), Uint8Array.from(HUGE.slice(next(HUGE.length))), update.slice(at + 1));
	}
];

/** A real update damaged in one to three ways. */
export function damaged(update: Uint8Array, other: Uint8Array, next: Next): Uint8Array {
	let bytes = update;
	for (let n = 0; n <= next(3) && bytes.length > 0; n++) {
		bytes = DAMAGES[next(DAMAGES.length)]?.(bytes, other, next) ?? bytes;
	}
	return bytes;
}

type Id = readonly [client: number, clock: number];
type Part = { kind: number; left: Id | null; right: Id | null; parent: Id | string; key: string | null; size: number };

/**
 * An update that reads well and means anything at all: structs of every kind whose neighbours and parents are any
 * structs of a text, or none of it. `known` holds the clients of that text and how far they reach.
 */
export function wellFormed(known: Map<number, number>): fc.Arbitrary<Uint8Array> {
	const clients = [...known.keys(), 1, 2];
	const id: fc.Arbitrary<Id> = fc
		.tuple(fc.constantFrom(...clients), fc.nat(200))
		.map(([client, at]) => [client, at % ((known.get(client) ?? 4) + 2)] as const);
	const maybe = fc.option(id, { freq: 2 });
	const part: fc.Arbitrary<Part> = fc.record({
		kind: fc.constantFrom(0, 1, 2, 3, 4, 4, 5, 6, 7, 7, 8, 10),
		left: maybe,
		right: maybe,
		parent: fc.oneof(id, fc.constantFrom('content', 'meta', '')),
		key: fc.option(fc.constantFrom('id', 'level', '__proto__'), { freq: 3 }),
		size: fc.integer({ min: 1, max: 5 })
	});
	const section = fc.record({
		client: fc.constantFrom(...clients),
		offset: fc.integer({ min: -4, max: 1 }),
		parts: fc.array(part, { minLength: 1, maxLength: 6 })
	});
	const deletion = fc.record({ at: id, length: fc.integer({ min: 1, max: 9 }) });
	return fc
		.tuple(fc.array(section, { maxLength: 3 }), fc.array(deletion, { maxLength: 2 }))
		.map(([sections, deletions]) => {
			const encoder = createEncoder();
			writeVarUint(encoder, sections.length);
			for (const { client, offset, parts } of sections) {
				writeVarUint(encoder, parts.length);
				writeVarUint(encoder, client);
				writeVarUint(encoder, Math.max(0, (known.get(client) ?? 0) + offset));
				for (const one of parts) writePart(encoder, one);
			}
			writeVarUint(encoder, deletions.length);
			for (const { at, length } of deletions) for (const n of [at[0], 1, at[1], length]) writeVarUint(encoder, n);
			return toUint8Array(encoder);
		});
}

type Encoder = ReturnType<typeof createEncoder>;

function writePart(encoder: Encoder, { kind, left, right, parent, key, size }: Part): void {
	if (kind === 0 || kind === 10) {
		writeUint8(encoder, kind);
		return writeVarUint(encoder, size);
	}
	writeUint8(encoder, kind | (left ? 128 : 0) | (right ? 64 : 0) | (key === null ? 0 : 32));
	for (const neighbour of [left, right]) if (neighbour !== null) writeId(encoder, neighbour);
	if (left === null && right === null) {
		writeVarUint(encoder, typeof parent === 'string' ? 1 : 0);
		if (typeof parent === 'string') writeVarString(encoder, parent);
		else writeId(encoder, parent);
		if (key !== null) writeVarString(encoder, key);
	}
	writeContent(encoder, kind, size);
}

function writeId(encoder: Encoder, [client, clock]: Id): void {
	writeVarUint(encoder, client);
	writeVarUint(encoder, clock);
}

function writeContent(encoder: Encoder, kind: number, size: number): void {
	if (kind === 1) writeVarUint(encoder, size);
	else if (kind === 3) [2, 7, 7].forEach((byte) => writeUint8(encoder, byte));
	else if (kind === 4) writeVarString(encoder, 'å'.repeat(size));
	else if (kind === 7) {
		writeVarUint(encoder, size % 7);
		if (size === 3 || size === 5) writeVarString(encoder, 'paragraph');
	} else if (kind === 8) {
		writeVarUint(encoder, size);
		for (let n = 0; n < size; n++) writeUint8(encoder, 120);
	} else if (kind === 2) {
		writeVarUint(encoder, size);
		for (let n = 0; n < size; n++) writeVarString(encoder, '{"a":1}');
	} else {
		if (kind === 6) writeVarString(encoder, 'bold');
		writeVarString(encoder, 'true');
	}
}

export const reachOf = (doc: Y.Doc): Map<number, number> => Y.decodeStateVector(Y.encodeStateVector(doc));
