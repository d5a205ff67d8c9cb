import type { LineRemark } from '#lib/protocol/mailings.ts';
import { isOrganisationType } from '#lib/protocol/organisation-types.ts';
import { isMunicipality, municipalities } from '#server/dialogues/municipalities.ts';
import { refuse } from '#server/errors.ts';
import { addressIn, contact, nameIn, type ReadLine } from './reading-addresses.ts';
import { rowsOf, type SheetRow } from './rows.ts';

const COLUMNS = {
	email: ['e-post', 'epost', 'e-postadress', 'epostadress', 'mejl', 'mejladress', 'email', 'e-mail', 'mail'],
	name: ['namn', 'name', 'kontaktperson', 'contact'],
	organisation: ['organisation', 'organisationens namn', 'organization', 'företag'],
	type: ['typ', 'typ av organisation', 'organisationstyp', 'type'],
	municipality: ['kommun', 'municipality'],
	language: ['språk', 'language']
};
type Column = keyof typeof COLUMNS;

/** What a page calls each type of organisation, in small letters, with the type's code. */
export type TypeNames = ReadonlyMap<string, string>;

/**
 * A sheet saved as text, with a first line of column names in Swedish or English, in any order. Only the address is
 * needed. What is not understood in the other columns is left out, and the line says so. Throws `file_refused` where
 * no column holds addresses.
 */
export function readSheet(text: string, typeNames: TypeNames): ReadLine[] {
	const [head, ...rows] = rowsOf(text);
	const columns = (head?.cells ?? []).map(columnCalled);
	if (!columns.includes('email'))
		refuse(
			'file_refused',
			'Filen behöver en första rad med kolumnernas namn, och en kolumn som heter e-post.',
			'The file needs a first line with the names of the columns, and a column called e-mail.',
			'file'
		);
	return rows.map((row) => readRow(row, columns, typeNames));
}

function columnCalled(name: string): Column | null {
	const called = name.trim().toLowerCase();
	const found = Object.entries(COLUMNS).find(([, names]) => names.includes(called));
	return (found?.[0] as Column | undefined) ?? null;
}

function readRow({ line, cells }: SheetRow, columns: readonly (Column | null)[], typeNames: TypeNames): ReadLine {
	const of = (column: Column): string => cells[columns.indexOf(column)]?.trim() ?? '';
	const nothing = { line, text: cells.join(' · ').slice(0, 1_000), contact: null, remarks: [] };
	const address = of('email');
	const email = addressIn(address);
	if (email === null) return { ...nothing, refusal: address === '' ? 'no_address' : 'bad_address' };
	const type = typeCalled(of('type'), typeNames);
	const municipalityCode = municipalityCalled(of('municipality'));
	const language = languageCalled(of('language'));
	const remarks: LineRemark[] = [
		...(type === null ? ['unknown_type' as const] : []),
		...(municipalityCode === null ? ['unknown_municipality' as const] : []),
		...(language === null ? ['unknown_language' as const] : [])
	];
	const about = {
		name: nameIn(of('name')),
		organisationName: nameIn(of('organisation')),
		organisationType: type ?? '',
		municipalityCode: municipalityCode ?? '',
		language: language ?? ('sv' as const)
	};
	return { ...nothing, contact: contact(email, about), refusal: null, remarks };
}

/** '' where nothing is said, null where it is not understood. */
function typeCalled(words: string, typeNames: TypeNames): string | null {
	if (words === '' || isOrganisationType(words)) return words;
	return typeNames.get(words.toLowerCase()) ?? null;
}

/** By code or by name, with or without *kommun* after it. */
function municipalityCalled(words: string): string | null {
	if (words === '' || isMunicipality(words)) return words;
	const bare = (name: string) => name.toLowerCase().replace(/s? kommun$/, '');
	const { others } = municipalities('');
	const found = others.find(({ name }) => name.toLowerCase() === words.toLowerCase() || bare(name) === bare(words));
	return found?.code ?? null;
}

function languageCalled(words: string): 'sv' | 'en' | null {
	const called = words.toLowerCase();
	if (called === '' || called === 'sv' || called.startsWith('sve') || called === 'swedish') return 'sv';
	return called === 'en' || called.startsWith('eng') ? 'en' : null;
}
