import { describe, expect, test } from 'vitest';
import { type AnchorRequest, createAnchor, withRepeats, type WordsAnchor } from './anchor.ts';
import { heading, paragraph, text } from './content.fixture.ts';
import { BORDER } from './linear.ts';

const content = text(
	heading('h', 'Mål'),
	paragraph('a', 'Regionen ska verka för god vård. Ansvarig är regionen.'),
	{ type: 'image', id: 'i', imageId: 'x', alt: 'Karta' },
	paragraph('b', 'Regionen ska verka för 😀 skog.')
);

function words(blockId: string, start: number, end: number, exact: string): WordsAnchor {
	const made = createAnchor(content, { scope: 'words', blockId, start, end, exact });
	if (!made.ok || made.anchor.scope !== 'words') throw new Error(JSON.stringify(made));
	return made.anchor;
}

function reason(request: AnchorRequest): string {
	const made = createAnchor(content, request);
	return made.ok ? 'made' : made.reason;
}

describe('an anchor for words', () => {
	test('holds the quote, its place and 32 characters on each side, over the borders of blocks', () => {
		expect(words('a', 0, 8, 'Regionen')).toEqual({
			scope: 'words',
			blockId: 'a',
			start: 0,
			end: 8,
			exact: 'Regionen',
			prefix: `${BORDER}Mål${BORDER}`,
			suffix: ' ska verka för god vård. Ansvari',
			repeats: { inBlock: 0, inText: 1, alike: 0 }
		} satisfies WordsAnchor);
	});

	test('leaves out white space at its ends and takes a quote whose spaces the browser collapsed', () => {
		expect(words('a', 8, 13, 'ska')).toMatchObject({ start: 9, end: 12, exact: 'ska' });
		const spaced = text(paragraph('s', 'en\u00a0 två'));
		expect(createAnchor(spaced, { scope: 'words', blockId: 's', start: 0, end: 7, exact: 'en två' })).toMatchObject({
			ok: true
		});
	});

	test('takes the same letters in another Unicode form', () => {
		expect(words('a', 27, 31, 'va\u030Ard').exact).toBe('vård');
	});

	test('does not cut a character in half in what it keeps', () => {
		const anchor = words('b', 26, 30, 'skog');
		expect(anchor.prefix.isWellFormed() && anchor.suffix.isWellFormed()).toBe(true);
		const emoji = text(paragraph('e', `😀${'x'.repeat(31)}ord`));
		const made = createAnchor(emoji, { scope: 'words', blockId: 'e', start: 33, end: 36, exact: 'ord' });
		expect(made.ok && made.anchor.scope === 'words' && made.anchor.prefix).toBe('x'.repeat(31));
	});

	test('is refused when the quote is not what stands there', () => {
		expect(reason({ scope: 'words', blockId: 'a', start: 0, end: 8, exact: 'Kommunen' })).toBe('quote_differs');
		expect(reason({ scope: 'words', blockId: 'a', start: 0, end: 8, exact: 'regionen' })).toBe('quote_differs');
		expect(reason({ scope: 'words', blockId: 'a', start: 0, end: 8, exact: '' })).toBe('quote_differs');
	});

	test('is refused outside the text, between the halves of a character and on what has no words', () => {
		const at = (start: number, end: number, blockId = 'a') =>
			reason({ scope: 'words', blockId, start, end, exact: 'x' });
		expect([at(-1, 3), at(5, 5), at(7, 3), at(0, 9999), at(0.5, 2), at(Number.NaN, 2)]).toEqual(
			Array(6).fill('out_of_range')
		);
		expect([at(23, 24, 'b'), at(8, 9), at(0, 1, 'i'), at(0, 1, 'nej')]).toEqual([
			'out_of_range',
			'only_spaces',
			'no_words',
			'unknown_block'
		]);
	});

	test('can have its repeats counted later from the version it was made on', () => {
		const made = words('a', 45, 53, 'regionen');
		expect(withRepeats([{ ...made, repeats: null }], content)).toEqual([made]);
		const elsewhere = { ...made, exact: 'något annat' };
		expect(withRepeats([elsewhere], content)).toEqual([elsewhere]);
	});
});

describe('an anchor for a block, a section or the whole', () => {
	test('keeps the words by which to find it again', () => {
		expect(createAnchor(content, { scope: 'block', blockId: 'i' })).toMatchObject({
			ok: true,
			anchor: { exact: 'Karta' }
		});
		expect(createAnchor(content, { scope: 'section', sectionId: 'h' })).toMatchObject({
			ok: true,
			anchor: { exact: 'Mål' }
		});
		expect(createAnchor(content, { scope: 'whole' })).toEqual({ ok: true, anchor: { scope: 'whole' } });
	});

	test('is refused for what is not there, or no heading', () => {
		expect(reason({ scope: 'block', blockId: 'nej' })).toBe('unknown_block');
		expect(reason({ scope: 'section', sectionId: 'a' })).toBe('unknown_section');
	});
});
