import { describe, expect, it } from 'vitest';
import { countFood } from './view.ts';

const spoken = (texts: string[]) => countFood(texts).map(({ count, text }) => `${count} ${text}`);

describe('food, counted for whoever cooks', () => {
	it('is the same however it is spelled with capitals, spaces and full stops', () => {
		expect(spoken(['Vegetarisk', 'vegetarisk.', ' VEGETARISK ', 'glutenfri', 'nöt  fri', 'Nöt fri'])).toEqual([
			'3 Vegetarisk',
			'2 nöt fri',
			'1 glutenfri'
		]);
	});

	it('keeps together what one person has written, since that is one meal', () => {
		expect(spoken(['vegetarisk', 'vegetarisk, glutenfri', 'glutenfri'])).toEqual([
			'1 glutenfri',
			'1 vegetarisk',
			'1 vegetarisk, glutenfri'
		]);
	});

	it('does not count who has written nothing', () => {
		expect(spoken(['', ' ', '.', 'laktosfri'])).toEqual(['1 laktosfri']);
	});
});
