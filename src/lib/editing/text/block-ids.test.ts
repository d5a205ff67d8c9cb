import { EditorState, Plugin } from '@tiptap/pm/state';
import { ySyncPluginKey } from '@tiptap/y-tiptap';
import { describe, expect, test } from 'vitest';
import { editorSchema as schema } from '#lib/document/prosemirror.ts';
import { renamings, withBlockIds } from './block-ids.ts';

const paragraph = (id: string | null, words = '') =>
	schema.node('paragraph', { id }, words === '' ? [] : [schema.text(words)]);
const text = (...blocks: ReturnType<typeof paragraph>[]) => schema.node('doc', null, blocks);

function editing(...blocks: ReturnType<typeof paragraph>[]): EditorState {
	const plugin = new Plugin({ appendTransaction: (all, _before, state) => withBlockIds(all, state) });
	return EditorState.create({ doc: text(...blocks), plugins: [plugin] });
}

const idsOf = (state: EditorState) => state.doc.children.map((node) => node.attrs['id'] as string | null);

describe('block ids', () => {
	test('a paragraph split in its middle: the first half keeps the id, the second gets its own', () => {
		const state = editing(paragraph('a', 'Skog och vatten'));
		const ids = idsOf(state.apply(state.tr.split(6)));
		expect(ids[0]).toBe('a');
		expect(ids[1]).toMatch(/^[a-z2-9]{12}$/);
	});

	test('room made before a paragraph: the words keep the id, the empty one gets another', () => {
		const state = editing(paragraph('a', 'Skog'));
		const after = state.apply(state.tr.split(1));
		expect(after.doc.child(1).textContent).toBe('Skog');
		expect(idsOf(after)[1]).toBe('a');
		expect(idsOf(after)[0]).not.toBe('a');
	});

	test('a copy pasted after the original gets an id of its own', () => {
		const state = editing(paragraph('a', 'Skog'), paragraph('b', 'Vatten'));
		const after = state.apply(state.tr.insert(state.doc.content.size, paragraph('a', 'Skog')));
		expect(idsOf(after).slice(0, 2)).toEqual(['a', 'b']);
		expect(new Set(idsOf(after)).size).toBe(3);
	});

	test('joined paragraphs keep the id of the first', () => {
		const state = editing(paragraph('a', 'Skog'), paragraph('b', 'Vatten'));
		expect(idsOf(state.apply(state.tr.join(6)))).toEqual(['a']);
	});

	test('what others send is not renamed here: each editor would give it another id', () => {
		const state = editing(paragraph('a', 'Skog'));
		const remote = state.tr.insert(state.doc.content.size, paragraph('a', 'Skog')).setMeta(ySyncPluginKey, {});
		expect(idsOf(state.apply(remote))).toEqual(['a', 'a']);
	});

	test('ids that cannot stand in an address are replaced, also in tables and lists', () => {
		const cell = schema.node('tableCell', null, [paragraph('inte ett id', 'ett')]);
		const table = schema.node('table', { id: null }, [schema.node('tableRow', null, [cell])]);
		const renamed = renamings(schema.node('doc', null, [table]), () => 'ny');
		expect(renamed.map(({ id }) => id)).toEqual(['ny', 'ny']);
	});

	test('a text in order is left alone', () => {
		expect(renamings(text(paragraph('a', 'ett'), paragraph('b')))).toEqual([]);
	});
});
