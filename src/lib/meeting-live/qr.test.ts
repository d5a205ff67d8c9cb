import { expect, it } from 'vitest';
import { qrCode } from './qr.ts';

it('is a square of dark modules with a quiet zone around it', () => {
	const { size, path } = qrCode('https://example.org/dialoger/energi/moten/energi/live');
	expect((size - 8 - 17) % 4).toBe(0);
	const squares = [...path.matchAll(/M(\d+) (\d+)h1v1h-1z/g)].map(([, x, y]) => [Number(x), Number(y)]);
	expect(squares.length).toBeGreaterThan(200);
	expect(Math.min(...squares.flat())).toBe(4);
	expect(Math.max(...squares.flat())).toBe(size - 5);
});

it('says what it was asked to say', () => {
	expect(qrCode('a').path).not.toBe(qrCode('b').path);
});
