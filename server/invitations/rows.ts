/** A row of a sheet with the number of the line it begins on. */
export type SheetRow = { line: number; cells: string[] };

/**
 * The rows of a sheet saved as text (RFC 4180): cells may stand in quotation marks and then hold separators, line
 * breaks and doubled quotation marks. Semicolon, comma or tab, whichever the first line has most of, since programs
 * that write decimals with a comma write semicolons. Empty rows are passed over.
 */
export function rowsOf(text: string): SheetRow[] {
	const source = text.replace(/^\uFEFF/, '').replace(/\r\n?/g, '\n');
	const separator = separatorIn(source.split('\n', 1)[0] ?? '');
	const rows: SheetRow[] = [];
	let row: SheetRow = { line: 1, cells: [] };
	let line = 1;
	let at = 0;
	while (at < source.length) {
		const { cell, end } = cellAt(source, at, separator);
		row.cells.push(cell);
		line += source.slice(at, end).split('\n').length - 1;
		if (source[end] === separator) {
			// A separator at the very end has an empty cell after it.
			if (end + 1 === source.length) row.cells.push('');
		} else {
			rows.push(row);
			row = { line: ++line, cells: [] };
		}
		at = end + 1;
	}
	if (row.cells.length > 0) rows.push(row);
	return rows.filter(({ cells }) => cells.some((cell) => cell.trim() !== ''));
}

function separatorIn(head: string): string {
	const counted = [';', ',', '\t'].map((sign) => ({ sign, count: head.split(sign).length }));
	return counted.reduce((most, one) => (one.count > most.count ? one : most)).sign;
}

/** The cell that begins at `start`; `end` is where its separator or line break stands, or the end of the text. */
function cellAt(source: string, start: number, separator: string): { cell: string; end: number } {
	let cell = '';
	let at = start;
	if (source[start] === '"') {
		at++;
		while (at < source.length && (source[at] !== '"' || source[at + 1] === '"')) {
			cell += source[at];
			at += source[at] === '"' ? 2 : 1;
		}
		at++;
	}
	while (at < source.length && source[at] !== separator && source[at] !== '\n') cell += source[at++];
	return { cell, end: Math.min(at, source.length) };
}
