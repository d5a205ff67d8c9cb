/**
 * Reads a Yjs update (format 1) without building anything from it, so that an update of any content can be judged
 * before Yjs allocates a single struct. Every count is checked against the bytes that are there, every number
 * against its bounds, and every value is read the way Yjs will read it, so that what passes here also decodes.
 */

/** Why an update is refused. Stands in close reasons and metrics. */
export type ScanRefusal =
	| 'truncated'
	| 'counts_exceed_bytes'
	| 'clock_out_of_bounds'
	| 'unknown_content'
	| 'empty_content'
	| 'subdocument'
	| 'bad_text'
	| 'bad_json'
	| 'nested_too_deep'
	| 'refers_to_itself'
	| 'bad_deletion'
	| 'too_many_roots'
	| 'trailing_bytes';

/** The structs of one client: clocks `start` up to, not including, `end`. */
export type ClientRange = { client: number; start: number; end: number };

/** `roots`: the names of the shared types at the top that the update writes to. */
export type Scan = { ok: true; ranges: ClientRange[]; roots: ReadonlySet<string> } | { ok: false; reason: ScanRefusal };

export const MAX_CLOCK = 2 ** 31;
/** Yjs looks through all of a document's shared types for each struct that it writes out. An editor has one or two. */
export const MAX_ROOTS = 32;
const MAX_DEPTH = 64;

const KIND = 0b0001_1111;
const HAS_KEY = 0b0010_0000;
const HAS_RIGHT = 0b0100_0000;
const HAS_LEFT = 0b1000_0000;
const GC = 0;
const SKIP = 10;
/** Of the seven shared types, these two carry a name. */
const NAMED_TYPES = [3, 5];
const LAST_TYPE = 6;
/** The fewest bytes a struct, a client's section, a deletion take. */
const STRUCT_BYTES = 2;
const SECTION_BYTES = 3;
const DELETED_CLIENT_BYTES = 2;
const DELETION_BYTES = 2;

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

class Refused {
	readonly reason: ScanRefusal;
	constructor(reason: ScanRefusal) {
		this.reason = reason;
	}
}

const refuse = (reason: ScanRefusal): never => {
	throw new Refused(reason);
};

/** Scans one update. Takes time proportional to its length and never throws. */
export function scanUpdate(bytes: Uint8Array): Scan {
	try {
		const scanner = new Scanner(bytes);
		return { ok: true, ranges: scanner.update(), roots: scanner.roots };
	} catch (error) {
		if (error instanceof Refused) return { ok: false, reason: error.reason };
		throw error;
	}
}

class Scanner {
	readonly roots = new Set<string>();
	readonly #bytes: Uint8Array;
	#at = 0;
	#client = 0;
	#clock = 0;

	constructor(bytes: Uint8Array) {
		this.#bytes = bytes;
	}

	update(): ClientRange[] {
		const ranges: ClientRange[] = [];
		const sections = this.#count(SECTION_BYTES);
		for (let n = 0; n < sections; n++) ranges.push(this.#section());
		this.#deletions();
		if (this.#at !== this.#bytes.length) refuse('trailing_bytes');
		return ranges;
	}

	#section(): ClientRange {
		const structs = this.#count(STRUCT_BYTES);
		this.#client = this.#number();
		const start = (this.#clock = this.#number());
		if (start > MAX_CLOCK) refuse('clock_out_of_bounds');
		for (let n = 0; n < structs; n++) {
			const length = this.#struct();
			if (length < 1) refuse('empty_content');
			this.#clock += length;
			if (this.#clock > MAX_CLOCK) refuse('clock_out_of_bounds');
		}
		return { client: this.#client, start, end: this.#clock };
	}

	/** Returns how many clocks the struct takes. */
	#struct(): number {
		const info = this.#byte();
		const kind = info & KIND;
		if (kind === GC || kind === SKIP) return this.#number();
		const hasNeighbour = (info & (HAS_LEFT | HAS_RIGHT)) !== 0;
		if ((info & HAS_LEFT) !== 0) this.#reference();
		if ((info & HAS_RIGHT) !== 0) this.#reference();
		if (!hasNeighbour) {
			if (this.#number() === 1) this.#root();
			else this.#reference();
			if ((info & HAS_KEY) !== 0) this.#text();
		}
		return this.#content(kind);
	}

	#root(): void {
		const length = this.#number();
		const start = this.#at;
		this.#skip(length);
		this.roots.add(decodeText(this.#bytes.subarray(start, this.#at)));
		if (this.roots.size > MAX_ROOTS) refuse('too_many_roots');
	}

	/** An own struct that comes later would be looked for before it exists, and Yjs would throw. */
	#reference(): void {
		const client = this.#number();
		const clock = this.#number();
		if (clock >= MAX_CLOCK) refuse('clock_out_of_bounds');
		if (client === this.#client && clock >= this.#clock) refuse('refers_to_itself');
	}

	#content(kind: number): number {
		switch (kind) {
			case 1:
				return this.#number();
			case 2:
				return this.#jsonList();
			case 3:
				this.#skip(this.#number());
				return 1;
			case 4:
				return this.#text();
			case 5:
				this.#json();
				return 1;
			case 6:
				this.#text();
				this.#json();
				return 1;
			case 7:
				return this.#type();
			case 8:
				return this.#anyList();
			case 9:
				return refuse('subdocument');
			default:
				return refuse('unknown_content');
		}
	}

	#type(): number {
		const type = this.#number();
		if (type > LAST_TYPE) refuse('unknown_content');
		if (NAMED_TYPES.includes(type)) this.#text();
		return 1;
	}

	#jsonList(): number {
		const length = this.#count(1);
		for (let n = 0; n < length; n++) this.#json(true);
		return length;
	}

	#anyList(): number {
		const length = this.#count(1);
		for (let n = 0; n < length; n++) this.#any(0);
		return length;
	}

	/** One value as lib0 writes it. */
	#any(depth: number): void {
		if (depth > MAX_DEPTH) refuse('nested_too_deep');
		const tag = this.#byte();
		if (tag === 125) this.#signedNumber();
		else if (tag === 124) this.#skip(4);
		else if (tag === 123 || tag === 122) this.#skip(8);
		else if (tag === 119) this.#text();
		else if (tag === 118 || tag === 117) this.#anyItems(tag === 118, depth);
		else if (tag === 116) this.#skip(this.#number());
		else if (tag > 127 || tag < 116) refuse('unknown_content');
	}

	#anyItems(named: boolean, depth: number): void {
		const length = this.#count(named ? 2 : 1);
		for (let n = 0; n < length; n++) {
			if (named) this.#text();
			this.#any(depth + 1);
		}
	}

	/** JSON that nests without end would decode, and then fail to encode for everybody who joins. */
	#json(orUndefined = false): void {
		const length = this.#number();
		const start = this.#at;
		this.#skip(length);
		const text = decodeText(this.#bytes.subarray(start, this.#at));
		if (orUndefined && text === 'undefined') return;
		const value = parseJson(text);
		if (length > 2 * MAX_DEPTH && nestsDeeperThan(value, MAX_DEPTH)) refuse('nested_too_deep');
	}

	/** Reads a text and returns its length in UTF-16 units, which is how Yjs counts. */
	#text(): number {
		const length = this.#number();
		const start = this.#at;
		this.#skip(length);
		for (let at = start; at < this.#at; at++) {
			if ((this.#bytes[at] ?? 0) > 127) return decodeText(this.#bytes.subarray(start, this.#at)).length;
		}
		return length;
	}

	#deletions(): void {
		const clients = this.#count(DELETED_CLIENT_BYTES);
		const seen = new Set<number>();
		for (let n = 0; n < clients; n++) {
			seen.add(this.#number());
			this.#deletionsOfClient();
		}
		if (seen.size < clients) refuse('bad_deletion');
	}

	/**
	 * Yjs writes them in order and joins those that touch. When applied, each walks over everything that it covers,
	 * so ranges that overlap would cost their number times the length of the text.
	 */
	#deletionsOfClient(): void {
		const ranges = this.#count(DELETION_BYTES);
		let reached = 0;
		for (let n = 0; n < ranges; n++) {
			const clock = this.#number();
			const length = this.#number();
			if (length < 1 || clock < reached) refuse('bad_deletion');
			reached = clock + length;
			if (reached > MAX_CLOCK) refuse('clock_out_of_bounds');
		}
	}

	/** A count of things that take at least `bytesEach`. */
	#count(bytesEach: number): number {
		const count = this.#number();
		if (count * bytesEach > this.#bytes.length - this.#at) refuse('counts_exceed_bytes');
		return count;
	}

	#number(): number {
		let value = 0;
		let factor = 1;
		for (;;) {
			const byte = this.#byte();
			value += (byte & 127) * factor;
			if (value > Number.MAX_SAFE_INTEGER) refuse('clock_out_of_bounds');
			if (byte < 128) return value;
			factor *= 128;
		}
	}

	#signedNumber(): void {
		const first = this.#byte();
		let value = first & 63;
		let factor = 64;
		for (let byte = first; byte > 127; factor *= 128) {
			byte = this.#byte();
			value += (byte & 127) * factor;
			if (value > Number.MAX_SAFE_INTEGER) refuse('clock_out_of_bounds');
		}
	}

	#byte(): number {
		const byte = this.#bytes[this.#at++];
		return byte ?? refuse('truncated');
	}

	#skip(length: number): void {
		if (length > this.#bytes.length - this.#at) refuse('truncated');
		this.#at += length;
	}
}

function decodeText(bytes: Uint8Array): string {
	try {
		return utf8.decode(bytes);
	} catch {
		return refuse('bad_text');
	}
}

function parseJson(text: string): unknown {
	try {
		return JSON.parse(text);
	} catch {
		return refuse('bad_json');
	}
}

function nestsDeeperThan(value: unknown, depth: number): boolean {
	if (typeof value !== 'object' || value === null) return false;
	return depth === 0 || Object.values(value).some((item) => nestsDeeperThan(item, depth - 1));
}
