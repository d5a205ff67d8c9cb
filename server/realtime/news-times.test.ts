import { expect, test } from 'vitest';
import { roomName } from '#lib/protocol/rooms.ts';
import { NewsTimes } from './news-times.ts';

const room = (n: number) => roomName('document', `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`);
const somebody = (accountId: string | null = null, moderator = false) => ({
	viewer: { accountId },
	grant: { moderator }
});
const visitor = somebody();

test('what was told before we started is not known, so a room of which nothing is known counts as told then', () => {
	const times = new NewsTimes(100);
	times.told(room(1), 'everyone', 150);
	expect([times.lastFor(room(1), visitor), times.lastFor(room(2), visitor)]).toEqual([150, 100]);
});

test('nobody learns when something was told that is not for them', () => {
	const times = new NewsTimes(0);
	times.told(room(1), 'everyone', 1);
	times.told(room(1), 'moderators', 3);
	times.told(room(1), { accountId: 'ann' }, 5);
	const seen = [visitor, somebody('bo'), somebody('bo', true), somebody('ann'), somebody('ann', true)];
	expect(seen.map((one) => times.lastFor(room(1), one))).toEqual([1, 1, 3, 5, 5]);
});

test('a thousand are remembered, and of those that are forgotten it is never said that nothing was told', () => {
	const times = new NewsTimes(0);
	for (let n = 1; n <= 1_500; n++) times.told(room(n), 'everyone', n);
	times.told(room(600), 'everyone', 2_000);
	for (let n = 1; n <= 1_500; n++) expect(times.lastFor(room(n), visitor)).toBeGreaterThanOrEqual(n);
	expect([600, 1, 501].map((n) => times.lastFor(room(n), visitor))).toEqual([2_000, 500, 501]);
});
