import { expect, test } from 'vitest';
import { roomName } from '#lib/protocol/rooms.ts';
import { NewsTimes } from './news-times.ts';

const room = (n: number) => roomName('document', `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`);

test('what was told before we started is not known, so a room of which nothing is known counts as told then', () => {
	const times = new NewsTimes(100);
	times.told(room(1), 150);
	expect([times.lastOf(room(1)), times.lastOf(room(2))]).toEqual([150, 100]);
});

test('a thousand rooms are remembered, and of those that are forgotten it is never said that nothing was told', () => {
	const times = new NewsTimes(0);
	for (let n = 1; n <= 1_500; n++) times.told(room(n), n);
	times.told(room(600), 2_000);
	for (let n = 1; n <= 1_500; n++) expect(times.lastOf(room(n))).toBeGreaterThanOrEqual(n);
	expect([times.lastOf(room(600)), times.lastOf(room(1)), times.lastOf(room(501))]).toEqual([2_000, 500, 501]);
});
