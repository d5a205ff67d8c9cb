import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Block, Inline, Mark, TextContent } from '#lib/document/blocks.ts';
import { documentPlain } from '#lib/document/plain.ts';
import { MASKED } from '#lib/protocol/masking.ts';
import { maskContent, maskTitle, maskWords, misfits } from './mask.ts';

const words = (text: string, marks?: Mark[]): Inline =>
	marks ? { type: 'text', text, marks } : { type: 'text', text };
const paragraph = (id: string, ...content: Inline[]): Block => ({ type: 'paragraph', id, content });
const text = (...blocks: Block[]): TextContent => ({ blocks });
const written = (content: TextContent) => JSON.stringify(content);

describe('masking ranges of a text', () => {
	it('puts one notice in the place of the words and keeps the rest', () => {
		const content = text(paragraph('a', words('Ring Eva Ek i byn.')));
		const masked = maskContent(content, [{ blockId: 'a', start: 5, end: 11 }]);
		expect(documentPlain(masked)).toBe(`Ring ${MASKED} i byn.`);
	});

	it('joins ranges that overlap and spans several runs and a line break', () => {
		const content = text(
			paragraph('a', words('Ring '), words('Eva', [{ type: 'bold' }]), { type: 'break' }, words('Ek nu'))
		);
		const masked = maskContent(content, [
			{ blockId: 'a', start: 5, end: 9 },
			{ blockId: 'a', start: 7, end: 11 }
		]);
		expect(documentPlain(masked)).toBe(`Ring ${MASKED} nu`);
	});

	it('takes a link away with the words it was on, in every run that it covers', () => {
		const link = { type: 'link', href: 'mailto:eva.ek@example.org' } as const;
		const content = text(paragraph('a', words('Skriv till ', [link]), words('Eva', [link, { type: 'bold' }])));
		expect(written(maskContent(content, [{ blockId: 'a', start: 11, end: 14 }]))).not.toContain('eva.ek');
	});

	it('reaches into lists, quotes and tables, and hides an image whole', () => {
		const hidden = (id: string) => paragraph(id, words('hemligt'));
		const content = text(
			{ type: 'list', ordered: false, items: [[hidden('l')]] },
			{ type: 'quote', blocks: [hidden('q')] },
			{ type: 'table', id: 't', rows: [[{ header: false, blocks: [hidden('c')] }]] },
			{ type: 'image', id: 'i', imageId: 'bild-1', alt: 'hemligt' }
		);
		const ranges = ['l', 'q', 'c', 'i'].map((blockId) => ({ blockId, start: 0, end: 7 }));
		expect(written(maskContent(content, ranges))).not.toMatch(/hemligt|bild-1/);
	});

	it('tells of ranges that fit no block', () => {
		const content = text(paragraph('a', words('kort')));
		const bad = [
			{ blockId: 'b', start: 0, end: 1 },
			{ blockId: 'a', start: 0, end: 5 },
			{ blockId: 'a', start: 2, end: 2 },
			{ blockId: 'a', start: -1, end: 2 },
			{ blockId: 'a', start: 0.5, end: 2 }
		];
		expect(misfits(content, [...bad, { blockId: 'a', start: 0, end: 4 }])).toEqual(bad);
	});
});

describe('masking words wherever they stand', () => {
	it('finds them whatever their capitals, in titles too', () => {
		const content = text(paragraph('a', words('EVA EK bor här. eva ek skriver.')));
		expect(documentPlain(maskWords(content, ['Eva Ek'], []))).toBe(`${MASKED} bor här. ${MASKED} skriver.`);
		expect(maskTitle('Svar till Eva Ek', ['eva ek'])).toBe(`Svar till ${MASKED}`);
	});

	it('finds them in the address of a link whose words say nothing, and keeps the words', () => {
		const link = { type: 'link', href: 'https://example.org/eva-ek' } as const;
		const masked = maskWords(text(paragraph('a', words('mer här', [link]))), ['eva-ek'], []);
		expect(documentPlain(masked)).toBe('mer här');
		expect(written(masked)).not.toContain('eva-ek');
	});

	it('takes signs for signs and not for a pattern', () => {
		const content = text(paragraph('a', words('Pris: 5 kr (cirka). Allt.')));
		expect(documentPlain(maskWords(content, ['(cirka).'], []))).toBe(`Pris: 5 kr ${MASKED} Allt.`);
		expect(maskWords(content, ['.*'], [])).toEqual(content);
	});

	it('hides whole blocks, and nothing where nothing is asked', () => {
		const content = text(paragraph('a', words('ett')), paragraph('b', words('två')));
		expect(documentPlain(maskWords(content, [], ['b']))).toBe(`ett\n${MASKED}`);
		expect(maskWords(content, [''], [''])).toEqual(content);
	});

	it('leaves no trace of a word, however its letters are spread over runs', () => {
		const run = fc.constantFrom('QX', 'QXJ', 'J', 'QXJV', 'JV', 'a ', ' b', 'QXJVQXJV');
		const marks = fc.constantFrom<Mark[] | undefined>(
			undefined,
			[{ type: 'bold' as const }],
			[{ type: 'link' as const, href: 'https://example.org/QXJV' }]
		);
		fc.assert(
			fc.property(fc.array(fc.tuple(run, marks), { minLength: 1, maxLength: 8 }), (runs) => {
				const content = text(paragraph('a', ...runs.map(([part, mark]) => words(part, mark))));
				const masked = maskWords(content, ['qxjv'], []);
				expect(documentPlain(masked)).not.toMatch(/QXJV/i);
				expect(written(masked)).not.toMatch(/QXJV/i);
			})
		);
	});
});
