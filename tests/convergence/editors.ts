import * as Y from 'yjs';
import { expect } from 'vitest';
import type { Transform } from '@tiptap/pm/transform';
import type { TextContent } from '#lib/document/blocks.ts';
import { HeadlessEditor } from '#lib/document/headless-editor.fixture.ts';
import { FRAGMENT, readFragment } from '#lib/document/yjs.ts';
import { scanUpdate } from '#server/realtime/update-scan.ts';
import { LiveClient, until, type ClientOptions } from './live-client.ts';
import type { LiveServer } from './live-server.ts';

type Next = (below: number) => number;

/** No two paragraphs say the same. */
const wordsAbout = (what: string): string =>
	`Skogen vid ${what} binder kol. Vattnet i ${what} renar sig självt. Vägen till ${what} går över fjället.`;

/** A text for editors to begin with, as an import leaves it: headings, paragraphs and a list. */
export function firstContent(): Uint8Array {
	const words = (text: string) => [{ type: 'text' as const, text }];
	const paragraph = (id: string) => ({ type: 'paragraph' as const, id, content: words(wordsAbout(id)) });
	const content: TextContent = {
		blocks: [
			{ type: 'heading', id: 'rubrik', level: 2, content: words('Nuläge') },
			paragraph('skog'),
			paragraph('vatten'),
			{ type: 'list', ordered: false, items: [[paragraph('ett')], [paragraph('tu')]] }
		]
	};
	const editor = new HeadlessEditor(1);
	editor.write(content, { blockId: 'skog', start: 0, end: 1 });
	return Y.encodeStateAsUpdate(editor.doc);
}

/**
 * Tiptap without a browser behind a real y-websocket client: its document, its binding to Yjs, its commands. Keeps
 * an account of what it wrote.
 */
export class Editor {
	readonly client: LiveClient;
	readonly headless: HeadlessEditor;
	readonly written: Uint8Array[] = [];
	readonly #name: string;
	#words = 0;
	#cameIn = false;

	constructor(server: Pick<LiveServer, 'origin' | 'socketOrigin'>, path: string, name: string, options: ClientOptions) {
		this.#name = name;
		this.headless = new HeadlessEditor(clientIdOf(name));
		this.client = new LiveClient(server, path, { ...options, doc: this.headless.doc });
		const { provider, doc } = this.client;
		provider.on('sync', (synced) => (this.#cameIn ||= synced));
		doc.on('update', (update: Uint8Array, origin: unknown) => {
			if (origin !== provider) this.written.push(update);
		});
	}

	/** The text has been here; before that nobody can write. */
	get isIn(): boolean {
		return this.#cameIn;
	}

	get content(): TextContent {
		return this.headless.content;
	}

	type(next: Next): void {
		this.headless.type(next(50), next(80), `‹${this.#name}:${this.#words++}›`);
	}

	/** One thing that somebody does in an editor, chosen by `next`. */
	edit(next: Next): void {
		if (!this.#cameIn) return;
		const { headless } = this;
		const [nth, place, kind] = [next(50), next(80), next(40)];
		if (kind < 18) this.type(next);
		else if (kind < 21) headless.delete(nth, place, next(8));
		else if (kind < 25) headless.split(nth, place, 'second');
		else if (kind < 28) this.#carefully(() => headless.join(nth));
		else if (kind < 31) this.#embolden(nth, place, next(2) === 0);
		else if (kind < 33) this.#carefully(() => headless.wrap(nth));
		else if (kind < 35) this.#carefully(() => headless.inBlock(nth, wrapInList));
		else if (kind < 36) headless.move(nth, next(20), next(2) === 0);
		else if (kind < 37) headless.copy(nth, next(20));
		else if (kind < 38) headless.remove(nth);
		else if (kind < 39) headless.retype(nth);
		else headless.undo();
	}

	#embolden(nth: number, place: number, on: boolean): void {
		this.headless.inBlock(nth, (transform, { node, pos }) => {
			const start = pos + 1 + (place % (node.content.size + 1));
			const end = Math.min(pos + 1 + node.content.size, start + 9);
			const bold = node.type.schema.mark('bold');
			if (on) transform.addMark(start, end, bold);
			else transform.removeMark(start, end, bold);
		});
	}

	/** ProseMirror refuses some steps by throwing, before anything has changed; Tiptap does not offer them then. */
	#carefully(step: () => void): void {
		try {
			step();
		} catch {
			return;
		}
	}

	destroy(): void {
		this.client.destroy();
	}
}

function wrapInList(transform: Transform, { pos }: { pos: number }): void {
	const { bulletList, listItem } = transform.doc.type.schema.nodes;
	const range = transform.doc.resolve(pos + 1).blockRange();
	if (range && bulletList && listItem) transform.wrap(range, [{ type: bulletList }, { type: listItem }]);
}

/** The same editor has the same Yjs client id in every run, or a seed would not repeat a run. */
const clientIdOf = (name: string): number => [...name].reduce((id, letter) => id * 31 + letter.charCodeAt(0), 7);

export const contentOf = (doc: Y.Doc): TextContent => readFragment(doc.getXmlFragment(FRAGMENT));

/**
 * The blocks and their words, without formats: which marks of formats Yjs takes away as superfluous depends on the
 * order in which updates arrive. Those who exchange everything end with the same; one who only listens need not.
 */
export const wordsOf = (doc: Y.Doc): string =>
	doc
		.getXmlFragment(FRAGMENT)
		.toString()
		.replace(/<\/?(bold|truth)[^>]*>/g, '');

/**
 * What of `updates` the document lacks. Yjs takes superfluous marks of formats away on its own account, at each end and
 * whenever a text is loaded: such deletions travel, change nothing, and are stored when a writer brings them.
 */
export function missingIn(doc: Y.Doc, updates: readonly Uint8Array[]): Uint8Array[] {
	const snapshot = Y.snapshot(doc);
	const copy = new Y.Doc();
	Y.applyUpdate(copy, Y.encodeStateAsUpdate(doc));
	const before = JSON.stringify(contentOf(copy));
	return updates.filter((update) => {
		if (Y.snapshotContainsUpdate(snapshot, update)) return false;
		Y.applyUpdate(copy, update);
		return !holdsStructs(snapshot, update) || JSON.stringify(contentOf(copy)) !== before;
	});
}

function holdsStructs(snapshot: Y.Snapshot, update: Uint8Array): boolean {
	const scan = scanUpdate(update);
	return scan.ok && scan.ranges.every(({ client, end }) => (snapshot.sv.get(client) ?? 0) >= end);
}

/** Everything that anybody wrote, put together without a server: what the text must be in the end. */
export function truth(first: Uint8Array, editors: readonly Editor[]): Y.Doc {
	const doc = new Y.Doc();
	for (const update of [first, ...editors.flatMap((editor) => editor.written)]) Y.applyUpdate(doc, update);
	expect(doc.store.pendingStructs, 'the account of what was written is whole').toBeNull();
	return doc;
}

/** Waits until everything is saved and everybody sees the same. */
export async function settled(editors: readonly Editor[], readers: readonly LiveClient[], ms: number): Promise<void> {
	const clients = editors.map(({ client }) => client);
	const saved = until('everything to be saved', () => clients.every((client) => client.saved), ms);
	await saved.catch((error: unknown) => {
		throw new Error(clients.map((client) => client.standing).join('\n'), { cause: error });
	});
	const seen = () => new Set([...clients, ...readers].map(({ doc }) => JSON.stringify(contentOf(doc))));
	await until('everybody to see the same', () => seen().size === 1 && clients.every((client) => client.saved), ms);
}
