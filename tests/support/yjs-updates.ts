import fc from 'fast-check';
import * as Y from 'yjs';

/** How many times more cases than usual; a long run sets `MEDSKICK_FUZZ=100`. */
export const THOROUGHLY = Number(process.env.MEDSKICK_FUZZ ?? 1);

/** One thing that an editor does somewhere in a text. */
export type Edit = { at: number; kind: number; text: string };

export const edits = fc.array(
	fc.record({ at: fc.nat(400), kind: fc.nat(8), text: fc.string({ minLength: 1, maxLength: 12, unit: 'grapheme' }) }),
	{ minLength: 1, maxLength: 40 }
);

/** Edits as an editor makes them: text, formats, blocks, attributes, embedded values, deletions. */
export function edit(doc: Y.Doc, { at, kind, text }: Edit): void {
	const fragment = doc.getXmlFragment('content');
	const blocks = fragment.toArray().filter((block) => block instanceof Y.XmlElement);
	const block = blocks[at % Math.max(1, blocks.length)];
	if (block === undefined || kind === 0) return fragment.insert(at % (fragment.length + 1), [paragraph(text)]);
	const words = block.get(0);
	if (!(words instanceof Y.XmlText)) return;
	const place = at % (words.length + 1);
	const length = Math.min(3, words.length - place);
	if (kind === 1) words.insert(place, text);
	if (kind === 2 && length > 0) words.delete(place, length);
	if (kind === 3 && length > 0) words.format(place, length, { bold: true, link: { href: text } });
	if (kind === 4) block.setAttribute('id', text);
	if (kind === 5) words.insertEmbed(place, { image: text, deep: [[{ at }]] });
	if (kind === 6) fragment.delete(at % fragment.length, 1);
	if (kind === 7) doc.getMap('meta').set(text, { at, list: [1, 2.5, null, true, at * 1e9] });
	if (kind === 8 && length > 0) words.format(place, length, { bold: null });
}

function paragraph(text: string): Y.XmlElement {
	const element = new Y.XmlElement('paragraph');
	element.insert(0, [new Y.XmlText(text)]);
	return element;
}

/** Every update that two editors produce who see each other's work now and then, and the whole at the end. */
export function updatesOf(all: Edit[]): Uint8Array[] {
	const docs = [new Y.Doc(), new Y.Doc()];
	const updates: Uint8Array[] = [];
	for (const doc of docs) doc.on('update', (update: Uint8Array) => updates.push(update));
	all.forEach((one, n) => {
		const doc = docs[n % 2] ?? new Y.Doc();
		const other = docs[(n + 1) % 2] ?? new Y.Doc();
		edit(doc, one);
		if (n % 5 === 0) Y.applyUpdate(other, Y.encodeStateAsUpdate(doc, Y.encodeStateVector(other)));
	});
	return [...updates, ...docs.map((doc) => Y.encodeStateAsUpdate(doc)), Y.mergeUpdates(updates)];
}
