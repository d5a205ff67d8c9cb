import { createHash } from 'node:crypto';
import { refuse } from './errors.ts';

/** Enough of a hash: it has to differ from what was shown a moment ago, and keeps nothing secret. */
const LENGTH = 16;

/** What a form is filled in from, in a few signs. The form gives it back, and so says what its writer has seen. */
export const stampOf = (values: unknown): string =>
	createHash('sha256')
		.update(JSON.stringify(values) ?? '')
		.digest('base64url')
		.slice(0, LENGTH);

/**
 * Throws `conflict` where the values are no longer those that the form was filled in from: nobody saves over what they
 * have not seen. Call it with the values held. Without a stamp whoever saves knows what they do.
 */
export function checkSeen(seen: string | undefined, values: unknown): void {
	if (seen === undefined || seen === '' || seen === stampOf(values)) return;
	refuse(
		'conflict',
		'Någon annan har sparat medan du skrev. Det du skrev står kvar här men är inte sparat. Öppna sidan i en ny flik och jämför. Sparar du här ersätter din text den andras.',
		'Somebody else has saved while you were writing. What you wrote is still here but not saved. Open the page in a new tab and compare. If you save here, your text replaces theirs.'
	);
}
