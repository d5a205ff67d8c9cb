import { describe, expect, it } from 'vitest';
import { parseEmail, parsePath } from './parse.ts';

describe('an address to go on to', () => {
	it.each(['/', '/mitt', '/en/dialoger/a?b=c#d'])('is ours: %s', (path) => expect(parsePath(path)).toBe(path));

	it.each([
		'',
		'mitt',
		'//evil.example',
		'/\\evil.example',
		'/a\\b',
		'https://evil.example',
		'javascript:alert(1)',
		'/a\r\nset-cookie: x',
		'/' + 'a'.repeat(500),
		null,
		7
	])('is nothing where it could lead elsewhere: %j', (path) => expect(parsePath(path)).toBeNull());
});

describe('an e-mail address', () => {
	it('is the same however it is written', () => expect(parseEmail('  Åsa@Example.ORG ')).toBe('åsa@example.org'));
	it.each(['a@b', 'a', '@b.se', 'a b@c.se', 'a@b.se,c@d.se', '"a"@b.se', 'Anna <a@b.se>', undefined, {}, []])(
		'is not %j',
		(input) => expect(() => parseEmail(input)).toThrow('bad_input')
	);
});
