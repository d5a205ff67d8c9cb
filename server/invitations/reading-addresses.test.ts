import { describe, expect, it } from 'vitest';
import { readAddresses } from './reading-addresses.ts';
import { readSheet } from './reading-sheets.ts';
import { rowsOf } from './rows.ts';

const TYPES = new Map([['kommun', 'municipality']]);
const taken = (lines: ReturnType<typeof readAddresses>) => lines.map(({ contact }) => contact?.email ?? null);

describe('pasted addresses', () => {
	it('come one in each line, alone or with a name, and empty lines are nobody', () => {
		const lines = readAddresses('anna@example.org\r\n\n"Berg, Bo" <Bo@Example.org>\nCia C <cia@example.org>\n');
		expect(lines.map(({ line, contact }) => [line, contact?.email, contact?.name])).toEqual([
			[1, 'anna@example.org', ''],
			[3, 'bo@example.org', 'Berg, Bo'],
			[4, 'cia@example.org', 'Cia C']
		]);
	});

	it('may stand several in a line, as mail programs copy them', () => {
		expect(taken(readAddresses('Anna <anna@example.org>; bo@example.org'))).toEqual([
			'anna@example.org',
			'bo@example.org'
		]);
		expect(taken(readAddresses('anna@example.org, Bo <bo@example.org>, cia@example.org'))).toEqual([
			'anna@example.org',
			'bo@example.org',
			'cia@example.org'
		]);
	});

	it('that cannot be written to are told apart, and nothing smuggles a header in', () => {
		const lines = readAddresses(
			['Anna Andersson', 'anna@', 'a@b@example.org', 'x'.repeat(1_001), 'a@example.org>\tBcc: b@example.org'].join('\n')
		);
		expect(lines.map(({ refusal }) => refusal)).toEqual([
			'no_address',
			'bad_address',
			'bad_address',
			'too_long',
			'bad_address'
		]);
		expect(taken(lines)).toEqual([null, null, null, null, null]);
	});
});

describe('a sheet saved as text', () => {
	it('keeps the number of the line that each row begins on, across cells of several lines', () => {
		expect(rowsOf('a;b\r\n"x\ny";"say ""hi"""\n\n1;\n')).toEqual([
			{ line: 1, cells: ['a', 'b'] },
			{ line: 2, cells: ['x\ny', 'say "hi"'] },
			{ line: 5, cells: ['1', ''] }
		]);
		expect(rowsOf('a,b\n1,"2"')).toEqual([
			{ line: 1, cells: ['a', 'b'] },
			{ line: 2, cells: ['1', '2'] }
		]);
		expect(rowsOf('')).toEqual([]);
		expect(rowsOf('a;b\n1;"never closed')).toEqual([
			{ line: 1, cells: ['a', 'b'] },
			{ line: 2, cells: ['1', 'never closed'] }
		]);
	});

	it('finds its columns by their names, in any order, and says what it does not understand', () => {
		const lines = readSheet(
			'\uFEFFKommun;E-post;Typ;Organisation;Språk\nÅre;kommun@example.org;Kommun;Åre kommun;engelska\nAtlantis;x@example.org;Sjörövare;;klingon\n;;;Utan adress;\n;fel;;;',
			TYPES
		);
		expect(lines[0]?.contact).toMatchObject({
			email: 'kommun@example.org',
			organisationName: 'Åre kommun',
			organisationType: 'municipality',
			municipalityCode: '2321',
			language: 'en'
		});
		expect(lines[1]).toMatchObject({
			contact: { organisationType: '', municipalityCode: '', language: 'sv' },
			remarks: ['unknown_type', 'unknown_municipality', 'unknown_language']
		});
		expect(lines.slice(2).map(({ line, refusal }) => [line, refusal])).toEqual([
			[4, 'no_address'],
			[5, 'bad_address']
		]);
	});

	it('without a column of addresses is refused', () => {
		for (const text of ['Namn;Ort\nAnna;Åre', 'anna@example.org\nbo@example.org', ''])
			expect(() => readSheet(text, TYPES)).toThrow(expect.objectContaining({ code: 'file_refused' }));
	});
});
