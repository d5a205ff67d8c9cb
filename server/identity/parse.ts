import * as v from 'valibot';
import { isOrganisationType } from '#lib/protocol/organisation-types.ts';
import { MedskickError, type Issue } from '#server/errors.ts';

// eslint-disable-next-line no-control-regex -- they are what is being refused: Postgres takes no NUL
const CONTROL = /[\u0000-\u001f\u007f\u2028\u2029]/;
const EMAIL = /^[^\s@<>",;:\\()[\]]+@[^\s@<>",;:\\()[\]]+\.[^\s@<>",;:\\()[\]]+$/;

const ADVICE: Record<string, Omit<Issue, 'field'>> = {
	email: {
		sv: 'Skriv en e-postadress med @, till exempel namn@example.org.',
		en: 'Write an e-mail address with @, for example name@example.org.'
	},
	name: {
		sv: 'Skriv namnet på en rad, med högst 120 tecken.',
		en: 'Write the name on one line, with at most 120 characters.'
	},
	organisationName: {
		sv: 'Skriv organisationens namn på en rad, med högst 160 tecken.',
		en: 'Write the organisation’s name on one line, with at most 160 characters.'
	},
	organisationType: {
		sv: 'Välj vilken typ av organisation du företräder.',
		en: 'Choose the type of organisation you represent.'
	}
};

const line = (max: number) =>
	v.pipe(
		v.string(),
		v.normalize('NFC'),
		v.trim(),
		v.maxLength(max),
		v.check((text) => !CONTROL.test(text))
	);
const email = v.pipe(
	v.string(),
	v.normalize('NFC'),
	v.trim(),
	v.maxLength(254),
	v.check((text) => EMAIL.test(text) && !CONTROL.test(text)),
	v.toLowerCase()
);
const organisationType = v.pipe(
	v.string(),
	v.check((text) => isOrganisationType(text))
);

const profile = v.object({ name: line(120), organisationName: line(160), organisationType });
const newAccount = v.object({
	email,
	name: line(120),
	organisationName: v.optional(line(160), ''),
	organisationType: v.optional(organisationType, 'region')
});

/** The input as the schema wants it, or `bad_input` with what to mend, field by field. */
function parse<T>(schema: v.GenericSchema<unknown, T>, input: unknown): T {
	const result = v.safeParse(schema, input);
	if (result.success) return result.output;
	throw new MedskickError(
		'bad_input',
		result.issues.map((issue) => {
			const field = String(issue.path?.[0]?.key ?? 'email');
			const advice = ADVICE[field] ?? { sv: 'Uppgiften går inte att läsa.', en: 'The value cannot be read.' };
			return { field, ...advice };
		})
	);
}

/** A lower-case address. Addresses are compared without regard to case in the whole application. */
export const parseEmail = (input: unknown): string => parse(v.object({ email }), { email: input }).email;
export const parseProfile = (input: unknown) => parse(profile, input);
export const parseNewAccount = (input: unknown) => parse(newAccount, input);

/** A path of ours to go on to, or null: never another site's address, however it is written. */
export function parsePath(input: unknown): string | null {
	if (typeof input !== 'string' || input.length > 500 || CONTROL.test(input)) return null;
	return /^\/(?![/\\])/.test(input) && !input.includes('\\') ? input : null;
}
