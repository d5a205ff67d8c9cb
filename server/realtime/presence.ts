import { createDecoder, readVarString, readVarUint } from 'lib0/decoding';
import { createEncoder, toUint8Array, writeUint8Array, writeVarString, writeVarUint } from 'lib0/encoding';
import { awarenessFrame } from '#lib/protocol/binary-frames.ts';
import type { Later } from './gathering.ts';
import type { Session } from './session.ts';
import { binaryFrame } from './wire.ts';

type Editor = { clientId: number; session: Session; raw: string; clock: number; sentAt: number; changed: boolean };

export type PresenceDeps = {
	later: Later;
	now: () => number;
	/** Longest state of one editor, in bytes as it arrives. */
	bytes: number;
	/** Those who see cursors: the editors in the room. */
	audience: () => Iterable<Session>;
	dropped: () => void;
};

const EVERY_MS = 100;
/** Stock y-websocket clients drop a peer that is silent for 30 s, and tell everyone. */
const RENEW_MS = 20_000;

/**
 * Where the editors' cursors are. The server owns these states: it gives them their clocks and their names, renews
 * them, and ignores what a client says about anybody but itself, so echoes and removals by stock clients do
 * nothing.
 */
export class EditorPresence {
	readonly #deps: PresenceDeps;
	readonly #editors = new Map<number, Editor>();
	#gone: { clientId: number; clock: number }[] = [];
	#planned: (() => void) | null = null;
	#sentAt = 0;
	#lastClock = 0;

	constructor(deps: PresenceDeps) {
		this.#deps = deps;
	}

	/** The client id that a session of another account is using, if it does. */
	isTaken(clientId: number, accountId: string): boolean {
		const editor = this.#editors.get(clientId);
		return editor !== undefined && editor.session.viewer.accountId !== accountId;
	}

	/** An awareness update as a client sent it. Says nothing back: what is not allowed is ignored. */
	hear(session: Session, update: Uint8Array, mayUse: (clientId: number) => boolean): void {
		const said = update.length > this.#deps.bytes ? null : readOwnState(update);
		if (said === null || !mayUse(said.clientId) || this.isTaken(said.clientId, session.viewer.accountId ?? '')) {
			return this.#deps.dropped();
		}
		const editor = this.#of(session, said.clientId);
		if (editor === null) return this.#deps.dropped();
		if (said.state === null) this.#remove(editor);
		else this.#update(editor, said.state);
	}

	/** A session speaks for one client id; a reconnected one takes over from its dead predecessor. */
	#of(session: Session, clientId: number): Editor | null {
		const known = this.#editors.get(clientId);
		if (known?.session === session) return known;
		for (const editor of this.#editors.values()) if (editor.session === session) return null;
		return { clientId, session, raw: '', clock: 0, sentAt: 0, changed: false };
	}

	#update(editor: Editor, raw: string): void {
		if (editor.raw === raw) return;
		editor.raw = raw;
		editor.changed = true;
		this.#editors.set(editor.clientId, editor);
		this.#plan(EVERY_MS);
	}

	#remove(editor: Editor): void {
		if (!this.#editors.delete(editor.clientId)) return;
		this.#gone.push({ clientId: editor.clientId, clock: this.#nextClock() });
		this.#plan(EVERY_MS);
	}

	leave(session: Session): void {
		for (const editor of this.#editors.values()) if (editor.session === session) this.#remove(editor);
	}

	/** What one who joins or asks is sent: everybody else's state. Null when nobody else is here. */
	frameFor(session: Session): Uint8Array | null {
		return frameOf([...this.#editors.values()].filter((e) => e.session !== session && e.sentAt > 0).map(entryOf));
	}

	#plan(ms: number): void {
		const wait = Math.max(0, this.#sentAt + ms - this.#deps.now());
		if (ms === EVERY_MS) this.stop();
		this.#planned ??= this.#deps.later(wait, () => this.#send());
	}

	#send(): void {
		this.#planned = null;
		const now = (this.#sentAt = this.#deps.now());
		const due = [...this.#editors.values()].filter((e) => e.changed || now - e.sentAt >= RENEW_MS);
		for (const editor of due) {
			editor.clock = this.#nextClock();
			editor.sentAt = now;
			editor.changed = false;
		}
		const gone = this.#gone.splice(0).map(({ clientId, clock }) => entry(clientId, clock, 'null'));
		this.#tell(due, gone);
		if (this.#editors.size > 0) this.#plan(RENEW_MS / 4);
	}

	/** Nobody is sent the own state back: it would overwrite the newer one that the client has. */
	#tell(due: Editor[], gone: Uint8Array[]): void {
		const entries = new Map(due.map((editor) => [editor, entryOf(editor)]));
		const own = new Set(due.map((editor) => editor.session));
		const all = frameOf([...gone, ...entries.values()]);
		for (const session of this.#deps.audience()) {
			const others = due.filter((editor) => editor.session !== session);
			const frame = own.has(session)
				? frameOf([...gone, ...others.map((editor) => entries.get(editor) ?? entryOf(editor))])
				: all;
			if (frame !== null) session.sendIfQuick(frame);
		}
	}

	/** Grows over restarts of the server too, since clients remember the clocks they saw. */
	#nextClock(): number {
		this.#lastClock = Math.max(this.#lastClock + 1, this.#deps.now());
		return this.#lastClock;
	}

	stop(): void {
		this.#planned?.();
		this.#planned = null;
	}
}

/** The one state in an awareness update; null for none, several, or garbage. */
function readOwnState(update: Uint8Array): { clientId: number; state: string | null } | null {
	try {
		const decoder = createDecoder(update);
		if (readVarUint(decoder) !== 1) return null;
		const clientId = readVarUint(decoder);
		readVarUint(decoder);
		const state = readVarString(decoder);
		return { clientId, state: state === 'null' ? null : state };
	} catch {
		return null;
	}
}

const entryOf = ({ clientId, clock, raw, session }: Editor): Uint8Array => entry(clientId, clock, named(raw, session));

/** The name comes from the session, whatever the client says it is (architecture, invariant 7). */
function named(raw: string, { viewer }: Session): string {
	const user = { name: viewer.name ?? '', id: viewer.accountId };
	try {
		const state: unknown = JSON.parse(raw);
		return JSON.stringify(typeof state === 'object' && !Array.isArray(state) ? { ...state, user } : { user });
	} catch {
		return JSON.stringify({ user });
	}
}

function entry(clientId: number, clock: number, state: string): Uint8Array {
	const encoder = createEncoder();
	writeVarUint(encoder, clientId);
	writeVarUint(encoder, clock);
	writeVarString(encoder, state);
	return toUint8Array(encoder);
}

function frameOf(entries: Uint8Array[]): Uint8Array | null {
	if (entries.length === 0) return null;
	const encoder = createEncoder();
	writeVarUint(encoder, entries.length);
	for (const bytes of entries) writeUint8Array(encoder, bytes);
	return binaryFrame(awarenessFrame(toUint8Array(encoder)));
}
