import { createDecoder, readVarString, readVarUint, readVarUint8Array } from 'lib0/decoding';
import { FRAME, isSection, SYNC } from '#lib/protocol/frames.ts';

/** What a client can say in a room with a text. */
export type TextFrame =
	| { kind: 'ask'; vector: Uint8Array }
	| { kind: 'changes'; update: Uint8Array; isAnswer: boolean }
	| { kind: 'awareness'; update: Uint8Array }
	| { kind: 'query_awareness' }
	| { kind: 'section'; section: string | null };

/** Reads a binary frame; null for one that is cut short or of a kind that clients do not send. */
export function readTextFrame(bytes: Uint8Array): TextFrame | null {
	try {
		const decoder = createDecoder(bytes);
		const kind = readVarUint(decoder);
		if (kind === FRAME.sync) return syncStep(readVarUint(decoder), readVarUint8Array(decoder));
		if (kind === FRAME.awareness) return { kind: 'awareness', update: readVarUint8Array(decoder) };
		if (kind === FRAME.queryAwareness) return { kind: 'query_awareness' };
		if (kind === FRAME.section) return atSection(JSON.parse(readVarString(decoder)));
		return null;
	} catch {
		return null;
	}
}

function atSection(section: unknown): TextFrame | null {
	return isSection(section) ? { kind: 'section', section } : null;
}

function syncStep(step: number, payload: Uint8Array): TextFrame | null {
	if (step === SYNC.ask) return { kind: 'ask', vector: payload };
	if (step === SYNC.answer) return { kind: 'changes', update: payload, isAnswer: true };
	if (step === SYNC.update) return { kind: 'changes', update: payload, isAnswer: false };
	return null;
}
