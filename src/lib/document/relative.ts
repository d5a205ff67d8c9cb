import * as Y from 'yjs';
import { cleanText } from './plain.ts';
import { FRAGMENT, readWithRuns, type Reading, type Run } from './yjs.ts';

/** Base characters with the marks that combine with them: cleaning never changes anything across two of these. */
const CLUSTERS = /\P{M}\p{M}*|\p{M}+/gu;

/** A run of words that `cleanText` left alone, which nearly all are, has the same offsets in Yjs and in the block. */
function isPlain(run: Run): boolean {
	return run.type === null || cleanText(run.raw) === run.raw;
}

/** Lengths of the clusters of a run: as Yjs counts and as the block counts. */
function clusters(run: Run): { raw: number; clean: number }[] {
	return (run.raw.match(CLUSTERS) ?? []).map((part) => ({ raw: part.length, clean: cleanText(part).length }));
}

function translated(run: Run, offset: number, from: 'raw' | 'clean'): number {
	if (isPlain(run)) return offset;
	const to = from === 'raw' ? 'clean' : 'raw';
	let passed = 0;
	let answer = 0;
	for (const cluster of clusters(run)) {
		if (passed + cluster[from] > offset) break;
		passed += cluster[from];
		answer += cluster[to];
	}
	return answer;
}

type Character = { type: Y.XmlText; index: number };

/** The Yjs character that stands at an offset of a block; null at a line break or past the end. */
function characterAt(runs: readonly Run[], offset: number): Character | null {
	let passed = 0;
	for (const run of runs) {
		const length = run.type === null ? 1 : cleanText(run.raw).length;
		if (offset < passed + length) {
			return run.type && { type: run.type, index: run.index + translated(run, offset - passed, 'clean') };
		}
		passed += length;
	}
	return null;
}

/**
 * The range as positions that follow their characters through later edits: the first holds on to the first
 * character (assoc 0), the second to the last (assoc −1). Null where the state has no such words.
 */
export function relativePositions(
	ydoc: Y.Doc,
	blockId: string,
	start: number,
	end: number
): { relStart: Uint8Array; relEnd: Uint8Array } | null {
	const runs = readWithRuns(ydoc.getXmlFragment(FRAGMENT)).runs.get(blockId);
	const first = runs && characterAt(runs, start);
	const last = runs && characterAt(runs, end - 1);
	if (!first || !last || end <= start) return null;
	return {
		relStart: Y.encodeRelativePosition(Y.createRelativePositionFromTypeIndex(first.type, first.index, 0)),
		relEnd: Y.encodeRelativePosition(Y.createRelativePositionFromTypeIndex(last.type, last.index + 1, -1))
	};
}

/** What became of one character: it stands in a block at an offset, is deleted, or was never in this state. */
export type Trace = { fate: 'alive'; blockId: string; offset: number } | { fate: 'deleted' } | { fate: 'unknown' };

type Place = { blockId: string; offset: number; run: Run };

function placesByType(reading: Reading): Map<Y.XmlText, Place[]> {
	const places = new Map<Y.XmlText, Place[]>();
	for (const [blockId, runs] of reading.runs) {
		let offset = 0;
		for (const run of runs) {
			if (run.type) {
				const known = places.get(run.type) ?? [];
				known.push({ blockId, offset, run });
				places.set(run.type, known);
			}
			offset += run.type === null ? 1 : cleanText(run.raw).length;
		}
	}
	return places;
}

function decoded(bytes: Uint8Array): Y.RelativePosition | null {
	try {
		return Y.decodeRelativePosition(bytes);
	} catch {
		return null;
	}
}

/** The index of the very character an id names, if it is still there. A position next to it would not do. */
function livingIndex(ydoc: Y.Doc, position: Y.RelativePosition): Character | Trace {
	const id = position.item;
	if (id === null || Y.getState(ydoc.store, id.client) <= id.clock) return { fate: 'unknown' };
	const item = Y.getItem(ydoc.store, id);
	if (!(item instanceof Y.Item) || item.deleted) return { fate: 'deleted' };
	const absolute = Y.createAbsolutePositionFromRelativePosition(position, ydoc, false);
	if (!(absolute?.type instanceof Y.XmlText)) return { fate: 'deleted' };
	return { type: absolute.type, index: absolute.index - (position.assoc < 0 ? 1 : 0) };
}

export type Tracer = {
	/** The text as Yjs holds it, by block id: a trace into a block whose words differ elsewhere proves nothing. */
	plain: Map<string, string>;
	trace(relative: Uint8Array): Trace;
};

/** Reads the state once; each trace is then a look-up. Never throws, whatever bytes it is given. */
export function tracer(ydoc: Y.Doc): Tracer {
	const reading = readWithRuns(ydoc.getXmlFragment(FRAGMENT));
	const places = placesByType(reading);
	const trace = (relative: Uint8Array): Trace => {
		const position = decoded(relative);
		if (position === null) return { fate: 'unknown' };
		const living = livingIndex(ydoc, position);
		if ('fate' in living) return living;
		const place = places.get(living.type)?.find(({ run }) => living.index < run.index + run.raw.length);
		if (!place || living.index < place.run.index) return { fate: 'deleted' };
		const offset = place.offset + translated(place.run, living.index - place.run.index, 'raw');
		return { fate: 'alive', blockId: place.blockId, offset };
	};
	return { plain: new Map(reading.leaves.map((leaf) => [leaf.blockId, leaf.plain])), trace };
}
