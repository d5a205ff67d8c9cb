import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { markersFor, MASKED, maskText, readMarked, writeMarked } from './masking.ts';

const TEXT = 'Anna på Torget 3 vet var kabeln ligger.';

describe('marking words with brackets', () => {
	it('reads which words are meant', () => {
		expect(readMarked(TEXT, '[[Anna]] på [[Torget 3]] vet var kabeln ligger.')).toEqual({
			ok: true,
			ranges: [
				{ start: 0, end: 4 },
				{ start: 8, end: 16 }
			]
		});
	});

	it('marks nothing where there are no brackets, or nothing between them', () => {
		expect(readMarked(TEXT, TEXT)).toEqual({ ok: true, ranges: [] });
		expect(readMarked(TEXT, '[[]]' + TEXT)).toEqual({ ok: true, ranges: [] });
	});

	it.each([
		['a word taken away', 'på [[Torget 3]] vet var kabeln ligger.'],
		['a word put in', '[[Anna Karin]] på Torget 3 vet var kabeln ligger.'],
		['a space more', '[[Anna]]  på Torget 3 vet var kabeln ligger.'],
		['another text', '[[x]]'],
		['nothing', '']
	])('refuses %s: what is hidden must be what was meant', (_what, marked) => {
		expect(readMarked(TEXT, marked)).toEqual({ ok: false, reason: 'text_changed' });
	});

	it.each([
		'[[Anna på Torget 3 vet var kabeln ligger.',
		'Anna]] på Torget 3 vet var kabeln ligger.',
		'[[An[[na]] på]] Torget 3 vet var kabeln ligger.'
	])('refuses brackets that do not pair: %s', (marked) =>
		expect(readMarked(TEXT, marked)).toEqual({ ok: false, reason: 'unpaired' })
	);

	it('counts the line breaks of a form as those of the text', () => {
		expect(readMarked('ett\ntvå\ntre', 'ett\r\n[[två]]\r\ntre')).toEqual({ ok: true, ranges: [{ start: 4, end: 7 }] });
		expect(readMarked('ett\r\ntvå', 'ett\r\n[[två]]')).toEqual({ ok: true, ranges: [{ start: 5, end: 8 }] });
	});

	it('takes other brackets where the text holds some of its own', () => {
		const text = 'Se [[bilaga]] och Anna.';
		expect(markersFor(text)).toEqual(['{{', '}}']);
		expect(readMarked(text, 'Se [[bilaga]] och {{Anna}}.')).toEqual({ ok: true, ranges: [{ start: 18, end: 22 }] });
	});

	it('comes back the same, whatever the words', () => {
		const marking = fc
			.string({ unit: 'grapheme', minLength: 3, maxLength: 60 })
			.chain((text) => fc.tuple(fc.constant(text), fc.nat(text.length - 2), fc.nat(text.length - 1)));
		fc.assert(
			fc.property(marking, ([text, a, b]) => {
				const range = { start: Math.min(a, b), end: Math.max(a, b) + 1 };
				const marked = writeMarked(text, [range]);
				fc.pre(!text.includes('\r') && !text.includes('\n'));
				fc.pre(marked.split(markersFor(text)[0]).length === 2 && marked.split(markersFor(text)[1]).length === 2);
				expect(readMarked(text, marked)).toEqual({ ok: true, ranges: [range] });
			})
		);
	});
});

describe('the public copy', () => {
	it('holds the words that are left, and says once for each gap that something is gone', () => {
		expect(
			maskText(TEXT, [
				{ start: 8, end: 16 },
				{ start: 0, end: 4 }
			])
		).toBe(`${MASKED} på ${MASKED} vet var kabeln ligger.`);
	});

	it('joins what overlaps and what touches', () => {
		expect(
			maskText('abcdef', [
				{ start: 0, end: 2 },
				{ start: 2, end: 4 },
				{ start: 1, end: 3 }
			])
		).toBe(`${MASKED}ef`);
	});

	it('never holds a hidden word', () => {
		fc.assert(
			fc.property(fc.nat(15), fc.nat(15), (a, b) => {
				const [start, end] = [Math.min(a, b), Math.max(a, b) + 1];
				const masked = maskText('ABCDEFGHIJKLMNOPQ', [{ start, end }]);
				for (const letter of 'ABCDEFGHIJKLMNOPQ'.slice(start, end)) expect(masked).not.toContain(letter);
			})
		);
	});
});
