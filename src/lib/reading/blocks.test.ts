import { render } from 'svelte/server';
import { describe, expect, it } from 'vitest';
import type { Block, Inline } from '#lib/document/blocks.ts';
import { inlineText } from '#lib/document/plain.ts';
import Blocks from './Blocks.svelte';
import Words from './Words.svelte';

const words: Inline[] = [
	{ type: 'text', text: 'Mer ' },
	{ type: 'text', text: 'rent & klart', marks: [{ type: 'link', href: 'https://example.org' }, { type: 'bold' }] },
	{ type: 'text', text: ' vatten,' },
	{ type: 'break' },
	{ type: 'text', text: 'buerie', marks: [{ type: 'italic' }, { type: 'language', lang: 'sma' }] },
	{ type: 'text', text: ' <script>' }
];

/** The text that a browser would find, a line break as one character. */
const textOf = (html: string): string =>
	html
		.replace(/<!--.*?-->/g, '')
		.replace(/<br\s*\/?>/g, '\n')
		.replace(/<[^>]+>/g, '')
		.replaceAll('&lt;', '<')
		.replaceAll('&amp;', '&');

describe('a text on the page', () => {
	it('holds exactly the words that offsets are counted in', () => {
		expect(textOf(render(Words, { props: { content: words } }).body)).toBe(inlineText(words));
	});

	it('nests marks, and says which language words are in', () => {
		const { body } = render(Words, { props: { content: words } });
		expect(body.replace(/<!--.*?-->/g, '')).toContain('<strong>rent &amp; klart</strong></a>');
		expect(body).toContain('lang="sma"');
	});

	it('gives every block its id, header cells their scope, and nothing around the words of a block', () => {
		const cell = (header: boolean, id: string) => ({
			header,
			blocks: [{ type: 'paragraph' as const, id, content: words }]
		});
		const blocks: Block[] = [
			{ type: 'heading', id: 'h1', level: 2, content: [{ type: 'text', text: 'Nuläge' }] },
			{ type: 'list', ordered: true, start: 3, items: [[{ type: 'paragraph', id: 'p1', content: words }]] },
			{ type: 'table', id: 't1', rows: [[cell(true, 'c1')], [cell(false, 'c2')]] }
		];
		const body = render(Blocks, { props: { blocks } }).body.replace(/<!--.*?-->/g, '');
		expect(body).toMatch(/<h2 id="b-h1" data-block="h1"[^>]*>Nuläge<\/h2>/);
		expect(body).toContain('<ol start="3">');
		expect(body).toContain('<th scope="col">');
		expect(textOf(/<p[^>]*data-block="p1"[^>]*>(.*?)<\/p>/s.exec(body)?.[1] ?? '')).toBe(inlineText(words));
	});
});
