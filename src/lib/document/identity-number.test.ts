import { describe, expect, it } from 'vitest';
import { findIdentityNumbers } from './identity-number.ts';

/** Numbers from the tax agency's series for tests, which no person bears. */
const TEST_NUMBERS = ['890101-3286', '19890101-3286', '198901013286', '890101 3286'];

describe('personal identity numbers in free text', () => {
	it.each(TEST_NUMBERS)('finds %s wherever it stands in a sentence', (number) => {
		const found = findIdentityNumbers(`Ring mig, ${number}, efter lunch.`);
		expect(found.map((one) => one.text)).toEqual([number]);
		expect('Ring mig, '.length).toBe(found[0]?.start);
	});

	it('finds a co-ordination number, whose day is 60 higher', () => {
		expect(findIdentityNumbers('701063-2391')).toHaveLength(1);
	});

	it.each(['890101-3287', '232100-0016', '070-174 06 05', 'RUN 2026/418-21', '1989010132861', '2026-09-23'])(
		'leaves %s alone',
		(text) => expect(findIdentityNumbers(text)).toEqual([])
	);
});
