import type { IncomingMessage } from 'node:http';
import { expect, it } from 'vitest';
import { admitOneClick } from './one-click.ts';

const FORM = 'application/x-www-form-urlencoded';
function sent(method: string, path: string): string | undefined {
	const request = { method, headers: { 'content-type': FORM } } as unknown as IncomingMessage;
	admitOneClick(request, path);
	return request.headers['content-type'];
}

it('lets a mail server’s form in at the addresses where it can forge nothing, and nowhere else', () => {
	for (const path of [
		...['/prenumeration/avsluta/ett-klick', '/en/prenumeration/avsluta/ett-klick'],
		...['/inbjudan/avsta/ett-klick', '/en/inbjudan/avsta/ett-klick']
	])
		expect(sent('POST', path)).toBe('application/octet-stream');
	for (const path of [
		'/prenumeration/avsluta',
		'/inbjudan/avsta',
		'/prenumeration/avsta/ett-klick',
		'/prenumeration/avsluta/ett-klick/',
		'/x/prenumeration/avsluta/ett-klick'
	])
		expect(sent('POST', path)).toBe(FORM);
	expect(sent('GET', '/prenumeration/avsluta/ett-klick')).toBe(FORM);
});
