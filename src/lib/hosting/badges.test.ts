import { describe, expect, it } from 'vitest';
import type { Attendee } from '#lib/protocol/hosting.ts';
import { badgeSheets, badgeSize } from './badges.ts';

const person = (name: string, more: Partial<Attendee> = {}): Attendee => ({
	...{ participantId: name, name, title: '', organisationName: 'Bygdegården', organisationType: 'civil_society' },
	...{ municipalityCode: '', mode: 'on_site', state: 'confirmed', source: 'web', checkedInAt: null, contact: null },
	...more
});

describe('badges', () => {
	it('are for those with a seat in the room, eight to a sheet', () => {
		const many = Array.from({ length: 9 }, (_, index) => person(`Person ${index}`));
		const others = [person('Lena Länk', { mode: 'online' }), person('Vera Vänt', { state: 'waiting' })];
		const sheets = badgeSheets([...others, ...many, person('Bo Borta', { state: 'cancelled' })]);
		expect(sheets.map((sheet) => sheet.length)).toEqual([8, 1]);
		expect(sheets.flat().map(({ name }) => name)).toEqual(many.map(({ name }) => name));
		expect(badgeSheets([])).toEqual([]);
	});

	it('say no organisation of whoever comes for themselves', () => {
		const [sheet] = badgeSheets([person('Anna', { organisationType: 'private_person', organisationName: '' })]);
		expect(sheet?.[0]?.organisation).toBe('');
	});

	it.each([
		['Anna Ek', 'large'],
		['Anna-Karin Andersson', 'large'],
		['Maria Christoffersson', 'medium'],
		['Johan Wolfeschlegelsteinhausen', 'small'],
		['Maria Magdalena von und zu Hohenstaufen Lind', 'small']
	])('of %s are %s', (name, size) => expect(badgeSize(name)).toBe(size));
});
