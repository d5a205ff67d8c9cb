// Counts for scripts/test.mjs, written to the file that MEDSKICK_COUNTS names.
import { writeFileSync } from 'node:fs';

/** @typedef {{ passed: number, failures: string[], skipped: string[] }} Counts */

export default class CountingReporter {
	/**
	 * @param {ReadonlyArray<import('vitest/node').TestModule>} modules
	 * @param {ReadonlyArray<unknown>} unhandled
	 */
	onTestRunEnd(modules, unhandled) {
		/** @type {Counts} */
		const counts = { passed: 0, failures: unhandled.map((error) => `outside any test: ${said(error)}`), skipped: [] };
		for (const module of modules) {
			// A file that does not load has no tests to fail.
			for (const error of module.errors()) counts.failures.push(`${module.relativeModuleId}: ${said(error)}`);
			for (const test of module.children.allTests()) count(test, counts);
		}
		if (process.env.MEDSKICK_COUNTS) writeFileSync(process.env.MEDSKICK_COUNTS, JSON.stringify(counts));
	}
}

/** @param {unknown} error what was thrown, of whatever kind */
const said = (error) =>
	error && typeof error === 'object' && 'message' in error ? String(error.message) : String(error);

/** @param {import('vitest/node').TestCase} test @param {Counts} counts */
function count(test, counts) {
	const result = test.result();
	if (result.state === 'passed') counts.passed += 1;
	else if (result.state === 'skipped') counts.skipped.push(`${test.fullName}: ${result.note ?? 'no reason given'}`);
	else
		counts.failures.push(
			`${test.module.relativeModuleId} > ${test.fullName}: ${(result.errors ?? []).map(said).join('; ')}`
		);
}
