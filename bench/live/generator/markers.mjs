/**
 * Every update and every presence state carries a mark, `~SSSNNNN!`: sender and number in base 36. Receivers find it by
 * looking at bytes, so updates that were merged or joined on the way are counted right.
 */
export const MARK_LENGTH = 9;
const TILDE = 126;
const BANG = 33;
const BASE = 36;
/** In shorter frames a plain loop is faster than `indexOf`. */
const SHORT = 256;

/** @param {number} value @param {number} width */
const digits = (value, width) => value.toString(BASE).padStart(width, '0');

/** @param {number} sender @param {number} number */
export const mark = (sender, number) => `~${digits(sender, 3)}${digits(number, 4)}!`;

/** @param {number | undefined} byte */
const digit = (byte = 0) => (byte < 58 ? byte - 48 : byte - 87);

/** @param {Buffer} bytes @param {number} at @param {number} end */
function nextTilde(bytes, at, end) {
	if (end - at > SHORT) {
		const found = bytes.indexOf(TILDE, at);
		return found < 0 ? end : found;
	}
	while (at < end && bytes[at] !== TILDE) at++;
	return at;
}

/**
 * @param {Buffer} bytes
 * @param {number} start
 * @param {number} end
 * @param {(sender: number, number: number) => void} found
 */
export function eachMark(bytes, start, end, found) {
	for (let at = nextTilde(bytes, start, end); at <= end - MARK_LENGTH; at = nextTilde(bytes, at, end)) {
		if (bytes[at + 8] !== BANG) {
			at++;
			continue;
		}
		const sender = (digit(bytes[at + 1]) * BASE + digit(bytes[at + 2])) * BASE + digit(bytes[at + 3]);
		const high = (digit(bytes[at + 4]) * BASE + digit(bytes[at + 5])) * BASE + digit(bytes[at + 6]);
		const number = high * BASE + digit(bytes[at + 7]);
		if (sender >= 0 && number >= 0) found(sender, number);
		at += MARK_LENGTH;
	}
}
