import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import * as Y from 'yjs';
import { anyContent, heading, paragraph, text } from './content.fixture.ts';
import { HeadlessEditor } from './headless-editor.fixture.ts';
import { ensureUniqueIds, isBlockId } from './ids.ts';
import { leaves } from './outline.ts';
import { editorSchema, fromProseMirror, toProseMirror, writeToFragment } from './prosemirror.ts';
import { parseContent } from './schema.ts';
import { FRAGMENT, readFragment } from './yjs.ts';

function written(content: ReturnType<typeof text>): Y.XmlFragment {
	const fragment = new Y.Doc().getXmlFragment(FRAGMENT);
	writeToFragment(content, fragment);
	return fragment;
}

describe('a text', () => {
	test('goes through the editor and through Yjs without loss', () => {
		fc.assert(
			fc.property(anyContent, (generated) => {
				const content = ensureUniqueIds(generated);
				const json = toProseMirror(content);
				editorSchema.nodeFromJSON(json).check();
				expect(fromProseMirror(json)).toEqual(content);
				expect(readFragment(written(content))).toEqual(content);
			}),
			{ seed: 2, numRuns: 150 }
		);
	});

	test('that the editor could not hold gets an empty paragraph where one is missing', () => {
		const json = toProseMirror(text({ type: 'list', ordered: false, items: [[heading('h', 'Rubrik')], []] }));
		editorSchema.nodeFromJSON(json).check();
		editorSchema.nodeFromJSON(toProseMirror(text())).check();
		expect(leaves(fromProseMirror(json)).map((leaf) => leaf.plain)).toEqual(['', 'Rubrik', '']);
	});

	test('written over another changes only what differs', () => {
		const fragment = written(text(paragraph('a', 'Ett'), paragraph('b', 'Två')));
		const kept = fragment.get(1);
		writeToFragment(text(paragraph('a', 'Ett och ett halvt'), paragraph('b', 'Två')), fragment);
		expect(readFragment(fragment)).toEqual(text(paragraph('a', 'Ett och ett halvt'), paragraph('b', 'Två')));
		expect(fragment.get(1)).toBe(kept);
	});
});

describe('reading what an editor wrote', () => {
	test('keeps the words of nodes it does not know', () => {
		const fragment = new Y.Doc().getXmlFragment(FRAGMENT);
		const unknown = new Y.XmlElement('callout');
		const inner = new Y.XmlElement('paragraph');
		inner.insert(0, [new Y.XmlText('i en ruta')]);
		unknown.insert(0, [inner]);
		const code = new Y.XmlElement('codeBlock');
		code.insert(0, [new Y.XmlText('kod')]);
		fragment.insert(0, [new Y.XmlText('löst'), unknown, new Y.XmlElement('horizontalRule'), code]);
		expect(leaves(readFragment(fragment)).map((leaf) => leaf.plain)).toEqual(['löst', 'i en ruta', 'kod']);
	});

	test('gives ids that are missing, the same at every reading', () => {
		const fragment = new Y.Doc().getXmlFragment(FRAGMENT);
		fragment.insert(0, [new Y.XmlElement('paragraph'), new Y.XmlElement('paragraph')]);
		const once = readFragment(fragment);
		expect(readFragment(fragment)).toEqual(once);
		expect(leaves(once).every((leaf) => isBlockId(leaf.blockId))).toBe(true);
	});

	test('tells two halves of a paragraph that two editors split at once apart, alike for both', () => {
		const first = new HeadlessEditor(1);
		first.write(text(paragraph('a', 'Regionen ska verka')), { blockId: '', start: 0, end: 0 });
		const second = new HeadlessEditor(2);
		first.syncWith(second);
		first.split(0, 8, 'both same');
		second.split(0, 12, 'both same');
		first.syncWith(second);
		const ids = leaves(first.content).map((leaf) => leaf.blockId);
		expect(ids[0]).toBe('a');
		expect(new Set(ids).size).toBe(ids.length);
		expect(second.content).toEqual(first.content);
	});

	test('drops links and languages that may not be', () => {
		const fragment = new Y.Doc().getXmlFragment(FRAGMENT);
		const element = new Y.XmlElement('paragraph');
		const words = new Y.XmlText();
		element.insert(0, [words]);
		fragment.insert(0, [element]);
		words.insert(0, 'x', { link: { href: 'javascript:alert(1)' }, language: { lang: '"><' }, strike: {}, bold: true });
		expect(leaves(readFragment(fragment))[0]?.block).toMatchObject({
			content: [{ type: 'text', text: 'x', marks: [{ type: 'bold' }] }]
		});
	});

	test('never throws, and gives a text that our own rules accept', () => {
		const name = fc.constantFrom(
			'paragraph',
			'heading',
			'table',
			'tableRow',
			'tableCell',
			'listItem',
			'bulletList',
			'image',
			'hardBreak',
			'x',
			'text',
			'doc'
		);
		const value = fc.oneof(fc.string(), fc.integer(), fc.constant(null), fc.boolean(), fc.constant({ a: [1] }));
		const attributes = fc.dictionary(
			fc.constantFrom('id', 'level', 'start', 'colspan', 'imageId', 'alt', 'width'),
			value
		);
		type Wild = { name: string; attributes: Record<string, unknown>; children: (Wild | string | number)[] };
		const { node } = fc.letrec<{ node: Wild }>((tie) => ({
			node: fc.record({
				name,
				attributes,
				children: fc.array(
					fc.oneof({ depthSize: 'medium' }, fc.string({ unit: 'binary' }), fc.constant(7), tie('node')),
					{ maxLength: 4 }
				)
			})
		}));
		const build = (wild: Wild): Y.XmlElement => {
			const element = new Y.XmlElement(wild.name);
			for (const [key, one] of Object.entries(wild.attributes))
				Reflect.apply(element.setAttribute, element, [key, one]);
			element.insert(
				0,
				wild.children.map((child) => (typeof child === 'object' ? build(child) : words(child)))
			);
			return element;
		};
		const words = (child: string | number): Y.XmlText => {
			const type = new Y.XmlText();
			if (typeof child === 'string') type.insert(0, child.toWellFormed(), { link: 'x', bold: null });
			else type.insertEmbed(0, { embedded: child });
			return type;
		};
		fc.assert(
			fc.property(fc.array(node, { maxLength: 4 }), (wild) => {
				const fragment = new Y.Doc().getXmlFragment(FRAGMENT);
				fragment.insert(0, wild.map(build));
				const parsed = parseContent(readFragment(fragment));
				expect(parsed).toEqual({ ok: true, content: readFragment(fragment) });
			}),
			{ seed: 3, numRuns: 200 }
		);
	});

	test('does not follow nesting without end', () => {
		const fragment = new Y.Doc().getXmlFragment(FRAGMENT);
		let parent: Y.XmlFragment = fragment;
		for (let depth = 0; depth < 2000; depth++) {
			const child = new Y.XmlElement('blockquote');
			parent.insert(0, [child]);
			parent = child;
		}
		expect(readFragment(fragment)).toEqual({ blocks: [] });
	});

	test('takes any JSON for an editor’s', () => {
		fc.assert(
			fc.property(fc.jsonValue(), (json) => {
				expect(parseContent(fromProseMirror(json)).ok).toBe(true);
				expect(parseContent(fromProseMirror({ type: 'doc', content: json })).ok).toBe(true);
			}),
			{ seed: 4, numRuns: 100 }
		);
	});
});
