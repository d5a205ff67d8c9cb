import { describe, expect, it } from 'vitest';
import { createSessions } from './sessions.ts';

const ID = 'a'.repeat(40);

describe('the cookie', () => {
	const sessions = createSessions(true);

	it('is read among others', () => {
		expect(sessions.read(`a=b; __Host-medskick=${ID}; c=d`)).toBe(ID);
		expect(sessions.read(`__Host-medskick=${ID}`)).toBe(ID);
	});

	it.each([
		undefined,
		null,
		'',
		'x',
		`medskick=${ID}`,
		'__Host-medskick=',
		'__Host-medskick=%',
		`x__Host-medskick=${ID}`
	])('is not found in %j', (header) => expect(sessions.read(header)).toBeNull());

	it('goes away when it is blank', () => {
		expect(sessions.blankCookie()).toMatchObject({ value: '', attributes: { maxAge: 0, path: '/' } });
	});
});
