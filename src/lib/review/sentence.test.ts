import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { overwriteGetLocale } from '#lib/paraglide/runtime.js';
import type { ConsolidationFilter } from '#lib/protocol/consolidation.ts';
import { OUTCOMES, POINT_KINDS, POINT_STATUSES } from '#lib/protocol/vocabulary.ts';
import { ORGANISATION_TYPES } from '#lib/protocol/organisation-types.ts';
import { EVERYTHING } from './filter.ts';
import { filterSentence } from './sentence.ts';

const NAMES = {
	areas: { ENE: 'Hållbar energi', UPP: 'Upplevelser' },
	consultations: { 'samrad-1': 'Dialog om fyra områden' },
	documents: { program: 'Programmet' }
};
const say = (filter: Partial<ConsolidationFilter>) => filterSentence({ ...EVERYTHING, ...filter }, NAMES);

describe('a filter, read aloud in Swedish', () => {
	it.each<[Partial<ConsolidationFilter>, string]>([
		[{}, 'Alla synpunkter'],
		[
			{ kinds: ['objection'], organisationTypes: ['municipality'], areas: ['ENE'] },
			'Invändningar från kommuner om Hållbar energi'
		],
		[
			{ kinds: ['objection', 'question', 'fact'], areas: ['ENE', 'UPP'] },
			'Invändningar, frågor och sakfel om Hållbar energi och Upplevelser'
		],
		[{ areas: [''] }, 'Alla synpunkter om dialogen som helhet'],
		[{ outcomes: ['not_accepted'] }, 'Alla synpunkter som inte tillgodoses'],
		[
			{ outcomes: ['accepted', 'partially_accepted', 'noted'] },
			'Alla synpunkter som tillgodoses, tillgodoses delvis eller noteras'
		],
		[
			{ outcomes: ['pending'], statuses: ['held'], late: true },
			'Alla synpunkter som är under bedömning, som väntar på granskning och som kom in för sent'
		],
		[
			{ documents: ['program'], consultations: ['samrad-1'] },
			'Alla synpunkter i Programmet i samrådet Dialog om fyra områden'
		],
		[{ words: 'fäbod' }, 'Alla synpunkter med orden ”fäbod”']
	])('%o', (filter, sentence) => expect(say(filter)).toBe(sentence));

	it('has words for every code', () => {
		for (const kind of POINT_KINDS) expect(say({ kinds: [kind] })).not.toContain(kind + '_');
		for (const type of ORGANISATION_TYPES) expect(say({ organisationTypes: [type] })).not.toContain('_');
		for (const outcome of OUTCOMES) expect(say({ outcomes: [outcome] })).not.toContain('_');
		for (const status of POINT_STATUSES) expect(say({ statuses: [status] })).not.toContain('_');
	});

	it('shows a code of later date as it is', () => {
		expect(say({ organisationTypes: ['later'] })).toBe('Alla synpunkter från later');
	});
});

describe('in English', () => {
	beforeEach(() => overwriteGetLocale(() => 'en'));
	afterEach(() => overwriteGetLocale(() => 'sv'));

	it('reads as a sentence too', () => {
		expect(
			say({ kinds: ['objection'], organisationTypes: ['municipality'], outcomes: ['not_accepted', 'noted'] })
		).toBe('Objections from municipalities that are not accepted or are noted');
	});
});
