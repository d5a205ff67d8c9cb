import fc from 'fast-check';
import MarkdownIt from 'markdown-it';
import { parseFragment } from 'parse5';
import { describe, expect, test } from 'vitest';
import { anyContent, heading, paragraph, text } from './content.fixture.ts';
import { ensureUniqueIds } from './ids.ts';
import { toMarkdown } from './markdown.ts';
import { toHtml } from './render.ts';

const cell = (id: string, words: string, header = false) => ({ header, blocks: [paragraph(id, words)] });

describe('HTML', () => {
	test('has ids, languages, header cells with their scope, and every word escaped', () => {
		const content = text(
			heading('h', 'Mål & "medel"', 3),
			{
				type: 'paragraph',
				id: 'p',
				content: [
					{
						type: 'text',
						text: '<script>',
						marks: [{ type: 'link', href: 'https://a.se/?x=1&y="' }, { type: 'bold' }]
					},
					{ type: 'break' },
					{ type: 'text', text: 'Terve', marks: [{ type: 'language', lang: 'fi' }] }
				]
			},
			{
				type: 'table',
				id: 't',
				rows: [
					[cell('1', 'År', true), cell('2', 'Mål', true)],
					[cell('3', '2027', true), cell('4', 'Hälften')]
				]
			},
			{ type: 'list', ordered: true, start: 3, items: [[paragraph('l', 'Tre')]] },
			{ type: 'image', id: 'i', imageId: 'x', alt: 'Karta', width: 4, height: 3 }
		);
		expect(toHtml(content, { imageSrc: (id) => `/bild/${id}` })).toBe(
			'<h3 id="b-h">Mål &amp; &quot;medel&quot;</h3>' +
				'<p id="b-p"><a href="https://a.se/?x=1&amp;y=&quot;"><strong>&lt;script&gt;</strong></a><br><span lang="fi">Terve</span></p>' +
				'<table id="b-t"><thead><tr><th scope="col"><p id="b-1">År</p></th><th scope="col"><p id="b-2">Mål</p></th></tr></thead>' +
				'<tbody><tr><th scope="row"><p id="b-3">2027</p></th><td><p id="b-4">Hälften</p></td></tr></tbody></table>' +
				'<ol start="3"><li><p id="b-l">Tre</p></li></ol>' +
				'<img id="b-i" src="/bild/x" alt="Karta" width="4" height="3">'
		);
	});

	test('makes no link of what may not be one', () => {
		const link = { type: 'link' as const, href: 'javascript:alert(1)' };
		const content = text({ type: 'paragraph', id: 'p', content: [{ type: 'text', text: 'x', marks: [link] }] });
		expect(toHtml(content)).toBe('<p id="b-p">x</p>');
	});

	test('is well-formed: a parser finds no error in any text', () => {
		fc.assert(
			fc.property(anyContent, (content) => {
				const errors: string[] = [];
				parseFragment(toHtml(ensureUniqueIds(content)), { onParseError: (error) => errors.push(error.code) });
				expect(errors).toEqual([]);
			}),
			{ seed: 8, numRuns: 100 }
		);
	});
});

describe('Markdown', () => {
	const html = (markdown: string): string => new MarkdownIt().render(markdown).replace(/\n/g, '');

	test('reads back as what it was', () => {
		const content = text(
			heading('h', 'Mål'),
			{
				type: 'paragraph',
				id: 'p',
				content: [
					{ type: 'text', text: 'Det är ' },
					{ type: 'text', text: 'viktigt ', marks: [{ type: 'bold' }] },
					{ type: 'text', text: 'här', marks: [{ type: 'link', href: 'https://a.se/(x)' }] }
				]
			},
			{
				type: 'list',
				ordered: true,
				start: 2,
				items: [[paragraph('l', 'Två'), { type: 'quote', blocks: [paragraph('q', 'Citat')] }], [paragraph('m', 'Tre')]]
			}
		);
		expect(html(toMarkdown(content))).toBe(
			'<h2>Mål</h2><p>Det är <strong>viktigt</strong> <a href="https://a.se/(x)">här</a></p>' +
				'<ol start="2"><li><p>Två</p><blockquote><p>Citat</p></blockquote></li><li><p>Tre</p></li></ol>'
		);
	});

	test.each([
		'# inte rubrik',
		'- inte lista',
		'+ inte',
		'1. inte',
		'> inte',
		'*inte*',
		'_inte_',
		'`inte`',
		'<b>inte</b>',
		'[a](b)',
		'12) x'
	])('does not take %s for anything but words', (words) => {
		const rendered = html(toMarkdown(text(paragraph('p', words))));
		expect(rendered.replace(/&lt;/g, '<').replace(/&gt;/g, '>')).toBe(`<p>${words}</p>`);
	});

	test('has a table with as many cells in every row', () => {
		const table = {
			type: 'table' as const,
			id: 't',
			rows: [[cell('1', 'A|B', true), cell('2', 'C', true)], [{ ...cell('3', 'D'), colspan: 2 }]]
		};
		expect(toMarkdown(text(table))).toBe('| A\\|B | C |\n| --- | --- |\n| D |  |\n');
	});
});
