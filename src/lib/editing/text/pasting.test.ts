import { Fragment, type Node, Slice } from '@tiptap/pm/model';
import { describe, expect, test } from 'vitest';
import { editorSchema as schema } from '#lib/document/prosemirror.ts';
import { nestItems, withoutStyles } from './markup.ts';
import { cleanSlice } from './pasting.ts';

const words = (text: string, ...marks: string[]) =>
	schema.text(
		text,
		marks.map((mark) => schema.mark(mark))
	);
const paragraph = (text: string, id: string | null = null) =>
	schema.node('paragraph', { id }, text === '' ? [] : [schema.text(text)]);
const cell = (text: string) => schema.node('tableCell', { colwidth: [120], align: 'center' }, [paragraph(text)]);
const table = (...rows: string[][]) =>
	schema.node(
		'table',
		null,
		rows.map((row) => schema.node('tableRow', null, row.map(cell)))
	);

const clean = (nodes: Node[], taken: string[] = []) =>
	cleanSlice(new Slice(Fragment.from(nodes), 0, 0), new Set(taken)).content;

describe('what is pasted', () => {
	test('leaves empty paragraphs behind, but not a single one that was meant', () => {
		expect(clean([paragraph('Ett'), paragraph('\u00a0'), paragraph('Två')]).childCount).toBe(2);
		expect(clean([paragraph('')]).childCount).toBe(1);
	});

	test('loses control characters and runs of spaces, and keeps a single hard space', () => {
		expect(clean([paragraph('10\u00a0000\u0007   kronor')]).firstChild?.textContent).toBe('10\u00a0000 kronor');
	});

	test('loses bold in headings and keeps it in paragraphs', () => {
		const heading = schema.node('heading', { level: 2 }, [words('Skog', 'bold', 'italic')]);
		const [first, second] = clean([heading, schema.node('paragraph', null, [words('Vatten', 'bold')])]).content;
		expect(first?.firstChild?.marks.map((mark) => mark.type.name)).toEqual(['italic']);
		expect(second?.firstChild?.marks.map((mark) => mark.type.name)).toEqual(['bold']);
	});

	test('keeps an id that was cut out and drops one that still stands in the text', () => {
		const ids = clean([paragraph('Ett', 'klippt'), paragraph('Två', 'kopierat')], ['kopierat']);
		expect(ids.content.map((node) => node.attrs['id'] as unknown)).toEqual(['klippt', null]);
	});

	test('gets a header row in a table that has none, and no widths', () => {
		const [pasted] = clean([table(['År', 'Mål'], ['2030', '40'])]).content;
		expect(pasted?.child(0).child(0).type.name).toBe('tableHeader');
		expect(pasted?.child(1).child(0).type.name).toBe('tableCell');
		expect(pasted?.child(1).child(0).attrs).toMatchObject({ colwidth: null, align: null });
	});

	test('keeps links by their address alone', () => {
		const link = schema.mark('link', { href: 'https://example.org/', target: '_blank', class: 'btn' });
		const [pasted] = clean([schema.node('paragraph', null, [schema.text('här', [link])])]).content;
		expect(pasted?.firstChild?.marks[0]?.attrs).toMatchObject({
			href: 'https://example.org/',
			target: null,
			class: null
		});
	});

	test('stays open at its ends, so that words pasted into a sentence stay in it', () => {
		const cleaned = cleanSlice(new Slice(Fragment.from([paragraph('mitt i')]), 1, 1), new Set());
		expect([cleaned.openStart, cleaned.openEnd]).toEqual([1, 1]);
	});
});

test('styles are set aside before the markup is read, in tags only', () => {
	expect(withoutStyles('<style>p{}</style><p class=a style="color:red">en style="x" i texten</p>')).toBe(
		'<p class=a data-style="color:red">en style="x" i texten</p>'
	);
});

describe('lists from Word', () => {
	const item = (level: number, content: string, ordered = false) => ({ level, ordered, content });

	test('nest by their level', () => {
		expect(nestItems([item(1, 'a'), item(2, 'b'), item(3, 'c'), item(1, 'd')])).toEqual([
			{
				ordered: false,
				items: [
					{
						content: 'a',
						lists: [
							{
								ordered: false,
								items: [{ content: 'b', lists: [{ ordered: false, items: [{ content: 'c', lists: [] }] }] }]
							}
						]
					},
					{ content: 'd', lists: [] }
				]
			}
		]);
	});

	test('begin anew where bullets become numbers', () => {
		expect(nestItems([item(1, 'a'), item(1, 'b', true)]).map(({ ordered }) => ordered)).toEqual([false, true]);
	});

	test('that begin below the first level are still lists', () => {
		expect(nestItems([item(2, 'a'), item(1, 'b')]).map(({ items }) => items.length)).toEqual([1, 1]);
	});
});
