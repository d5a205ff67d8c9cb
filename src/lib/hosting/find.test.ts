import { describe, expect, it } from 'vitest';
import { matching } from './find.ts';

const people = [
	{ name: 'Åke Öst-Berg', organisationName: 'Fjällbergs kommun' },
	{ name: 'Anna Akvist', organisationName: 'Kallrörs gårdsmejeri' },
	{ name: 'Søren Bergman', organisationName: '' }
];
const found = (words: string) => matching(people, words).map(({ name }) => name);

describe('finding somebody at the door', () => {
	it.each([
		['', ['Åke Öst-Berg', 'Anna Akvist', 'Søren Bergman']],
		['ak', ['Åke Öst-Berg', 'Anna Akvist']],
		['ÅKE', ['Åke Öst-Berg']],
		['berg', ['Åke Öst-Berg', 'Søren Bergman']],
		['öst-b', ['Åke Öst-Berg']],
		['soren', ['Søren Bergman']],
		['anna kallr', ['Anna Akvist']],
		['kommun åke', ['Åke Öst-Berg']],
		['vist', []],
		['.*', []]
	])('by *%s*', (words, names) => expect(found(words)).toEqual(names));
});
