import { describe, expect, it } from 'vitest';
import { OUTCOMES, POINT_KINDS } from '#lib/protocol/vocabulary.ts';
import { EVERYTHING, filterQuery, isEverything, parseFilter } from './filter.ts';

const KNOWN = { areas: ['ENE', 'JSV'], consultations: ['samrad-1'], documents: ['program'] };
const parse = (query: string) => parseFilter(new URLSearchParams(query), KNOWN);

describe('a selection in an address', () => {
	it('is everything when the address says nothing', () => {
		expect(parse('')).toEqual({ filter: EVERYTHING, page: 1, ignored: [] });
		expect(filterQuery(EVERYTHING)).toBe('');
		expect(isEverything(EVERYTHING)).toBe(true);
	});

	it('comes back the same from the address that it gives', () => {
		const filter = {
			kinds: ['objection' as const, 'question' as const],
			organisationTypes: ['municipality'],
			areas: ['ENE', ''],
			outcomes: [...OUTCOMES],
			consultations: ['samrad-1'],
			documents: ['program'],
			statuses: ['held' as const],
			late: true,
			words: 'fäbod & ”å” = 100 %'
		};
		expect(parse(filterQuery(filter, 3))).toEqual({ filter, page: 3, ignored: [] });
	});

	it('means the same in whatever order and however often it is said', () => {
		expect(parse('slag=question&slag=objection&slag=question').filter).toEqual(
			parse('slag=objection&slag=question').filter
		);
	});

	it('tells what belongs to no area from all areas', () => {
		expect(parse('omrade=inget').filter.areas).toEqual(['']);
		expect(parse('omrade=').filter.areas).toEqual([]);
		expect(parse('omrade=').ignored).toEqual([]);
	});
});

describe('what the address says wrongly', () => {
	it.each([
		['slag=nonsense', 'kinds'],
		['fran=__proto__', 'organisationTypes'],
		['omrade=XYZ', 'areas'],
		['svar=maybe', 'outcomes'],
		['samrad=other', 'consultations'],
		['underlag=../../etc', 'documents'],
		['lage=secret', 'statuses'],
		['sent=kanske', 'late'],
		['sida=0', 'page'],
		['sida=1.5', 'page'],
		['sida=x', 'page'],
		['sida=1e99', 'page']
	])('%s is left out and named', (query, name) => {
		expect(parse(query)).toEqual({ filter: EVERYTHING, page: 1, ignored: [name] });
	});

	it('does not take what is right beside it along', () => {
		const parsed = parse('slag=objection&slag=nonsense&omrade=ENE');
		expect(parsed.filter.kinds).toEqual(['objection']);
		expect(parsed.filter.areas).toEqual(['ENE']);
		expect(parsed.ignored).toEqual(['kinds']);
	});

	it('words lose what cannot be stored, and are cut to a length that can be searched', () => {
		expect(parse('q=%00a%0A%20b').filter.words).toBe('a b');
		expect(parse(`q=${'x'.repeat(5_000)}`).filter.words).toHaveLength(200);
		expect(parse('q=%20%20').filter).toEqual(EVERYTHING);
	});

	it('a thousand repetitions are one', () => {
		expect(parse('slag=change&'.repeat(1_000)).filter.kinds).toEqual(['change']);
		expect(POINT_KINDS).toContain('change');
	});
});
