import { describe, expect, it } from 'vitest';
import { deskQuery, readAddress } from './addresses.ts';
import { commandOf, COMMANDS, KEYS } from './keys.ts';

const press = (key: string, more: object = {}) =>
	commandOf({
		...{ key, ctrlKey: false, metaKey: false, altKey: false, repeat: false, isComposing: false },
		target: { tagName: 'BODY' },
		...more
	});

describe('keys of the desk', () => {
	it('have one meaning each, small or capital', () => {
		expect(new Set(Object.values(KEYS)).size).toBe(COMMANDS.length);
		expect([press('g'), press('G'), press('?'), press('å')]).toEqual(['approve', 'approve', 'help', null]);
	});

	it.each([
		{ tagName: 'TEXTAREA' },
		{ tagName: 'INPUT', type: 'text' },
		{ tagName: 'INPUT', type: 'search' },
		{ tagName: 'SELECT' },
		{ tagName: 'DIV', isContentEditable: true }
	])('are letters in %o', (target) => expect(press('g', { target })).toBeNull());

	it.each([{ tagName: 'INPUT', type: 'checkbox' }, { tagName: 'BUTTON' }, { tagName: 'A' }, null])(
		'work with the focus on %o',
		(target) => expect(press('g', { target })).toBe('approve')
	);

	it.each([{ ctrlKey: true }, { metaKey: true }, { altKey: true }, { repeat: true }, { isComposing: true }])(
		'belong to others with %o',
		(more) => expect(press('g', more)).toBeNull()
	);
});

describe('the address of a part of the desk', () => {
	it('comes back the same', () => {
		const address = {
			queue: 'security' as const,
			words: 'kabel & ström',
			document: 'program',
			consultation: 's1',
			mine: true,
			page: 2,
			pointId: 'p1',
			decision: 'd1'
		};
		expect(readAddress(new URLSearchParams(deskQuery(address)))).toEqual(address);
	});

	it.each(['ko=nonsense', 'sida=-1', 'sida=1.5', 'sida=x', 'q=%00'])('%s counts as not said', (query) => {
		expect(readAddress(new URLSearchParams(query))).toEqual(readAddress(new URLSearchParams()));
	});
});
