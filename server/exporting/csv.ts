import { stringify } from 'csv-stringify/sync';

const BOM = '\u{feff}';
/** A spreadsheet takes a cell that begins so for a formula. */
const FORMULA = /^[=+\-@\t\r\n]/;

/** For spreadsheets in a Swedish locale (domain §2.10): UTF-8 with byte order mark, semicolons, CRLF. */
export function csv(header: readonly string[], rows: readonly (readonly string[])[]): string {
	const safe = rows.map((row) => row.map((cell) => (FORMULA.test(cell) ? `'${cell}` : cell)));
	return BOM + stringify([header, ...safe], { delimiter: ';', record_delimiter: 'windows' });
}
