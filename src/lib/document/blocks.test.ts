import { describe, expect, test } from 'vitest';
import type { Table, TextContent } from './blocks.ts';
import { heading, paragraph, text } from './content.fixture.ts';
import { ensureUniqueIds, isBlockId, newBlockId } from './ids.ts';
import { isLanguageTag, isSafeHref, normalizeInline } from './inline.ts';
import { leaves, outline } from './outline.ts';
import { cleanText, countWords, documentPlain, plainText } from './plain.ts';

const table: Table = {
	type: 'table',
	id: 't',
	rows: [
		[
			{ header: true, blocks: [paragraph('c1', 'År')] },
			{ header: true, blocks: [paragraph('c2', 'Mål')] }
		],
		[
			{ header: false, blocks: [paragraph('c3', '2027')] },
			{ header: false, blocks: [paragraph('c4', 'Hälften'), paragraph('c5', 'eller mer')] }
		]
	]
};

describe('the words of a block', () => {
	test('count a line break as one character', () => {
		const block = {
			type: 'paragraph',
			id: 'a',
			content: [{ type: 'text', text: 'en' }, { type: 'break' }, { type: 'text', text: 'två' }]
		};
		expect(plainText(block as TextContent['blocks'][number])).toBe('en\ntvå');
	});

	test('of a table are its cells, of an image its alternative text', () => {
		expect(plainText(table)).toBe('År\tMål\n2027\tHälften eller mer');
		expect(plainText({ type: 'image', id: 'i', imageId: 'x', alt: 'En karta' })).toBe('En karta');
		expect(plainText({ type: 'image', id: 'i', imageId: 'x', alt: null })).toBe('');
	});

	test('are kept in one Unicode form, without what Postgres or an anchor cannot take', () => {
		expect(cleanText('a\u030A')).toBe('å');
		expect(cleanText('en\u0000 rad\u2029till\n')).toBe('en rad till ');
		expect(cleanText('half \ud83d')).toBe('half \ufffd');
	});

	test('are counted as people count them', () => {
		expect(countWords('Väg- och vattenfrågor, 2 st. – ja')).toBe(6);
		expect(documentPlain(text(heading('h', 'Mål'), paragraph('p', 'Vatten')))).toBe('Mål\nVatten');
	});
});

describe('the leaves of a text', () => {
	const content = text(
		paragraph('intro', 'Före'),
		heading('h1', 'Mål'),
		{
			type: 'list',
			ordered: false,
			items: [[paragraph('li', 'Punkt'), { type: 'quote', blocks: [paragraph('q', 'Citat')] }]]
		},
		table,
		heading('h2', 'Medel', 3),
		{ type: 'image', id: 'i', imageId: 'x', alt: null }
	);

	test('come in reading order, a table before its cells, each under the heading it stands under', () => {
		expect(leaves(content).map((leaf) => `${leaf.sectionId}/${leaf.blockId}`)).toEqual([
			'null/intro',
			'h1/h1',
			'h1/li',
			'h1/q',
			'h1/t',
			'h1/c1',
			'h1/c2',
			'h1/c3',
			'h1/c4',
			'h1/c5',
			'h2/h2',
			'h2/i'
		]);
	});

	test('say what they stand inside', () => {
		expect(leaves(content).find((leaf) => leaf.blockId === 'q')?.within).toEqual(['list', 'quote']);
	});

	test('are under a heading only if it stands on the top level', () => {
		const quoted = text({ type: 'quote', blocks: [heading('inner', 'Citerad rubrik')] }, paragraph('p', 'Efter'));
		expect(leaves(quoted).map((leaf) => leaf.sectionId)).toEqual([null, null]);
		expect(outline(quoted)).toEqual([]);
	});

	test('have an outline in which deeper headings stand under shallower ones, also when a level is skipped', () => {
		const entries = outline(
			text(heading('a', 'A', 3), heading('b', 'B', 2), heading('c', 'C', 4), heading('d', 'D', 3))
		);
		expect(entries.map((entry) => [entry.id, entry.children.map((child) => child.id)])).toEqual([
			['a', []],
			['b', ['c', 'd']]
		]);
	});
});

describe('ids', () => {
	test('are short, safe in an address and not the same twice', () => {
		const ids = Array.from({ length: 500 }, newBlockId);
		expect(new Set(ids).size).toBe(500);
		expect(ids.every(isBlockId)).toBe(true);
		const others = ['', 'a b', 7, 'x'.repeat(65), '__proto__', 'constructor'];
		expect(others.filter(isBlockId)).toEqual([]);
	});

	test('of two blocks with one id, the first in reading order keeps it, wherever the second stands', () => {
		const same = text(
			paragraph('a', '1'),
			{ ...table, id: 'a' },
			{ type: 'quote', blocks: [paragraph('c1', '2'), paragraph('', '3')] }
		);
		const ids = leaves(ensureUniqueIds(same)).map((leaf) => leaf.blockId);
		expect(ids[0]).toBe('a');
		expect(ids[2]).toBe('c1');
		expect(new Set(ids).size).toBe(ids.length);
		expect(ids.every(isBlockId)).toBe(true);
	});

	test('stay when they are fine', () => {
		const content = text(paragraph('a', '1'), table);
		expect(ensureUniqueIds(content)).toEqual(content);
	});
});

describe('inline content', () => {
	test('has one way of being written', () => {
		expect(
			normalizeInline([
				{ type: 'text', text: 'a', marks: [{ type: 'bold' }, { type: 'link', href: '#x' }] },
				{ type: 'text', text: '', marks: [] },
				{ type: 'text', text: 'b', marks: [{ type: 'link', href: '#x' }, { type: 'bold' }, { type: 'bold' }] },
				{ type: 'text', text: 'c', marks: [] }
			])
		).toEqual([
			{ type: 'text', text: 'ab', marks: [{ type: 'link', href: '#x' }, { type: 'bold' }] },
			{ type: 'text', text: 'c' }
		]);
	});

	test.each(['https://a.se/å', 'HTTP://a.se', 'mailto:a@b.se', 'tel:+4611', '#avsnitt'])('may link to %s', (href) => {
		expect(isSafeHref(href)).toBe(true);
	});

	test.each([
		'javascript:alert(1)',
		'java\nscript:x',
		' https://a.se',
		'data:text/html,x',
		'/etc',
		'//a.se',
		'file:///x',
		'',
		7,
		'#'
	])('may not link to %j', (href) => {
		expect(isSafeHref(href)).toBe(false);
	});

	test('marks languages by tags', () => {
		expect(['fi', 'sma', 'zh-Hant', 'en-GB'].every(isLanguageTag)).toBe(true);
		expect(['', 'svenska språket', 'x"', '-sv', 5].some(isLanguageTag)).toBe(false);
	});
});
