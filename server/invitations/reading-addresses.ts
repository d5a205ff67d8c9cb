import type { LineRefusal, LineRemark } from '#lib/protocol/mailings.ts';
import { cleanText } from '#server/checks.ts';
import { isMedskickError } from '#server/errors.ts';
import { parseEmail } from '#server/identity/parse.ts';
import type { Contact } from './types.ts';

/** A line of a list as it was read: whom it is about, or why nobody can be written to. */
export type ReadLine = {
	line: number;
	text: string;
	contact: Contact | null;
	refusal: LineRefusal | null;
	remarks: LineRemark[];
};

const LONGEST_LINE = 1_000;
const LONGEST_NAME = 160;

export const contact = (email: string, more: Partial<Contact> = {}): Contact => ({
	...{ email, name: '', organisationName: '', organisationType: '', municipalityCode: '', language: 'sv' },
	...more
});

/** A lower-case address, or null for what is none. */
export function addressIn(text: string): string | null {
	try {
		return parseEmail(text);
	} catch (error) {
		if (isMedskickError(error)) return null;
		throw error;
	}
}

/** A name on one line, cut where it would be longer than any name. */
export const nameIn = (text: string): string => cleanText(text).replace(/\s+/g, ' ').slice(0, LONGEST_NAME);

/**
 * Addresses as people paste them: one in each line, or several with semicolons or commas between them as mail
 * programs copy them, each alone or as `Namn <adress>`. Empty lines are passed over.
 */
export const readAddresses = (text: string): ReadLine[] =>
	text.split(/\r\n|\r|\n/).flatMap((words, index) => split(words).map((one) => readOne(one, index + 1)));

/** A comma may also stand in a name, so it parts addresses only where one has ended. */
const split = (line: string): string[] =>
	line
		.split(/;|(?<=@[^\s,<>]+>?\s*),/)
		.map((one) => one.trim())
		.filter((one) => one !== '');

function readOne(text: string, line: number): ReadLine {
	const nothing = { line, text: text.slice(0, LONGEST_LINE), contact: null, remarks: [] };
	if (text.length > LONGEST_LINE) return { ...nothing, refusal: 'too_long' };
	const named = /^(.*?)<([^<>]*)>$/.exec(text);
	const email = addressIn(named?.[2] ?? text);
	if (email === null) return { ...nothing, refusal: text.includes('@') ? 'bad_address' : 'no_address' };
	const name = nameIn((named?.[1] ?? '').trim().replace(/^(["'])(.*)\1$/, '$2'));
	return { ...nothing, contact: contact(email, { name }), refusal: null };
}
