import { unzipSync } from 'fflate';
import { describe, expect, it } from 'vitest';
import type { Attendee } from '#lib/protocol/hosting.ts';
import { attendeesCsv, attendeesXlsx, type SheetLabels } from './sheet.ts';

const person = (more: Partial<Attendee> = {}): Attendee => ({
	...{ participantId: 'p', name: 'Anna Öberg', title: '', municipalityCode: '2326', source: 'web' },
	...{ organisationName: 'Fjällbergs kommun', organisationType: 'municipality', mode: 'on_site', state: 'confirmed' },
	...{ checkedInAt: null, contact: { name: 'Bo Berg', email: 'bo@example.org', phone: '070-174 06 05' } },
	...more
});
const labels: SheetLabels = {
	sheet: 'Deltagare',
	columns: {
		...{ name: 'Namn', title: 'Titel', organisation: 'Organisation', organisationType: 'Typ' },
		...{ municipality: 'Kommun', mode: 'Deltar', state: 'Plats', checkedIn: 'Incheckad' },
		...{ contactName: 'Kontakt', email: 'E-post', phone: 'Telefon' }
	},
	organisationType: (code) => code,
	municipality: (code) => code,
	mode: (code) => code,
	state: ({ state }) => state,
	dateTime: (iso) => iso
};
const sheetOf = async (people: Attendee[]) => {
	const files = unzipSync(await attendeesXlsx(people, labels));
	return Object.values(files)
		.map((file) => new TextDecoder().decode(file))
		.join('\n');
};

describe('the list as csv', () => {
	it('opens in a Swedish spreadsheet: byte order mark, semicolons, lines that end as there', () => {
		const text = attendeesCsv([person()], labels);
		expect(text.startsWith('\u{feff}Namn;Titel;Organisation')).toBe(true);
		expect(text).toContain('Anna Öberg;;Fjällbergs kommun;municipality;2326;on_site;confirmed;;Bo Berg;bo@example.org');
		expect(text.endsWith('\r\n')).toBe(true);
	});

	it('holds no formula, whoever calls themselves one', () => {
		const text = attendeesCsv([person({ name: '=HYPERLINK("x")', organisationName: '@SUM(A1)' })], labels);
		expect(text).toContain(`"'=HYPERLINK(""x"")"`);
		expect(text).toContain(`'@SUM(A1)`);
	});

	it('has no columns of contacts for whoever may not read them', () => {
		const text = attendeesCsv([person({ contact: null })], labels);
		expect(text.split('\r\n')[0]).toBe('\u{feff}Namn;Titel;Organisation;Typ;Kommun;Deltar;Plats;Incheckad');
	});
});

describe('the list as xlsx', () => {
	it('holds the same people, as text', async () => {
		const sheet = await sheetOf([person(), person({ name: '=1+1' })]);
		for (const word of ['Anna Öberg', 'bo@example.org', '=1+1', 'Kontakt']) expect(sheet).toContain(word);
		expect(sheet).not.toContain('<f>');
	});

	it('has no columns of contacts for whoever may not read them', async () => {
		expect(await sheetOf([person({ contact: null })])).not.toContain('E-post');
	});
});
