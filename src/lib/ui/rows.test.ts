import { describe, expect, it } from 'vitest';
import { filledRows, rowsIn, withoutEmptyRows } from './rows.server.ts';

const DISHES = {
	prefix: 'dish',
	parts: ['title', 'at', 'kind'],
	begun: ['at'],
	most: 5
} as const;

const formOf = (fields: Record<string, string>) => {
	const form = new FormData();
	for (const [name, value] of Object.entries(fields)) form.set(name, value);
	return form;
};
const kept = (fields: Record<string, string>) => Object.fromEntries(withoutEmptyRows(formOf(fields), DISHES));
const none = { seen: '', filled: '0' };

describe('a form of rows', () => {
	it('is filled in with what is saved, and has room for more', () => {
		const saved = [{ title: 'Soppa', at: '12.00', kind: 'hot' }];
		expect(filledRows(DISHES, saved)).toEqual({
			rows: 4,
			filled: 1,
			current: { 'dish-0-title': 'Soppa', 'dish-0-at': '12.00', 'dish-0-kind': 'hot' }
		});
		expect(filledRows(DISHES, [])).toEqual({ rows: 3, filled: 0, current: {} });
	});

	it('loses its empty rows, and the others are numbered anew', () => {
		const sent = { seen: 's1', filled: '0', 'dish-1-title': 'Soppa', 'dish-3-title': 'Kaffe', 'dish-3-at': '13.00' };
		expect(kept(sent)).toEqual({
			...{ seen: 's1', filled: '0' },
			...{ 'dish-0-title': 'Soppa', 'dish-0-at': '', 'dish-0-kind': '' },
			...{ 'dish-1-title': 'Kaffe', 'dish-1-at': '13.00', 'dish-1-kind': '' }
		});
	});

	it('takes away a saved row whose title is emptied, and counts one less as saved', () => {
		const sent = { filled: '2', 'dish-0-title': ' ', 'dish-0-at': '12.00', 'dish-1-title': 'Kaffe' };
		expect(kept(sent)).toMatchObject({ filled: '1', 'dish-0-title': 'Kaffe', 'dish-0-at': '' });
	});

	it('keeps a new row that is half written, to be mended, but not for what is chosen in it from the start', () => {
		expect(kept({ 'dish-2-at': '12.00' })).toMatchObject({ 'dish-0-title': '', 'dish-0-at': '12.00' });
		expect(kept({ 'dish-2-kind': 'hot' })).toEqual(none);
	});

	it('takes neither more rows than it may hold nor fields that are none of its own', () => {
		expect(kept({ 'dish-5-title': 'Sjätte', 'other-0-title': 'Annat', account: 'x' })).toEqual(none);
	});

	it('is read row by row', () => {
		const form = withoutEmptyRows(formOf({ 'dish-2-title': 'Kaffe', 'dish-2-at': '13.00' }), DISHES);
		expect(rowsIn(form, DISHES)).toEqual([{ title: 'Kaffe', at: '13.00', kind: '' }]);
		expect(rowsIn(formOf(none), DISHES)).toEqual([]);
	});
});
