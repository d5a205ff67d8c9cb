import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { MASKED } from '#lib/protocol/masking.ts';
import { maskedWords, tells } from './masked-words.ts';

const ORIGINAL = 'Ring Eva Sten på Storgatan 3, nummer 070-123 45 67.\nStenen ligger vid berget.';
const LEFT = `Ring ${MASKED} på Storgatan 3, nummer ${MASKED}.\nStenen ligger vid berget.`;
const words = maskedWords(ORIGINAL, LEFT);

describe('words that tell of what was masked', () => {
	it.each(['Eva', 'eva sten', 'Ring Eva Sten på', 'Evas bil', '70-123', 'Skriv till STEN på fredag', 'nummer 070'])(
		'„%s“',
		(quote) => expect(tells(quote, words)).toBe(true)
	);

	it('with an ending or in a compound, when the word is long enough to be known by', () => {
		const masked = maskedWords('Fråga Qvarnvindsson.', `Fråga ${MASKED}.`);
		for (const quote of ['Qvarnvindssons hus', 'Fråga Qvarn', 'vindsson.', 'hos Qvarnvindsson idag'])
			expect(tells(quote, masked), quote).toBe(true);
	});

	it('by two everyday words that follow each other nowhere else', () => {
		const masked = maskedWords('Sten Berg bor här.\nEn sten. Ett berg.', `${MASKED} bor här.\nEn sten. Ett berg.`);
		expect(tells('Hälsa Sten Berg', masked)).toBe(true);
		expect(tells('En sten', masked)).toBe(false);
	});
});

describe('words that tell nothing', () => {
	it.each(['på Storgatan 3', 'Stenen ligger', 'något helt annat', '', MASKED])('„%s“', (quote) =>
		expect(tells(quote, words)).toBe(false)
	);

	it('are all words where nothing is masked', () => {
		fc.assert(fc.property(fc.string(), fc.string(), (text, quote) => !tells(quote, maskedWords(text, text))));
	});

	it('are those that the masked copy itself says', () => {
		fc.assert(
			fc.property(fc.string({ unit: 'grapheme' }), (text) => !tells(text, maskedWords(`${text} hemligt`, text)))
		);
	});
});
