import { inflateRawSync } from 'node:zlib';
import { refuse } from '#server/errors.ts';
import { MAX_RATIO, MAX_UNPACKED_BYTES, MAX_ZIP_ENTRIES, RATIO_FREE_BYTES } from './limits.ts';

/** An opened zip. `read` unpacks one entry, or answers null when there is none of that name. */
export type Zip = { names: readonly string[]; read(name: string, limit?: number): Uint8Array | null };

type Entry = { name: string; method: number; encrypted: boolean; packed: number; unpacked: number; at: number };

const END = 0x06054b50;
const CENTRAL = 0x02014b50;
const LOCAL = 0x04034b50;
const END_LENGTH = 22;
const CENTRAL_LENGTH = 46;
const LOCAL_LENGTH = 30;
const LONGEST_COMMENT = 0xffff;

/**
 * Reads the directory of a zip and refuses what an honest one never is: too many entries, encrypted entries,
 * sizes out of proportion. The directory may lie, so `read` also stops when more comes out than was declared,
 * and the sum over all reads is bounded.
 */
export function openZip(bytes: Uint8Array): Zip {
	const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
	const entries = new Map<string, Entry>();
	for (const entry of directory(bytes, view)) {
		if (entries.has(entry.name)) broken();
		entries.set(entry.name, entry);
	}
	checkDeclared([...entries.values()]);
	let left = MAX_UNPACKED_BYTES;
	const read = (name: string, limit = MAX_UNPACKED_BYTES): Uint8Array | null => {
		const entry = entries.get(name);
		if (!entry) return null;
		if (entry.unpacked > Math.min(limit, left)) bomb();
		const content = unpack(bytes, view, entry);
		left -= content.length;
		return content;
	};
	return { names: [...entries.keys()], read };
}

function directory(bytes: Uint8Array, view: DataView): Entry[] {
	const end = findEnd(view);
	const count = view.getUint16(end + 10, true);
	if (count > MAX_ZIP_ENTRIES) bomb();
	const entries: Entry[] = [];
	let at = view.getUint32(end + 16, true);
	for (let index = 0; index < count; index++) {
		if (at + CENTRAL_LENGTH > bytes.length || view.getUint32(at, true) !== CENTRAL) broken();
		const nameLength = view.getUint16(at + 28, true);
		const name = new TextDecoder().decode(bytes.subarray(at + CENTRAL_LENGTH, at + CENTRAL_LENGTH + nameLength));
		entries.push({
			name,
			method: view.getUint16(at + 10, true),
			encrypted: (view.getUint16(at + 8, true) & 1) === 1,
			packed: view.getUint32(at + 20, true),
			unpacked: view.getUint32(at + 24, true),
			at: view.getUint32(at + 42, true)
		});
		at += CENTRAL_LENGTH + nameLength + view.getUint16(at + 30, true) + view.getUint16(at + 32, true);
	}
	return entries;
}

function findEnd(view: DataView): number {
	const first = Math.max(0, view.byteLength - END_LENGTH - LONGEST_COMMENT);
	for (let at = view.byteLength - END_LENGTH; at >= first; at--) {
		if (view.getUint32(at, true) === END) return at;
	}
	return broken();
}

function checkDeclared(entries: readonly Entry[]): void {
	if (entries.some((entry) => entry.encrypted)) encrypted();
	const total = entries.reduce((sum, entry) => sum + entry.unpacked, 0);
	if (total > MAX_UNPACKED_BYTES) bomb();
	for (const { unpacked, packed } of entries) {
		if (unpacked > RATIO_FREE_BYTES && unpacked > packed * MAX_RATIO) bomb();
	}
}

function unpack(bytes: Uint8Array, view: DataView, entry: Entry): Uint8Array {
	if (entry.at + LOCAL_LENGTH > bytes.length || view.getUint32(entry.at, true) !== LOCAL) broken();
	const start = entry.at + LOCAL_LENGTH + view.getUint16(entry.at + 26, true) + view.getUint16(entry.at + 28, true);
	if (start + entry.packed > bytes.length) broken();
	const packed = bytes.subarray(start, start + entry.packed);
	if (entry.method === 0) return entry.packed === entry.unpacked ? packed : broken();
	if (entry.method !== 8) broken();
	return inflate(packed, entry.unpacked);
}

/** The output is cut off at the declared size, so that a directory that lies costs no memory. */
function inflate(packed: Uint8Array, declared: number): Uint8Array {
	let content: Uint8Array;
	try {
		content = inflateRawSync(packed, { maxOutputLength: Math.max(declared, 1) });
	} catch (error) {
		return isTooLarge(error) ? bomb() : broken();
	}
	return content.length === declared ? content : broken();
}

function isTooLarge(error: unknown): boolean {
	return error instanceof Error && 'code' in error && error.code === 'ERR_BUFFER_TOO_LARGE';
}

export function broken(): never {
	return refuse(
		'file_refused',
		'Filen är skadad eller ofullständig. Öppna den i Word, spara den på nytt och försök igen.',
		'The file is damaged or incomplete. Open it in Word, save it again and try once more.'
	);
}

export function encrypted(): never {
	return refuse(
		'file_refused',
		'Filen är krypterad eller skyddad med lösenord. Ta bort lösenordet i Word, spara och försök igen.',
		'The file is encrypted or protected by a password. Remove the password in Word, save and try again.'
	);
}

export function bomb(): never {
	return refuse(
		'file_refused',
		'Filen packar upp till mer än vad vi tar emot. Spara texten i en ny, mindre Word-fil och försök igen.',
		'The file unpacks to more than we accept. Save the text in a new, smaller Word file and try again.'
	);
}
