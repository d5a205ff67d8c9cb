import { randomInt, timingSafeEqual } from 'node:crypto';
import { CODE_LENGTH } from '#lib/protocol/live.ts';

/** What is read out loud and copied by hand: no 0 or O, no 1, I or L. 31 signs, so 887 million codes. */
const SIGNS = '23456789ABCDEFGHJKMNPQRSTUVWXYZ';

export const newCode = (): string =>
	Array.from({ length: CODE_LENGTH }, () => SIGNS[randomInt(SIGNS.length)] ?? '').join('');

/** The code that somebody has written, with whatever spaces and case; null for what cannot be one. */
export function readCode(written: string): string | null {
	const code = written.toUpperCase().replace(/[\s\p{Pd}]/gu, '');
	return code.length === CODE_LENGTH && [...code].every((sign) => SIGNS.includes(sign)) ? code : null;
}

/** Takes as long for a code that is nearly right as for one that is all wrong. Both as `readCode` gives them. */
export const isSameCode = (one: string, other: string): boolean =>
	timingSafeEqual(Buffer.from(one), Buffer.from(other));
