import { ORGANISATION_TYPES } from '#lib/protocol/organisation-types.ts';
import type { ConsolidationFilter } from '#lib/protocol/consolidation.ts';
import { OUTCOMES, POINT_KINDS, POINT_STATUSES } from '#lib/protocol/vocabulary.ts';

/** What the lists of a dialogue hold: the codes and slugs that a filter may name. */
export type Known = { areas: readonly string[]; consultations: readonly string[]; documents: readonly string[] };

/** The dimensions with a list each, under the names that the address gives them. */
export const LIST_NAMES = {
	kinds: 'slag',
	organisationTypes: 'fran',
	areas: 'omrade',
	outcomes: 'svar',
	consultations: 'samrad',
	documents: 'underlag',
	statuses: 'lage'
} as const;
export type ListName = keyof typeof LIST_NAMES;

const LATE = 'sent';
const WORDS = 'q';
const PAGE = 'sida';
/** How the address says *no area*, which a list keeps as ''. */
const NO_AREA = 'inget';
const LONGEST_WORDS = 200;
const LAST_PAGE = 100_000;

export type Selection = { filter: ConsolidationFilter; page: number };
/** `ignored`: what the address said that no list knows; the rest stands. */
export type Parsed = Selection & { ignored: (ListName | 'late' | 'page')[] };

/** The selection that an address asks for. What it says wrongly is left out, and named, never guessed at. */
export function parseFilter(params: URLSearchParams, known: Known): Parsed {
	const ignored: Parsed['ignored'] = [];
	const pick = <T extends string>(name: ListName, allowed: readonly T[]): T[] => {
		const asked = [...new Set(params.getAll(LIST_NAMES[name]).filter((value) => value !== ''))];
		const found = allowed.filter((value) => asked.includes(inAddress(name, value)));
		if (found.length < asked.length) ignored.push(name);
		return found;
	};
	const filter: ConsolidationFilter = {
		kinds: pick('kinds', POINT_KINDS),
		organisationTypes: pick('organisationTypes', ORGANISATION_TYPES),
		areas: pick('areas', [...known.areas, '']),
		outcomes: pick('outcomes', OUTCOMES),
		consultations: pick('consultations', known.consultations),
		documents: pick('documents', known.documents),
		statuses: pick('statuses', POINT_STATUSES),
		late: params.get(LATE) === 'ja',
		words: cleanWords(params.get(WORDS) ?? '')
	};
	if (params.has(LATE) && !['', 'ja'].includes(params.get(LATE) ?? '')) ignored.push('late');
	const page = params.has(PAGE) ? Number(params.get(PAGE)) : 1;
	const sound = Number.isInteger(page) && page >= 1 && page <= LAST_PAGE;
	if (!sound) ignored.push('page');
	return { filter, page: sound ? page : 1, ignored };
}

/** The address of a selection, without `?`; '' for everything. `parseFilter` reads it back to the same. */
export function filterQuery(filter: ConsolidationFilter, page = 1): string {
	const params = new URLSearchParams();
	for (const name of Object.keys(LIST_NAMES) as ListName[])
		for (const value of filter[name]) params.append(LIST_NAMES[name], inAddress(name, value));
	if (filter.late) params.set(LATE, 'ja');
	if (filter.words !== '') params.set(WORDS, filter.words);
	if (page > 1) params.set(PAGE, String(page));
	return params.toString();
}

const inAddress = (name: ListName, value: string): string => (name === 'areas' && value === '' ? NO_AREA : value);

/** As the checkbox of an area says it. */
export const areaValue = (code: string): string => inAddress('areas', code);

/** Nothing that cannot be stored, searched for or put in an address. */
const cleanWords = (words: string): string =>
	words.toWellFormed().replaceAll('\u0000', '').replace(/\s+/g, ' ').trim().slice(0, LONGEST_WORDS).toWellFormed();

export const EVERYTHING: ConsolidationFilter = {
	kinds: [],
	organisationTypes: [],
	areas: [],
	outcomes: [],
	consultations: [],
	documents: [],
	statuses: [],
	late: false,
	words: ''
};

export const isEverything = (filter: ConsolidationFilter): boolean => filterQuery(filter) === '';
