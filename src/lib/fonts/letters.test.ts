import { readFileSync } from 'node:fs';
import { brotliDecompressSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';

/** Swedish, Finnish, Meänkieli and Sámi, in both cases. */
const LETTERS = 'åäöæøáčđŋšžïéèêàâńñõüǧẃẁ';

/** Sámi letters that the type lacks; the browser takes just these from the next face in `--serif`. */
const BORROWED = 'ŧǥǩʒǯ';
const SLICES = ['latin', 'latin-ext'];

const folder = new URL('../../../node_modules/@fontsource-variable/source-serif-4/files/', import.meta.url);

describe.each(['normal', 'italic'])('the draft in %s type', (style) => {
	const known = new Set(SLICES.flatMap((slice) => charactersOf(`source-serif-4-${slice}-wght-${style}.woff2`)));

	it.each([...LETTERS])('has %s, small and capital', (letter) => {
		expect(known).toContain(letter.codePointAt(0));
		expect(known).toContain(letter.toUpperCase().codePointAt(0));
	});

	it.each([...BORROWED])('does not have %s, so the comment above still tells the truth', (letter) => {
		expect(known).not.toContain(letter.codePointAt(0));
	});
});

/** The code points that a WOFF 2 file has glyphs for, read from its character map (format 4). */
function charactersOf(file: string): number[] {
	const map = characterMap(readFileSync(new URL(file, folder)));
	const count = map.readUInt16BE(2);
	const offsets = Array.from({ length: count }, (_, index) => map.readUInt32BE(4 + index * 8 + 4));
	const offset = offsets.find((start) => map.readUInt16BE(start) === 4);
	if (offset === undefined) throw new Error(`${file} has no character map of format 4`);
	const segments = map.readUInt16BE(offset + 6) / 2;
	return Array.from({ length: segments }, (_, index) => {
		const last = map.readUInt16BE(offset + 14 + index * 2);
		const first = map.readUInt16BE(offset + 16 + segments * 2 + index * 2);
		return Array.from({ length: last - first + 1 }, (_, step) => first + step);
	}).flat();
}

/** Finds `cmap` in a WOFF 2 file: a directory of tables, then all tables in one brotli stream. */
function characterMap(file: Buffer): Buffer {
	let [at, start] = [48, 0];
	let found: [number, number] | null = null;
	const base128 = () => {
		let value = 0;
		for (let byte = 0x80; byte & 0x80;) value = value * 128 + ((byte = file.readUInt8(at++)) & 0x7f);
		return value;
	};
	for (let table = 0; table < file.readUInt16BE(12); table++) {
		const flags = file.readUInt8(at++);
		const tag = flags & 0x3f;
		if (tag === 63) at += 4;
		const original = base128();
		// glyf (10) and loca (11) are packed unless their version is 3; the others only when it is not 0.
		const packed = tag === 10 || tag === 11 ? flags >> 6 !== 3 : flags >> 6 !== 0;
		const length = packed ? base128() : original;
		if (tag === 0) found = [start, length];
		start += length;
	}
	if (found === null) throw new Error('The font has no character map');
	const tables = brotliDecompressSync(file.subarray(at, at + file.readUInt32BE(20)));
	return tables.subarray(found[0], found[0] + found[1]);
}
