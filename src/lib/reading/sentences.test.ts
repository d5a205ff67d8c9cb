import { describe, expect, it } from 'vitest';
import { sentences } from './sentences.ts';

describe('the sentences of a paragraph', () => {
	it('are found with their offsets, without the space between', () => {
		const plain = 'Råvaran lämnar länet. Många företag är små. Det gör dem uthålliga.';
		const found = sentences(plain);
		expect(found.map((part) => part.text)).toEqual([
			'Råvaran lämnar länet.',
			'Många företag är små.',
			'Det gör dem uthålliga.'
		]);
		expect(found.every((part) => plain.slice(part.start, part.end) === part.text)).toBe(true);
	});

	it('do not end at abbreviations, decimals or times', () => {
		const plain = 'Vi vill pröva t.ex. Batterier och värmelager kl. 9.30 med 0.5 procent. Sedan mer.';
		expect(sentences(plain)).toHaveLength(2);
	});

	it('end at a line break', () =>
		expect(sentences('Först\nSedan').map((part) => part.text)).toEqual(['Först', 'Sedan']));

	it('are none where the paragraph is one sentence: there is nothing to choose', () => {
		expect(sentences('Bara en mening.')).toEqual([]);
		expect(sentences('')).toEqual([]);
	});
});
