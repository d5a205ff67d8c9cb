import { describe, expect, it } from 'vitest';
import { localizeHref, sameAddressIn, splitAddress } from './language.ts';

describe('the language in the address', () => {
	it('is Swedish without a prefix and English with one', () => {
		expect(splitAddress('/dialoger')).toEqual({ language: 'sv', path: '/dialoger' });
		expect(splitAddress('/en/dialoger')).toEqual({ language: 'en', path: '/dialoger' });
		expect(splitAddress('/en')).toEqual({ language: 'en', path: '/' });
	});

	it('is not mistaken for the beginning of another word', () => {
		expect(splitAddress('/energi')).toEqual({ language: 'sv', path: '/energi' });
	});

	it('is put on and taken off our own addresses', () => {
		expect(localizeHref('/dialoger?sida=2#a', 'en')).toBe('/en/dialoger?sida=2#a');
		expect(localizeHref('/', 'en')).toBe('/en');
		expect(localizeHref('/?q=a', 'en')).toBe('/en?q=a');
		expect(localizeHref('/en/dialoger', 'sv')).toBe('/dialoger');
		expect(localizeHref('/en/dialoger', 'en')).toBe('/en/dialoger');
	});

	it('leaves other addresses alone', () => {
		for (const href of ['https://example.org/', '//example.org', 'mailto:a@example.org', '#del', '?sida=2'])
			expect(localizeHref(href, 'en')).toBe(href);
	});

	it('switches the page without repeating what was sent', () => {
		const url = new URL('http://localhost/en/mitt?/spara&flik=2');
		expect(sameAddressIn('sv', url)).toBe('/mitt?flik=2');
		expect(sameAddressIn('en', url)).toBe('/en/mitt?flik=2');
	});
});
