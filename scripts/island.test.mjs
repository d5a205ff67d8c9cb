import { readFile } from 'node:fs/promises';
import { describe, expect, test } from 'vitest';
import { inOneLanguage } from './island.mjs';

const compiled = (/** @type {string} */ name) =>
	readFile(new URL(`../src/lib/paraglide/messages/${name}.js`, import.meta.url), 'utf8');
const run = async (/** @type {string} */ code) => import(`data:text/javascript,${encodeURIComponent(code)}`);

describe('a message cut down to one language', () => {
	test.each(/** @type {const} */ (['sv', 'en']))(
		'says in %s what the whole message says, by itself',
		async (language) => {
			const { m } = await import('#lib/paraglide/messages.js');
			const code = inOneLanguage(await compiled('reading_agreements'), 'reading_agreements', language);
			const { reading_agreements: cut } = await run(code);
			for (const count of [0, 1, 2]) {
				expect(cut({ count })).toBe(m.reading_agreements({ count }, { locale: language }));
			}
			expect(code).not.toContain('import ');
		}
	);

	test('is refused when it needs what the page would not get', async () => {
		const code = await compiled('common_characters_left');
		const needy = code.replace(/=> \{/, '=> {registry.plural("sv", i?.count, {});');
		expect(() => inOneLanguage(needy, 'common_characters_left', 'sv')).toThrow('common_characters_left');
	});

	test('is refused when the compiler writes messages in another way, instead of going missing', () => {
		expect(() => inOneLanguage('export const hello = () => "Hej";', 'hello', 'sv')).toThrow('hello');
	});
});
