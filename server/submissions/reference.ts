import { randomInt } from 'node:crypto';

/** Without letters and digits that are mistaken for each other when read aloud or from paper. */
const ALPHABET = '23456789ABCDEFGHJKMNPQRSTVWXYZ';

/** A reference that a sender can say on the phone, `MS-7F3K-2QXN`: 30^8, so guessing or meeting one is not to be reckoned with. */
export function newReference(): string {
	const letters = Array.from({ length: 8 }, () => ALPHABET[randomInt(ALPHABET.length)]).join('');
	return `MS-${letters.slice(0, 4)}-${letters.slice(4)}`;
}
