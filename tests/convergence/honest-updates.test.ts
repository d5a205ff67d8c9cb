import fc from 'fast-check';
import { expect, test } from 'vitest';
import * as Y from 'yjs';
import { HeadlessEditor } from '#lib/document/headless-editor.fixture.ts';
import { contentOf, firstContent } from './editors.ts';
import { SOAK } from './soak.ts';
import { StoredRoom } from './stored-room.ts';

// Whatever people do who write with our editor, nothing of it is refused: second tabs, copies that were offline under
// several client ids, undo, long pastes, deleted words of others, merged and repeated updates, differences. HONEST_RUNS sets how often, GATE_SEED repeats a run.

const RUNS = Number(process.env.HONEST_RUNS ?? (SOAK ? 10_000 : 120));
const LONG_PASTE = 'En mening som klistras in. '.repeat(400);

type Move = { who: number; kind: number; nth: number; place: number };
/** One tab: its document, and its updates that the server has not been sent. */
type Tab = { accountId: string; editor: HeadlessEditor; unsent: Uint8Array[]; vectors: Uint8Array[] };

const moves = fc.array(fc.record({ who: fc.nat(7), kind: fc.nat(29), nth: fc.nat(30), place: fc.nat(120) }), {
	minLength: 5,
	maxLength: 60
});

class World {
	readonly room = new StoredRoom([firstContent()], []);
	readonly #tabs: Tab[] = [];
	readonly #sent: { accountId: string; update: Uint8Array }[] = [];

	constructor() {
		for (const accountId of ['anna', 'anna', 'bo', 'carl']) this.#open(accountId, firstContent());
	}

	/** Tabs get client ids that grow, so that a failing run can be repeated. */
	#open(accountId: string, state: Uint8Array): void {
		const editor = new HeadlessEditor(1_000 + this.#tabs.length * 977, state);
		const tab: Tab = { accountId, editor, unsent: [], vectors: [Y.encodeStateVector(editor.doc)] };
		editor.doc.on('update', (update: Uint8Array, origin: unknown) => {
			if (origin !== 'server') tab.unsent.push(update);
		});
		this.#tabs.push(tab);
	}

	play({ who, kind, nth, place }: Move): void {
		const tab = this.#tabs[who % this.#tabs.length];
		if (tab === undefined) return;
		if (kind < 16) this.#edit(tab, kind, nth, place);
		else if (kind < 19) for (const update of tab.unsent.splice(0)) this.#send(tab, update);
		else if (kind < 21) this.#sendMerged(tab);
		else if (kind < 23) this.#bringDifference(tab);
		else if (kind < 24) this.#bringSince(tab, undefined);
		else if (kind < 25) this.#bringSince(tab, tab.vectors[nth % tab.vectors.length]);
		else if (kind < 26) this.#repeat(tab, nth);
		else if (kind < 28) this.#receive(tab);
		else if (kind < 29) this.#share(tab);
		else if (this.#tabs.length < 12) this.#open(tab.accountId, Y.encodeStateAsUpdate(tab.editor.doc));
	}

	#edit({ editor, vectors }: Tab, kind: number, nth: number, place: number): void {
		const steps = [
			() => editor.type(nth, place, 'ord '),
			() => editor.type(nth, place, 'å😀'),
			() => editor.type(nth, 0, LONG_PASTE),
			() => editor.type(nth, place, 'e'),
			() => editor.delete(nth, place, 1),
			() => editor.delete(nth, 0, 1_000),
			() => editor.split(nth, place, 'second'),
			() => editor.split(nth, place, 'both same'),
			() => editor.copy(nth, place),
			() => editor.move(nth, place, true),
			() => editor.remove(nth),
			() => editor.retype(nth),
			() => editor.undo(),
			() => editor.undoManager.redo(),
			() => embolden(editor, nth, place),
			() => carefully(() => editor.join(nth))
		];
		steps[kind % steps.length]?.();
		vectors.push(Y.encodeStateVector(editor.doc));
	}

	/** As typed. What leans on another tab's unsent words waits, and then the tab is asked for what is missing. */
	#send(tab: Tab, update: Uint8Array): void {
		this.#sent.push({ accountId: tab.accountId, update });
		const outcome = this.room.bring(update, tab.accountId);
		if (outcome === 'waits') this.#bringDifference(tab);
		else expect(outcome).toBe('applied');
	}

	#sendMerged(tab: Tab): void {
		const updates = tab.unsent.splice(0);
		if (updates.length > 0) this.#send(tab, Y.mergeUpdates(updates));
	}

	/** The answer to the server's question: it leaves nothing out. */
	#bringDifference(tab: Tab): void {
		expect(this.room.bring(Y.encodeStateAsUpdate(tab.editor.doc, this.room.vector), tab.accountId)).toBe('applied');
		tab.unsent.length = 0;
	}

	#bringSince(tab: Tab, vector: Uint8Array | undefined): void {
		const update = Y.encodeStateAsUpdate(tab.editor.doc, vector);
		expect(['applied', 'waits']).toContain(this.room.bring(update, tab.accountId));
	}

	#repeat({ accountId }: Tab, nth: number): void {
		const mine = this.#sent.filter((one) => one.accountId === accountId);
		const update = mine[nth % Math.max(1, mine.length)]?.update;
		if (update !== undefined) expect(['applied', 'waits']).toContain(this.room.bring(update, accountId));
	}

	#receive({ editor }: Tab): void {
		Y.applyUpdate(editor.doc, this.room.stateFor(Y.encodeStateVector(editor.doc)), 'server');
	}

	/** Two tabs of one browser keep one copy on the device. */
	#share(tab: Tab): void {
		const other = this.#tabs.find((one) => one !== tab && one.accountId === tab.accountId);
		if (other !== undefined) Y.applyUpdate(other.editor.doc, Y.encodeStateAsUpdate(tab.editor.doc), 'device');
	}

	/** Everybody comes back at the end: all bring what is missing, and all have the same text. */
	settle(): void {
		for (const tab of this.#tabs) {
			expect(this.room.bring(Y.encodeStateAsUpdate(tab.editor.doc, this.room.vector), tab.accountId)).toBe('applied');
		}
		for (const tab of this.#tabs) {
			this.#receive(tab);
			expect(tab.editor.doc.store.pendingStructs).toBeNull();
			expect(contentOf(tab.editor.doc)).toEqual(contentOf(this.room.browser));
		}
		this.room.expectWhole();
		this.room.destroy();
	}
}

function embolden(editor: HeadlessEditor, nth: number, place: number): void {
	editor.inBlock(nth, (transform, { node, pos }) => {
		const start = pos + 1 + (place % (node.content.size + 1));
		transform.addMark(start, Math.min(pos + 1 + node.content.size, start + 9), node.type.schema.mark('bold'));
	});
}

/** ProseMirror refuses some steps by throwing, before anything has changed; Tiptap does not offer them then. */
function carefully(step: () => void): void {
	try {
		step();
	} catch {
		return;
	}
}

test(`nothing that people write with our editor is refused (${RUNS} runs)`, { timeout: 60_000 + RUNS * 400 }, () => {
	fc.assert(
		fc.property(moves, (all) => {
			const world = new World();
			for (const move of all) world.play(move);
			world.settle();
		}),
		{ numRuns: RUNS, seed: Number(process.env.GATE_SEED ?? 20_261_122) }
	);
});
