import { describe, expect, it } from 'vitest';
import { checkSlug, cleanText, createChecks, isDate, slugOf } from './checks.ts';
import { isMedskickError } from './errors.ts';

const issuesOf = (work: (checks: ReturnType<typeof createChecks>) => void) => {
	const checks = createChecks();
	work(checks);
	try {
		checks.done();
		return [];
	} catch (error) {
		if (!isMedskickError(error)) throw error;
		return error.issues.map((issue) => issue.field);
	}
};

describe('what a field may hold', () => {
	it('is text that the database takes', () => {
		expect(cleanText(' a\u0000b\u0007\r\nc\ud800 ')).toBe('ab\nc\ufffd');
		expect(cleanText('a\u030a')).toBe('å');
	});

	it('is a day that exists', () => {
		expect(['2026-02-28', '2028-02-29'].every(isDate)).toBe(true);
		expect(['2026-02-29', '2026-13-01', '26-01-01', '', '2026-1-1'].some(isDate)).toBe(false);
	});
});

describe('checking a form', () => {
	it('tells of everything that is wrong at once', () => {
		const fields = issuesOf((checks) => {
			checks.text('title', ' ', { max: 10, required: { sv: 'Skriv.', en: 'Write.' } });
			checks.text('lead', 'x'.repeat(11), { max: 10 });
			checks.oneOf('type', 'annat', ['a', 'b'], { sv: 'Välj.', en: 'Choose.' });
			checks.date('day', '2026-02-30');
		});
		expect(fields).toEqual(['title', 'lead', 'type', 'day']);
	});

	it('has nothing to say about what is right', () => {
		expect(issuesOf((checks) => void checks.text('title', 'Ja', { max: 10 }))).toEqual([]);
	});
});

describe('an address made from a title', () => {
	it.each([
		['Jord, skog & vatten – underlag', 'jord-skog-vatten-underlag'],
		['Åre Älvdalen Ö', 'are-alvdalen-o'],
		['  ---  ', ''],
		['Program 2027–2033', 'program-2027-2033']
	])('%j becomes %j', (title, slug) => expect(slugOf(title)).toBe(slug));

	it('is refused when nothing is left of it, when it is ill-formed and when a page of ours stands there', () => {
		expect(issuesOf((checks) => void checkSlug(checks, undefined, '???'))).toEqual(['slug']);
		expect(issuesOf((checks) => void checkSlug(checks, 'A b', 'Titel'))).toEqual(['slug']);
		expect(issuesOf((checks) => void checkSlug(checks, '', 'Ny', ['ny']))).toEqual(['slug']);
		expect(issuesOf((checks) => void checkSlug(checks, 'ny', 'Titel'))).toEqual([]);
	});
});
