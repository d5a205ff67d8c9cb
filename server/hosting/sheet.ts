import writeXlsxFile from 'write-excel-file/node';
import type { Attendee } from '#lib/protocol/hosting.ts';
import { csv } from '#server/exporting/csv.ts';

const COLUMNS = [
	'name',
	'title',
	'organisation',
	'organisationType',
	'municipality',
	'mode',
	'state',
	'checkedIn',
	'contactName',
	'email',
	'phone'
] as const;
export type SheetColumn = (typeof COLUMNS)[number];
const CONTACT_COLUMNS: readonly SheetColumn[] = ['contactName', 'email', 'phone'];
const WIDTHS: Partial<Record<SheetColumn, number>> = { mode: 12, phone: 16, checkedIn: 18 };
const USUAL_WIDTH = 28;

export type SheetLabels = {
	sheet: string;
	columns: Record<SheetColumn, string>;
	organisationType(code: string): string;
	municipality(code: string): string;
	mode(code: Attendee['mode']): string;
	state(person: Attendee): string;
	dateTime(iso: string): string;
};

const cells = (person: Attendee, labels: SheetLabels): Record<SheetColumn, string> => ({
	name: person.name,
	title: person.title,
	organisation: person.organisationName,
	organisationType: labels.organisationType(person.organisationType),
	municipality: labels.municipality(person.municipalityCode),
	mode: labels.mode(person.mode),
	state: labels.state(person),
	checkedIn: person.checkedInAt === null ? '' : labels.dateTime(person.checkedInAt),
	contactName: person.contact?.name ?? '',
	email: person.contact?.email ?? '',
	phone: person.contact?.phone ?? ''
});

/** Columns of contacts are there only for those who may read contacts; what people need has no column at all. */
function table(people: readonly Attendee[], labels: SheetLabels) {
	const withContacts = people.some(({ contact }) => contact !== null);
	const columns = COLUMNS.filter((column) => withContacts || !CONTACT_COLUMNS.includes(column));
	const rows = people.map((person) => {
		const row = cells(person, labels);
		return columns.map((column) => row[column]);
	});
	return { columns, header: columns.map((column) => labels.columns[column]), rows };
}

export function attendeesCsv(people: readonly Attendee[], labels: SheetLabels): string {
	const { header, rows } = table(people, labels);
	return csv(header, rows);
}

/** Every cell is text and says so, so that no spreadsheet reads a formula or a number into it. */
export async function attendeesXlsx(
	people: readonly Attendee[],
	labels: SheetLabels
): Promise<Uint8Array<ArrayBuffer>> {
	const { columns, header, rows } = table(people, labels);
	const data = [
		header.map((value) => ({ value, type: String, fontWeight: 'bold' as const })),
		...rows.map((row) => row.map((value) => ({ value, type: String })))
	];
	const file = writeXlsxFile(data, {
		sheet: labels.sheet,
		columns: columns.map((column) => ({ width: WIDTHS[column] ?? USUAL_WIDTH })),
		stickyRowsCount: 1
	});
	return new Uint8Array(await file.toBuffer());
}
