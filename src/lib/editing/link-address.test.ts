import { expect, test } from 'vitest';
import { linkAddress } from './link-address.ts';

test.each([
	['www.orebrolan.se/remiss', 'https://www.orebrolan.se/remiss'],
	['  https://example.org/a?b=1#c ', 'https://example.org/a?b=1#c'],
	['åäö.se', 'https://åäö.se'],
	['registrator@example.org', 'mailto:registrator@example.org'],
	['tel:+46191234', 'tel:+46191234'],
	['#b-abc', '#b-abc']
])('%s leads to %s', (written, address) => {
	expect(linkAddress(written)).toBe(address);
});

test.each(['javascript:alert(1)', 'data:text/html,hej', 'file:///etc/passwd', 'vad som helst', '', 'https://'])(
	'%s leads nowhere',
	(written) => {
		expect(linkAddress(written)).toBeNull();
	}
);
