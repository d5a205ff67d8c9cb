import { expect, it } from 'vitest';
import { isSameCode, newCode, readCode } from './code.ts';

it('is six signs that nobody takes for another', () => {
	const codes = Array.from({ length: 500 }, newCode);
	for (const code of codes) expect(code).toMatch(/^[2-9A-HJKMNP-Z]{6}$/);
	expect(codes.join('')).not.toMatch(/[01ILO]/);
	expect(new Set(codes).size).toBeGreaterThan(495);
});

it('is read as people write it', () => {
	expect(readCode(' k7m 3pq ')).toBe('K7M3PQ');
	expect(readCode('K7M–3PQ')).toBe('K7M3PQ');
	for (const wrong of ['', 'K7M3P', 'K7M3PQR', 'K7M3P0', 'K7M3PÖ', 'K7M3P!', '\u0000K7M3PQ']) {
		expect(readCode(wrong), wrong).toBeNull();
	}
});

it('is the same as itself only', () => {
	expect(isSameCode('K7M3PQ', 'K7M3PQ')).toBe(true);
	expect(isSameCode('K7M3PQ', 'K7M3PR')).toBe(false);
});
