/**
 * The closed list of what can go wrong on purpose. Told apart by `code`, never by `instanceof`: SvelteKit
 * bundles a copy of every module it imports, so two classes of the same name exist in one process.
 */
export const ERRORS = {
	bad_input: { status: 400, sv: 'Något i formuläret behöver rättas.', en: 'Something in the form needs correcting.' },
	not_signed_in: { status: 401, sv: 'Logga in för att fortsätta.', en: 'Sign in to continue.' },
	forbidden: { status: 403, sv: 'Du har inte behörighet till det här.', en: 'You do not have permission for this.' },
	not_found: {
		status: 404,
		sv: 'Det du söker finns inte, eller är inte publicerat.',
		en: 'What you are looking for does not exist or is not published.'
	},
	gone: {
		status: 410,
		sv: 'Innehållet är avpublicerat. Handlingen finns kvar hos regionen och kan begäras ut.',
		en: 'The content is unpublished. The record remains with the region and can be requested.'
	},
	conflict: {
		status: 409,
		sv: 'Någon annan hann före. Läs om och försök igen.',
		en: 'Someone else got there first. Reload and try again.'
	},
	link_expired: {
		status: 410,
		sv: 'Länken har gått ut eller redan använts. Begär en ny.',
		en: 'The link has expired or has already been used. Request a new one.'
	},
	not_open: {
		status: 409,
		sv: 'Det är inte öppet för synpunkter här just nu.',
		en: 'This is not open for comments right now.'
	},
	too_many: {
		status: 429,
		sv: 'För många försök på kort tid. Vänta en stund och försök igen.',
		en: 'Too many attempts in a short time. Wait a moment and try again.'
	},
	too_large: { status: 413, sv: 'Det du skickar är för stort.', en: 'What you are sending is too large.' },
	file_unsupported: {
		status: 415,
		sv: 'Filen är inte av en typ som vi kan läsa in.',
		en: 'The file is not of a type that we can import.'
	},
	file_refused: { status: 422, sv: 'Filen kan inte läsas in.', en: 'The file cannot be imported.' },
	rule_broken: { status: 422, sv: 'Det går inte att göra det här nu.', en: 'This cannot be done now.' },
	unavailable: {
		status: 503,
		sv: 'Tjänsten är tillfälligt otillgänglig. Det du skrev finns kvar; försök igen om en stund.',
		en: 'The service is temporarily unavailable. What you wrote is kept; try again in a moment.'
	}
} as const;

export type ErrorCode = keyof typeof ERRORS;

/** One thing to mend: `field` names the form field, `message` says what and how in the reader's language. */
export type Issue = { field?: string; sv: string; en: string };

export class MedskickError extends Error {
	readonly code: ErrorCode;
	readonly status: number;
	readonly issues: readonly Issue[];
	constructor(code: ErrorCode, issues: readonly Issue[] = [], options?: { cause?: unknown }) {
		super(code + (issues.length ? ': ' + issues.map((issue) => issue.en).join(' ') : ''), options);
		this.name = 'MedskickError';
		this.code = code;
		this.status = ERRORS[code].status;
		this.issues = issues;
	}
}

/** True for an error of the closed list, whichever copy of this module threw it. */
export function isMedskickError(value: unknown): value is MedskickError {
	return value instanceof Error && value.name === 'MedskickError' && 'code' in value && String(value.code) in ERRORS;
}

/** Throws with one sentence that says what is wrong and how to mend it. */
export function refuse(code: ErrorCode, sv: string, en: string, field?: string): never {
	throw new MedskickError(code, [field === undefined ? { sv, en } : { field, sv, en }]);
}
