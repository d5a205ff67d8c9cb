import { render } from 'svelte/server';
import { describe, expect, it } from 'vitest';
import SiteFooter from './SiteFooter.svelte';

const REGION = { name: 'Region Exempel', short: 'Exempel', email: 'post@example.org', phone: '063-14 75 00' };
const HELP = 'Behöver du hjälp?';

/** The footer's text without its marks, and where its links go. */
function shown(region: typeof REGION | undefined) {
	const { body } = render(SiteFooter, { props: region === undefined ? {} : { region } });
	const text = body.replace(/<[^>]*>/g, '').replace(/\s+/g, ' ');
	return { text, links: [...body.matchAll(/href="([^"]*)"/g)].map((match) => match[1] ?? '') };
}

describe('the footer', () => {
	it('says both ways to reach the region where both are known', () => {
		const { text, links } = shown(REGION);
		expect(text).toContain(`${HELP} Kontakta oss: 063-14 75 00, post@example.org`);
		expect(links).toEqual(expect.arrayContaining(['tel:+4663147500', 'mailto:post@example.org']));
	});

	it.each([
		['telephone', { ...REGION, email: '' }, 'Kontakta oss: 063-14 75 00 '],
		['e-mail', { ...REGION, phone: '' }, 'Kontakta oss: post@example.org ']
	])('says the one that is known: %s', (_way, region, expected) => {
		const { text, links } = shown(region);
		expect(text).toContain(expected);
		expect(text).not.toContain(',');
		expect(links).not.toContain('mailto:');
	});

	it.each([
		['no way is known', { ...REGION, email: '', phone: '' }],
		['an error keeps the region unknown', undefined]
	])('offers no help that cannot be reached: %s', (_why, region) => {
		const { text, links } = shown(region);
		expect(text).not.toContain(HELP);
		expect(links.filter((href) => /^(mailto|tel):/.test(href))).toEqual([]);
		expect(links).toHaveLength(4);
	});
});
