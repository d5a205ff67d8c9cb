import { ownWords } from '#server/checks.ts';

const LONGEST = 4_000;

/** What staff write beside a decision, ready to keep. Throws `bad_input` at `field`. */
export const words = (text: string, field: string): string => ownWords(text, LONGEST, field);

/** Words to look for, as Postgres can take them: at most 200 characters, nothing that cannot be stored. */
export const searchWords = (text: string | undefined): string =>
	(text ?? '').toWellFormed().replaceAll('\u0000', '').trim().slice(0, 200);
