import { expect, it } from 'vitest';
import { isAboutAddress, statusIn } from './refusals.ts';

it.each([
	['550 5.1.1 <anna@example.org>: User unknown', '5.1.1', true],
	['550 5.4.1 Recipient address rejected: Access denied', '5.4.1', true],
	['550 No such user here', '', true],
	['554 5.7.1 Message rejected as spam', '5.7.1', false],
	['552 5.3.4 Message too big for system', '5.3.4', false],
	['451 4.7.1 Greylisted, try again', '', true],
	['550 from 15.7.1.5 and 5.1111.1', '', true]
])('an answer says whether it is about the address: %s', (answer, status, about) => {
	expect(statusIn(answer)).toBe(status);
	expect(isAboutAddress(statusIn(answer))).toBe(about);
});
