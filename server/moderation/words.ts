import { refuse } from '#server/errors.ts';

const LONGEST = 4_000;
// Control characters other than line breaks and tabs have no place in a text, and Postgres takes no NUL.
// eslint-disable-next-line no-control-regex -- they are what is being refused
const CONTROL = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f]/;

/** What staff write beside a decision, ready to keep. Throws `bad_input` at `field`. */
export function words(text: string, field: string): string {
	const kept = text.normalize('NFC').toWellFormed().replaceAll('\r\n', '\n').trim();
	if (kept.length > LONGEST)
		refuse(
			'bad_input',
			'Korta texten till högst 4 000 tecken.',
			'Shorten the text to at most 4,000 characters.',
			field
		);
	if (CONTROL.test(kept))
		refuse(
			'bad_input',
			'Texten innehåller tecken som inte går att visa. Skriv om den utan dem.',
			'The text holds characters that cannot be shown. Write it without them.',
			field
		);
	return kept;
}

/** Words to look for, as Postgres can take them: at most 200 characters, nothing that cannot be stored. */
export const searchWords = (text: string | undefined): string =>
	(text ?? '').toWellFormed().replaceAll('\u0000', '').trim().slice(0, 200);
