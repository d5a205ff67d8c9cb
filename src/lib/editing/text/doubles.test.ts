import * as Y from 'yjs';
import { describe, expect, test } from 'vitest';
import { HeadlessEditor } from '#lib/document/headless-editor.fixture.ts';
import { DoubleWatch } from './doubles.ts';

const WORDS = 'Skogen binder kol. Vattnet renar sig självt.';

/** Two editors with the same text in front of them, not yet connected. */
function two(): [HeadlessEditor, HeadlessEditor] {
	const anna = new HeadlessEditor(1);
	const content = {
		blocks: [{ type: 'paragraph' as const, id: 'a', content: [{ type: 'text' as const, text: WORDS }] }]
	};
	anna.write(content, { blockId: 'a', start: 0, end: 1 });
	return [anna, new HeadlessEditor(2, Y.encodeStateAsUpdate(anna.doc))];
}

const doubledWords = (editor: HeadlessEditor) => new DoubleWatch().look(editor.fragment).map(({ words }) => words);

describe('words that stand twice', () => {
	test('are found when two people split the same paragraph in the same place', () => {
		const [anna, bo] = two();
		anna.split(0, 19, 'second');
		bo.split(0, 19, 'second');
		anna.syncWith(bo);
		expect(doubledWords(anna)).toEqual(['Vattnet renar sig självt.']);
		expect(doubledWords(bo)).toEqual(doubledWords(anna));
	});

	test('are found when they split it in different places: the shorter half is in the longer', () => {
		const [anna, bo] = two();
		anna.split(0, 19, 'second');
		bo.split(0, 27, 'second');
		anna.syncWith(bo);
		expect(doubledWords(anna)).toEqual(['renar sig självt.']);
	});

	test('are no longer reported when one of them is taken away', () => {
		const [anna, bo] = two();
		anna.split(0, 19, 'second');
		bo.split(0, 19, 'second');
		anna.syncWith(bo);
		anna.remove(2);
		expect(doubledWords(anna)).toEqual([]);
	});

	test('are not seen in one person splitting twice, nor in equal words written on purpose', () => {
		const [anna, bo] = two();
		anna.split(0, 19, 'second');
		anna.syncWith(bo);
		bo.split(1, 8, 'second');
		bo.copy(0, 3);
		bo.syncWith(anna);
		expect(doubledWords(anna)).toEqual([]);
	});

	test('are remembered when they shared an id and one of them has got another since', () => {
		const [anna, bo] = two();
		anna.move(0, 0, true);
		anna.copy(0, 1);
		const [first, second] = anna.fragment.toArray();
		if (!(first instanceof Y.XmlElement) || !(second instanceof Y.XmlElement)) throw new Error('two blocks');
		second.setAttribute('id', String(first.getAttribute('id')));
		const watch = new DoubleWatch();
		expect(watch.look(anna.fragment)).toHaveLength(1);
		second.setAttribute('id', 'nyttnyttnytt');
		expect(watch.look(anna.fragment)).toHaveLength(1);
		expect(bo.content.blocks).toHaveLength(1);
	});
});
