import { createHash, randomBytes } from 'node:crypto';

const SHAPE = /^[A-Za-z0-9_-]{43}$/;

/** A code that opens something: 32 random bytes, written so that it fits in an address. */
export const newSecret = (): string => randomBytes(32).toString('base64url');

/** All that is kept of a code. It is random and long, so that a plain hash cannot be turned back. */
export const hashSecret = (secret: string): Buffer => createHash('sha256').update(secret).digest();

/** True for the shape of our codes; anything else need not be looked up. */
export const isSecret = (value: unknown): value is string => typeof value === 'string' && SHAPE.test(value);

/** A stable id (UUID version 8) made from words, so that the same words name the same row. */
export function idFrom(words: string): string {
	const hex = createHash('sha256').update(words).digest('hex');
	return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}
