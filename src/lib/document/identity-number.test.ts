import { describe, expect, it } from 'vitest';
import { findIdentityNumbers } from './identity-number.ts';

/** The number of the invented Tolvan Tolvansson, which no person bears. */
const TEST_NUMBERS = ['121212-1212', '19121212-1212', '191212121212', '121212+1212'];

describe('personal identity numbers in free text', () => {
	it.each(TEST_NUMBERS)('finds %s wherever it stands in a sentence', (number) => {
		const found = findIdentityNumbers(`Ring mig, ${number}, efter lunch.`);
		expect(found.map((one) => one.text)).toEqual([number]);
		expect('Ring mig, '.length).toBe(found[0]?.start);
	});

	it('finds a co-ordination number, whose day is 60 higher', () => {
		expect(findIdentityNumbers('701063-2391')).toHaveLength(1);
	});

	it.each(['121212-1213', '232100-0016', '070-174 06 05', 'RUN 2026/418-21', '1912121212121', '2026-09-23'])(
		'leaves %s alone',
		(text) => expect(findIdentityNumbers(text)).toEqual([])
	);
});
