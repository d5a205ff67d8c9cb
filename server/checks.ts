import { isId } from './database/ids.ts';
import { type Issue, MedskickError, refuse } from './errors.ts';

type Pair = { sv: string; en: string };
type TextRule = { max: number; required?: Pair };

/** What a form field may hold: a line or lines without control characters or halves of characters, which SQL refuses. */
export const cleanText = (value: string): string =>
	value
		.toWellFormed()
		.normalize('NFC')
		.replace(/\r\n?/g, '\n')
		// eslint-disable-next-line no-control-regex -- these are the characters to take away
		.replace(/[\u0000-\u0008\u000b-\u001f\u007f]/g, '')
		.trim();

// Line breaks and tabs apart, they have no place in a text, and Postgres takes no NUL.
// eslint-disable-next-line no-control-regex -- they are what is looked for
const CONTROLS = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f]/;

/** True for a text that holds what cannot be shown. */
export const hasControls = (text: string): boolean => CONTROLS.test(text);

/** Somebody's own words, ready to keep; they are refused rather than changed. Throws `bad_input` at `field`. */
export function ownWords(text: string, max: number, field: string): string {
	const kept = text.normalize('NFC').toWellFormed().replaceAll('\r\n', '\n').trim();
	if (kept.length > max) refuse('bad_input', tooLong(max).sv, tooLong(max).en, field);
	if (hasControls(kept))
		refuse(
			'bad_input',
			'Texten innehåller tecken som inte går att visa. Skriv om den utan dem.',
			'The text holds characters that cannot be shown. Write it without them.',
			field
		);
	return kept;
}

/** What holds neither letter nor digit says nothing, and counts as left out. */
export const said = (text: string): string => (/[\p{L}\p{N}]/u.test(text) ? text : '');

const SLUG = /^[a-z0-9]+(-[a-z0-9]+)*$/;
const DATE = /^\d{4}-\d{2}-\d{2}$/;

/** True for `yyyy-mm-dd` of a day that exists. */
export function isDate(value: string): boolean {
	if (!DATE.test(value)) return false;
	const day = new Date(`${value}T00:00:00Z`);
	return !Number.isNaN(day.getTime()) && day.toISOString().startsWith(value);
}

/**
 * Gathers everything that is wrong with an input, so that a person mends all of it at once (domain A-08). Each check
 * returns the cleaned value; `done` throws `bad_input` when something was wrong.
 */
export function createChecks() {
	const issues: Issue[] = [];
	const wrong = (field: string, { sv, en }: Pair): void => void issues.push({ field, sv, en });
	return {
		wrong,
		text(field: string, value: string | null | undefined, { max, required }: TextRule): string {
			const text = cleanText(value ?? '');
			if (text === '' && required) wrong(field, required);
			if (text.length > max) wrong(field, tooLong(max));
			return text;
		},
		lines(field: string, values: readonly string[] | undefined, max: number): string[] {
			const lines = (values ?? []).map(cleanText).filter((line) => line !== '');
			if (lines.length > max || lines.some((line) => line.length > 500)) wrong(field, tooLong(500));
			return lines;
		},
		oneOf<T extends string>(field: string, value: string | null | undefined, list: readonly T[], otherwise: Pair): T {
			const found = list.find((item) => item === value);
			if (found === undefined) wrong(field, otherwise);
			return found ?? (list[0] as T);
		},
		date(field: string, value: string): string {
			if (!isDate(value)) wrong(field, { sv: 'Skriv datumet som 2026-10-09.', en: 'Write the date as 2026-10-09.' });
			return value;
		},
		done(): void {
			if (issues.length > 0) throw new MedskickError('bad_input', issues);
		}
	};
}
export type Checks = ReturnType<typeof createChecks>;

const tooLong = (max: number): Pair => ({
	sv: `Korta texten till högst ${max} tecken.`,
	en: `Shorten the text to at most ${max} characters.`
});

/** The last part of an address, made from a title: small letters a–z, digits and hyphens, at most 80 characters. */
export function slugOf(title: string): string {
	return title
		.normalize('NFD')
		.replace(/\p{Mark}/gu, '')
		.toLowerCase()
		.replace(/æ/g, 'ae')
		.replace(/ø/g, 'o')
		.replace(/[^a-z0-9]+/g, '-')
		.slice(0, 80)
		.replace(/^-+|-+$/g, '');
}

/** A given slug, or one from the title; tells the person what to do when neither gives letters. */
export function checkSlug(
	checks: Checks,
	given: string | undefined,
	title: string,
	reserved: readonly string[] = []
): string {
	const slug = given === undefined || given.trim() === '' ? slugOf(title) : given.trim();
	if (!SLUG.test(slug) || slug.length > 80)
		checks.wrong('slug', {
			sv: 'Skriv adressen med små bokstäver a–z, siffror och bindestreck.',
			en: 'Write the address with lower-case letters a–z, digits and hyphens.'
		});
	else if (reserved.includes(slug))
		checks.wrong('slug', {
			sv: 'Välj en annan adress. Den här är upptagen.',
			en: 'Choose another address. This one is taken.'
		});
	return slug;
}

/** An id from outside that is no id is simply not found; SQL would answer with a syntax error. */
export function knownId(id: string): string {
	if (!isId(id)) throw new MedskickError('not_found');
	return id;
}

/** A part of an address that could be one of ours; what could not is not found, and never reaches SQL. */
export function knownSlug(slug: string): string {
	if (!SLUG.test(slug)) throw new MedskickError('not_found');
	return slug;
}
