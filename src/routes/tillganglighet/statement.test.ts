import { describe, expect, it } from 'vitest';
import { isAssessmentOld, readStatement, type Statement } from './statement.ts';

const statement = readStatement();
const [shortcoming] = statement.shortcomings;
const changed = (change: Partial<Statement>) => () => readStatement({ ...statement, ...change });

describe('the accessibility statement', () => {
	it('holds together as it is, and was not assessed in the future', () => {
		expect(statement.shortcomings.length + statement.methods.length).toBeGreaterThan(0);
		expect(new Date(statement.updated).getTime()).toBeLessThan(Date.now());
		const ids = statement.shortcomings.map(({ id }) => id);
		expect(new Set(ids).size).toBe(ids.length);
	});

	it('may say fully compliant only when every shortcoming is mended', () => {
		expect(changed({ conformance: 'full' })).toThrow(/not fully compliant/);
		expect(changed({ conformance: 'full', shortcomings: [] })).not.toThrow();
		const mended = statement.shortcomings.map((one) => ({ ...one, status: 'fixed' as const, fixBy: null }));
		expect(changed({ conformance: 'full', shortcomings: mended })).not.toThrow();
	});

	it.each<[string, object]>([
		['an unknown degree', { conformance: 'almost' }],
		['a date that is none', { assessed: 'i höstas' }],
		['an update before the assessment', { updated: '2020-01-01' }],
		['no method', { methods: [] }],
		['words in one language', { methods: [{ sv: 'Bara svenska' }] }],
		['a plan without a date', { shortcomings: [{ ...shortcoming, status: 'planned', fixBy: null }] }],
		['a date without a plan', { shortcomings: [{ ...shortcoming, status: 'open', fixBy: '2027-01-01' }] }],
		['a part that nobody shows', { remark: 'x' }]
	])('is refused with %s', (_what, change) => expect(changed(change)).toThrow());
});

describe('an assessment', () => {
	it.each([
		['2026-11-22', '2027-11-22', false],
		['2026-11-22', '2027-11-23', true],
		['2026-11-22', '2026-11-22', false],
		['2028-02-29', '2029-02-28', false],
		['2028-02-29', '2029-03-01', true]
	])('made %s is, on %s, too old: %s', (assessed, today, old) => {
		expect(isAssessmentOld({ assessed }, today)).toBe(old);
	});
});
